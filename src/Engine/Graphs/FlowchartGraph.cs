using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace AfterSales.Engine.Graphs;

/// <summary>An arrow of a flowchart. <see cref="IsBackward"/>: it closes a loop, or cannot be reached.</summary>
public sealed record Connection(int Index, string Source, string SourcePort, string Target)
{
    public bool IsBackward { get; internal set; }
}

/// <summary>The arrows of one flowchart, indexed both ways and sorted into forward and backward ones.</summary>
public sealed class FlowchartGraph
{
    private readonly ConcurrentDictionary<string, FlowchartGraph> _views = [];
    private readonly IReadOnlyList<ActivityNode> _nodes;
    private readonly FrozenDictionary<string, ActivityNode> _activities;
    private readonly FrozenDictionary<string, Connection[]> _outgoing;
    private readonly FrozenDictionary<string, Connection[]> _incoming;
    private readonly FrozenDictionary<string, Connection[]> _forwardIncoming;

    public FlowchartGraph(IReadOnlyList<ActivityNode> activities, IReadOnlyList<Connection> connections, string? start)
    {
        (_nodes, Connections) = (activities, connections);
        _activities = activities.ToFrozenDictionary(activity => activity.Id);
        _outgoing = connections.GroupBy(connection => connection.Source).ToFrozenDictionary(group => group.Key, group => group.ToArray());
        _incoming = connections.GroupBy(connection => connection.Target).ToFrozenDictionary(group => group.Key, group => group.ToArray());
        Start = activities.FirstOrDefault(activity => activity.Id == start)
            ?? activities.FirstOrDefault(activity => !_incoming.ContainsKey(activity.Id))
            ?? (activities.Count > 0 ? activities[0] : null);
        LoopFinder.MarkBackward(activities, Start, connections, _outgoing);
        _forwardIncoming = _incoming.ToFrozenDictionary(each => each.Key, each => each.Value.Where(connection => !connection.IsBackward).ToArray());
    }

    public ActivityNode? Start { get; }

    /// <summary>The same flowchart as it is when it begins elsewhere, as at a trigger: what cannot be reached from there is not waited for.</summary>
    public FlowchartGraph StartingAt(string activityId) => activityId == Start?.Id
        ? this
        : _views.GetOrAdd(activityId, start => new FlowchartGraph(_nodes, [.. Connections.Select(connection => connection with { IsBackward = false })], start));

    public IReadOnlyList<Connection> Connections { get; }

    public ActivityNode? Find(string activityId) => _activities.GetValueOrDefault(activityId);
    public IReadOnlyList<Connection> Outgoing(string activityId) => _outgoing.GetValueOrDefault(activityId, []);
    public IReadOnlyList<Connection> Incoming(string activityId) => _incoming.GetValueOrDefault(activityId, []);
    public IReadOnlyList<Connection> ForwardIncoming(string activityId) => _forwardIncoming.GetValueOrDefault(activityId, []);

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

    /// <summary>Every activity that can be reached from the given one without closing a loop.</summary>
    public HashSet<string> Descendants(string activityId) => ReachedFrom(activityId, connection => !connection.IsBackward);

    /// <summary>Whether arrows lead from one to the other, loops included.</summary>
    public bool Reaches(string from, string to) => ReachedFrom(from, _ => true).Contains(to);

    private HashSet<string> ReachedFrom(string activityId, Func<Connection, bool> isTaken)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([activityId]);
        while (open.TryPop(out var current))
            foreach (var connection in Outgoing(current))
                if (isTaken(connection) && reached.Add(connection.Target))
                    open.Push(connection.Target);
        return reached;
    }
}
