using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Activities.Flow;

/// <summary>The tokens of one running flowchart, kept in its properties as <c>[connection, taker]</c> with taker 0 for held ones.</summary>
internal sealed class FlowTokens : IUnwritten
{
    private const string Property = "t";
    private readonly ActivityContext _context;
    private readonly FlowchartGraph _graph;
    private List<(Connection Connection, int Taker)> _tokens;

    /// <summary>The tokens of the flowchart, read once per burst.</summary>
    public static FlowTokens Of(ActivityContext context)
    {
        if (context.State.Unwritten is not FlowTokens tokens)
            context.State.Unwritten = tokens = new FlowTokens(context);
        return tokens;
    }

    private FlowTokens(ActivityContext context)
    {
        (_context, _graph) = (context, context.Node.Flowchart!);
        // A connection that a newer draft no longer has takes its tokens with it.
        _tokens = [.. (context.Properties[Property] as JsonArray ?? []).Select(item => (Index: (int)item![0]!, Taker: (int)item[1]!))
            .Where(token => token.Index < _graph.Connections.Count).Select(token => (Find(token.Index), token.Taker))];
    }

    private Connection Find(int index) => _graph.Connections[index];

    public void Consume(int taker) => _tokens.RemoveAll(token => token.Taker == taker);

    public void Add(IEnumerable<Connection> connections) => _tokens.AddRange(connections.Select(connection => (connection, 0)));

    /// <summary>Runs every target that may run now: those just reached, and those held back until this completion.</summary>
    public async ValueTask RunReadyAsync(IReadOnlyList<Connection> fresh, CancellationToken cancellationToken)
    {
        // Races first: their losers must not start in the same breath.
        foreach (var target in Held().Where(target => Mode(target) is MergeMode.Race).ToArray())
            await RaceAsync(target, cancellationToken);
        foreach (var connection in fresh.Where(connection => Mode(connection.Target) is MergeMode.Cascade))
            Run(connection.Target, takeOne: true);
        while (Held().FirstOrDefault(IsReady) is { } ready)
            Run(ready, takeOne: false);
    }

    public void WriteTo(JsonObject properties)
    {
        if (_tokens.Count is 0)
            properties.Remove(Property);
        else
            properties[Property] = new JsonArray([.. _tokens.Select(token => new JsonArray(token.Connection.Index, token.Taker))]);
    }

    private IEnumerable<string> Held() => _tokens.Where(token => token.Taker is 0).Select(token => token.Connection.Target).Distinct();

    private bool IsReady(string target) => Mode(target) switch
    {
        MergeMode.Stream => HasBackward(target) || !_graph.ForwardIncoming(target).Any(connection => IsOnItsWayTo(connection.Source)),
        MergeMode.Merge => _graph.ForwardIncoming(target).ToArray() is { Length: > 1 } incoming ? incoming.All(Delivered) : true,
        MergeMode.Converge => _graph.Incoming(target).All(Delivered),
        _ => false,
    };

    // A loop back starts its target at once.
    private bool HasBackward(string target) => _tokens.Any(token => token.Taker is 0 && token.Connection.Target == target && token.Connection.IsBackward);

    private bool IsOnItsWayTo(string activityId) => _tokens.Any(token => token.Connection.Target == activityId);

    private bool Delivered(Connection connection) => _tokens.Any(token => token.Taker is 0 && token.Connection == connection);

    private async ValueTask RaceAsync(string target, CancellationToken cancellationToken)
    {
        if (_context.LiveChildren.Any(child => child.ActivityId == target))
        {
            _tokens.RemoveAll(token => token.Taker is 0 && token.Connection.Target == target); // too late: swallowed
            return;
        }

        var losers = _graph.Ancestors(target);
        losers.Remove(target);
        foreach (var child in _context.LiveChildren.Where(child => losers.Contains(child.ActivityId)))
            await _context.CancelChildAsync(child.ActivityInstanceId, cancellationToken);
        _tokens.RemoveAll(token => losers.Contains(token.Connection.Target));
        Run(target, takeOne: false);
    }

    private void Run(string target, bool takeOne)
    {
        var taker = _context.ScheduleChild(Node(target));
        var left = takeOne ? 1 : int.MaxValue;
        _tokens = [.. _tokens.Select(token => token.Taker is 0 && token.Connection.Target == target && left-- > 0 ? (token.Connection, taker) : token)];
    }

    private MergeMode Mode(string activityId) => MergeModes.Of(Node(activityId), _context);

    private ActivityNode Node(string activityId) => _graph.Find(activityId)!; // the parser has left out connections to nowhere
}
