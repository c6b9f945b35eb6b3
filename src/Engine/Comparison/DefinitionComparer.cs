using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Comparison;

/// <summary>Compares two versions of a definition by what they mean: activities by id, arrows by their ends, everything else by name.</summary>
public static class DefinitionComparer
{
    public static DefinitionComparison Compare(WorkflowGraph before, WorkflowGraph after)
    {
        var ids = ActivityMatching.Match(before, after);
        return new DefinitionComparison([.. Activities(before, after, ids)], [.. Connections(before, after, ids)], [.. ItemComparison.Compare(before, after, ids)]);
    }

    private static IEnumerable<ActivityChange> Activities(WorkflowGraph before, WorkflowGraph after, IReadOnlyDictionary<string, string> ids)
    {
        var found = ids.Values.ToHashSet();
        foreach (var node in InOrder(before.Root))
        {
            if (!ids.TryGetValue(node.Id, out var id))
                yield return new ActivityChange(ChangeKind.Removed, PlaceOf(node), null, []);
            else if (ActivityComparison.Compare(node, after.Find(id)!, ids) is { Count: > 0 } values)
                yield return new ActivityChange(values.All(value => value.Aspect is ValueAspect.Position) ? ChangeKind.Moved : ChangeKind.Changed, PlaceOf(node), PlaceOf(after.Find(id)!), values);
        }

        foreach (var node in InOrder(after.Root).Where(node => !found.Contains(node.Id)))
            yield return new ActivityChange(ChangeKind.Added, null, PlaceOf(node), []);
    }

    private static IEnumerable<ConnectionChange> Connections(WorkflowGraph before, WorkflowGraph after, IReadOnlyDictionary<string, string> ids)
    {
        var old = Arrows(before, ids);
        var @new = Arrows(after, null);
        foreach (var (arrow, change) in old)
            if (!@new.ContainsKey(arrow))
                yield return change with { Kind = ChangeKind.Removed };
        foreach (var (arrow, change) in @new)
            if (!old.ContainsKey(arrow))
                yield return change with { Kind = ChangeKind.Added };
    }

    // Known by the ids of the later version. Two arrows with the same ends mean no more than one.
    private static OrderedDictionary<(string, string, string, string), ConnectionChange> Arrows(WorkflowGraph graph, IReadOnlyDictionary<string, string>? ids)
    {
        var arrows = new OrderedDictionary<(string, string, string, string), ConnectionChange>();
        foreach (var flowchart in InOrder(graph.Root).Where(node => node.Flowchart is not null))
            foreach (var connection in flowchart.Flowchart!.Connections)
            {
                var change = new ConnectionChange(ChangeKind.Added, flowchart.Id, EndOf(flowchart, connection.Source, connection.SourcePort), EndOf(flowchart, connection.Target, "In"));
                arrows.TryAdd((Named(flowchart.Id), Named(connection.Source), connection.SourcePort, Named(connection.Target)), change);
            }

        return arrows;

        string Named(string id) => ids?.GetValueOrDefault(id, id) ?? id;
    }

    private static ConnectionEnd EndOf(ActivityNode flowchart, string id, string port) => new(id, flowchart.Flowchart!.Find(id)!.DisplayText, port);

    internal static ActivityPlace PlaceOf(ActivityNode node) => new(node.Id, node.NodeId, node.Type, node.Version, node.DisplayText, node.Parent?.Id);

    /// <summary>An activity and all below it, as they stand in the definition.</summary>
    internal static IEnumerable<ActivityNode> InOrder(ActivityNode node)
    {
        var open = new Stack<ActivityNode>([node]);
        while (open.TryPop(out var current))
        {
            yield return current;
            foreach (var child in current.Nested.Reverse())
                open.Push(child);
        }
    }
}
