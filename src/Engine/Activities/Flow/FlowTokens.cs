using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Activities.Flow;

/// <summary>The tokens of one running flowchart, kept in its properties as <c>[connection, taker]</c> with taker 0 for held ones.</summary>
internal sealed class FlowTokens : IUnwritten
{
    internal const string Property = "t";
    private readonly ActivityContext _context;
    private readonly FlowchartGraph _graph;
    private readonly OrderedDictionary<string, List<Connection>> _held = []; // by target, in the order of their first token
    private readonly Dictionary<int, List<Connection>> _taken = [];
    private readonly Dictionary<string, int> _towards = [];
    private int _count;

    /// <summary>The tokens of the flowchart, read once per burst.</summary>
    public static FlowTokens Of(ActivityContext context)
    {
        if (context.State.Unwritten is not FlowTokens tokens)
            context.State.Unwritten = tokens = new FlowTokens(context);
        return tokens;
    }

    private FlowTokens(ActivityContext context)
    {
        (_context, _graph) = (context, FlowchartActivity.GraphOf(context));
        foreach (var token in context.Properties[Property] as JsonArray ?? [])
            if ((int)token![0]! is var index && index < _graph.Connections.Count) // a connection that a newer draft no longer has takes its tokens with it
                Put(_graph.Connections[index], (int)token[1]!);
    }

    /// <summary>The connections on which tokens wait.</summary>
    public IReadOnlyList<Connection> Held => [.. _held.Values.SelectMany(connections => connections)];

    public void Consume(int taker)
    {
        if (_taken.Remove(taker, out var connections))
            Forget(connections);
    }

    /// <summary>The tokens of one occurrence are another's.</summary>
    public void HandOver(int taker, int other)
    {
        if (_taken.Remove(taker, out var connections))
            _taken[other] = connections;
    }

    /// <summary>Drops the tokens that wait on arrows out of the activities.</summary>
    public void TakeBack(HashSet<string> sources)
    {
        foreach (var (target, connections) in _held.ToArray())
        {
            var dropped = connections.Where(connection => sources.Contains(connection.Source)).ToList();
            connections.RemoveAll(dropped.Contains);
            if (connections.Count is 0)
                _held.Remove(target);
            Forget(dropped);
        }
    }

    /// <summary>Says that an activity is at work without having been reached by an arrow; by which one makes no difference.</summary>
    public void Occupy(string target, int taker)
    {
        if ((_graph.ForwardIncoming(target) is [var forward, ..] ? forward : _graph.Incoming(target) is [var any, ..] ? any : null) is { } arrow)
            Put(arrow, taker);
    }

    /// <exception cref="WorkflowGuardException">The flowchart would hold more tokens than an instance may.</exception>
    public void Add(IReadOnlyList<Connection> connections)
    {
        if (_count + connections.Count > _context.Burst.Operation.Options.TokenLimit)
            throw new WorkflowGuardException(Overflow());
        foreach (var connection in connections)
            Put(connection, 0);
    }

    /// <summary>Runs every target that may run now: those just reached, and those held back until this completion.</summary>
    public async ValueTask RunReadyAsync(IReadOnlyList<Connection> fresh, CancellationToken cancellationToken)
    {
        // Races first: their losers must not start in the same breath.
        foreach (var target in _held.Keys.Where(target => Mode(target) is MergeMode.Race).ToArray())
            if (_held.ContainsKey(target)) // not the loser of a race before it
                await RaceAsync(target, cancellationToken);
        foreach (var connection in fresh.Where(connection => _held.ContainsKey(connection.Target) && Mode(connection.Target) is MergeMode.Cascade))
            Run(connection.Target, takeOne: true);
        // One round is enough: taking the tokens to one target changes nothing for another.
        foreach (var target in _held.Keys.Where(IsReady).ToArray())
            Run(target, takeOne: false);
    }

    public void WriteTo(JsonObject properties)
    {
        var taken = _taken.OrderBy(each => each.Key).SelectMany(each => each.Value.Select(connection => (connection, each.Key)));
        var held = _held.Values.SelectMany(connections => connections.Select(connection => (connection, 0)));
        if (_count is 0)
            properties.Remove(Property);
        else
            properties[Property] = new JsonArray([.. taken.Concat(held).Select(token => new JsonArray(token.connection.Index, token.Item2))]);
    }

    private bool IsReady(string target) => MergeModes.IsReady(Mode(target), _graph, target, _held[target], _towards.ContainsKey);

    private async ValueTask RaceAsync(string target, CancellationToken cancellationToken)
    {
        if (_context.LiveChildren.Any(child => child.ActivityId == target))
        {
            Drop(target); // too late: swallowed
            return;
        }

        var losers = _graph.Ancestors(target);
        losers.Remove(target);
        foreach (var child in _context.LiveChildren.Where(child => losers.Contains(child.ActivityId)))
            await _context.CancelChildAsync(child.ActivityInstanceId, cancellationToken);
        foreach (var taker in _taken.Where(each => losers.Contains(each.Value[0].Target)).Select(each => each.Key).ToArray())
            Consume(taker);
        foreach (var loser in _held.Keys.Where(losers.Contains).ToArray())
            Drop(loser);
        Run(target, takeOne: false);
    }

    private void Run(string target, bool takeOne)
    {
        var taker = _context.ScheduleChild(Node(target));
        var held = _held[target];
        if (takeOne && held.Count > 1)
        {
            _taken[taker] = [held[0]];
            held.RemoveAt(0);
            return;
        }

        _held.Remove(target);
        _taken[taker] = held;
    }

    private void Put(Connection connection, int taker)
    {
        if (!(taker is 0 ? _held.TryGetValue(connection.Target, out var tokens) : _taken.TryGetValue(taker, out tokens)))
        {
            tokens = [];
            if (taker is 0)
                _held.Add(connection.Target, tokens);
            else
                _taken.Add(taker, tokens);
        }

        tokens.Add(connection);
        _towards[connection.Target] = _towards.GetValueOrDefault(connection.Target) + 1;
        _count++;
    }

    private void Drop(string target)
    {
        if (_held.Remove(target, out var connections))
            Forget(connections);
    }

    private void Forget(List<Connection> connections)
    {
        _count -= connections.Count;
        foreach (var connection in connections)
            if (--_towards[connection.Target] is 0)
                _towards.Remove(connection.Target);
    }

    private string Overflow()
    {
        var crowded = Node(_towards.MaxBy(each => each.Value).Key);
        return $"There are more than {_context.Burst.Operation.Options.TokenLimit} tokens in '{_context.Node.DisplayText}', most of them on their way to {crowded.Place}: it is in a loop that multiplies them.";
    }

    private MergeMode Mode(string activityId) => MergeModes.Of(Node(activityId), _context);

    private ActivityNode Node(string activityId) => _graph.Find(activityId)!; // the parser has left out connections to nowhere
}
