using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Comparison;

/// <summary>Finds each activity of one version in another: by id, and what was only given another id by what it does.</summary>
public static class ActivityMatching
{
    /// <summary>Ids of the earlier version to ids of the later one; what has no counterpart is not in it.</summary>
    public static IReadOnlyDictionary<string, string> Match(WorkflowGraph before, WorkflowGraph after)
    {
        var ids = new Dictionary<string, string>();
        foreach (var node in before.Nodes.Where(node => after.Find(node.Id) is not null))
            ids[node.Id] = node.Id;
        if (!ids.ContainsKey(before.Root.Id) && !ids.ContainsValue(after.Root.Id))
            ids[before.Root.Id] = after.Root.Id;

        // Containers before what is in them: where something stands is part of what it is.
        var lost = DefinitionComparer.InOrder(before.Root).Where(node => !ids.ContainsKey(node.Id)).ToList();
        if (lost.Count > 0)
        {
            var taken = ids.Values.ToHashSet();
            var candidates = DefinitionComparer.InOrder(after.Root).Where(node => !taken.Contains(node.Id)).ToList();
            foreach (var likeness in (Func<ActivityNode, string?, string?>[])[ActivityLikeness.Exact, ActivityLikeness.ByText])
                MatchBy(likeness, lost, candidates, ids);
        }

        return ids;
    }

    private static void MatchBy(Func<ActivityNode, string?, string?> likeness, List<ActivityNode> lost, List<ActivityNode> candidates, Dictionary<string, string> ids)
    {
        // A level at a time, so that the counterparts of the containers are known.
        foreach (var level in lost.GroupBy(Depth).OrderBy(level => level.Key).ToArray())
        {
            var wanted = Unique(level, node => likeness(node, node.Parent is { } parent ? ids.GetValueOrDefault(parent.Id) : null));
            var offered = Unique(candidates.Where(node => Depth(node) == level.Key), node => likeness(node, node.Parent?.Id));
            foreach (var (mark, node) in wanted)
                if (offered.TryGetValue(mark, out var counterpart))
                {
                    ids[node.Id] = counterpart.Id;
                    lost.Remove(node);
                    candidates.Remove(counterpart);
                }
        }
    }

    // Of several that look alike none is taken: a wrong counterpart misleads more than none.
    private static Dictionary<string, ActivityNode> Unique(IEnumerable<ActivityNode> nodes, Func<ActivityNode, string?> mark) =>
        nodes.Select(node => (Mark: mark(node), Node: node)).Where(each => each.Mark is not null).GroupBy(each => each.Mark!)
            .Where(group => group.Count() is 1).ToDictionary(group => group.Key, group => group.Single().Node);

    private static int Depth(ActivityNode node)
    {
        var depth = 0;
        for (var around = node.Parent; around is not null; around = around.Parent)
            depth++;
        return depth;
    }
}
