using System.Collections.Frozen;

namespace AfterSales.Engine.Graphs;

/// <summary>An arrow of a flowchart. <see cref="IsBackward"/>: it closes a loop.</summary>
public sealed record Connection(int Index, string Source, string SourcePort, string Target)
{
    public bool IsBackward { get; internal set; }
}

/// <summary>The arrows of one flowchart, indexed both ways and sorted into forward and backward ones.</summary>
public sealed class FlowchartGraph
{
    private readonly FrozenDictionary<string, ActivityNode> _activities;
    private readonly FrozenDictionary<string, Connection[]> _outgoing;
    private readonly FrozenDictionary<string, Connection[]> _incoming;

    public FlowchartGraph(IReadOnlyList<ActivityNode> activities, IReadOnlyList<Connection> connections, string? start)
    {
        Connections = connections;
        _activities = activities.ToFrozenDictionary(activity => activity.Id);
        _outgoing = connections.GroupBy(connection => connection.Source).ToFrozenDictionary(group => group.Key, group => group.ToArray());
        _incoming = connections.GroupBy(connection => connection.Target).ToFrozenDictionary(group => group.Key, group => group.ToArray());
        Start = activities.FirstOrDefault(activity => activity.Id == start)
            ?? activities.FirstOrDefault(activity => !_incoming.ContainsKey(activity.Id))
            ?? (activities.Count > 0 ? activities[0] : null);
        MarkBackward(activities);
    }

    public ActivityNode? Start { get; }
    public IReadOnlyList<Connection> Connections { get; }

    public ActivityNode? Find(string activityId) => _activities.GetValueOrDefault(activityId);
    public IReadOnlyList<Connection> Outgoing(string activityId) => _outgoing.GetValueOrDefault(activityId, []);
    public IReadOnlyList<Connection> Incoming(string activityId) => _incoming.GetValueOrDefault(activityId, []);
    public IEnumerable<Connection> ForwardIncoming(string activityId) => Incoming(activityId).Where(connection => !connection.IsBackward);

    /// <summary>Every activity from which the given one can be reached without closing a loop.</summary>
    public HashSet<string> Ancestors(string activityId)
    {
        var ancestors = new HashSet<string>();
        var open = new Stack<string>([activityId]);
        while (open.TryPop(out var current))
            foreach (var connection in ForwardIncoming(current))
                if (ancestors.Add(connection.Source))
                    open.Push(connection.Source);
        return ancestors;
    }

    // A connection is backward when it leads to an activity on the walk's own path. Own stack: definitions may be thousands of activities long.
    private void MarkBackward(IReadOnlyList<ActivityNode> activities)
    {
        var onPath = new HashSet<string>();
        var visited = new HashSet<string>();
        var path = new Stack<(string Activity, int Next)>();
        var roots = activities.Where(activity => !_incoming.ContainsKey(activity.Id)).Concat(activities).Select(activity => activity.Id);
        foreach (var root in roots.Prepend(Start?.Id ?? ""))
        {
            if (!visited.Add(root))
                continue;
            onPath.Add(root);
            path.Push((root, 0));
            while (path.TryPop(out var step))
            {
                var outgoing = _outgoing.GetValueOrDefault(step.Activity, []);
                if (step.Next == outgoing.Length)
                {
                    onPath.Remove(step.Activity);
                    continue;
                }

                path.Push((step.Activity, step.Next + 1));
                var connection = outgoing[step.Next];
                connection.IsBackward = onPath.Contains(connection.Target);
                if (visited.Add(connection.Target))
                {
                    onPath.Add(connection.Target);
                    path.Push((connection.Target, 0));
                }
            }
        }
    }
}
