using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Runtime;

/// <summary>What a burst that has done suspiciously much keeps doing: the activities of the loop it is in.</summary>
internal sealed class RepeatedSteps
{
    private const int MostNamed = 8;
    private OrderedDictionary<string, int>? _counts;

    public void Add(string activityId)
    {
        _counts ??= [];
        if (!_counts.TryAdd(activityId, 1))
            _counts[activityId]++;
    }

    /// <summary>Names the loop, in the order it runs: <c>; it goes round 'Ask' (Workflow1:Flowchart1:ask) → …</c>. Empty where nothing was repeated.</summary>
    public string Describe(WorkflowGraph graph)
    {
        var repeated = (_counts ?? []).Where(each => each.Value > 1).Select(each => graph.Find(each.Key)).OfType<ActivityNode>().ToArray();
        var first = Math.Max(0, Array.FindIndex(repeated, node => node.Parent is { Activity.IsLoop: true })); // counting began somewhere in a round
        var loop = repeated[first..].Concat(repeated[..first]).SelectMany(WithItsLoop).Distinct().ToArray();
        var more = loop.Length > MostNamed ? $" and {loop.Length - MostNamed} more" : "";
        return loop.Length > 0 ? $"; it goes round {string.Join(" → ", loop.Take(MostNamed).Select(node => node.Place))}{more}" : "";
    }

    // A loop activity is not executed anew for each round, only its body is.
    private static IEnumerable<ActivityNode> WithItsLoop(ActivityNode node) => node.Parent is { Activity.IsLoop: true } loop ? [loop, node] : [node];
}
