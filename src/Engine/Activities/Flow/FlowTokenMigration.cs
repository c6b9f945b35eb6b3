using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Migrations;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Activities.Flow;

/// <summary>Puts the tokens of a running flowchart on the arrows of another version: those with the same ends, or those they are mapped to.</summary>
internal static class FlowTokenMigration
{
    public static void Migrate(ActivityMigration migration)
    {
        if (migration is not { From.Flowchart: { } old, To.Flowchart: not null } || Read(old, migration.Properties) is not { Count: > 0 } tokens)
            return;
        var placed = new List<FlowToken>();
        foreach (var token in tokens)
            if ((token.IsHeld ? PlaceHeld(migration, token) : PlaceTaken(migration, token)) is { } there)
                placed.Add(token with { Connection = there });
        Write(placed, migration.Properties!);

        // A join that has lost the branch it waited for.
        if (IsAnyReady(migration.To.Flowchart!, placed))
            migration.Wake();
    }

    /// <summary>What does not fit together.</summary>
    public static IEnumerable<string> Check(ActivityNode flowchart, JsonObject? properties, IReadOnlyList<ActivityState> children)
    {
        foreach (var token in Read(flowchart.Flowchart!, properties))
            if (!token.IsHeld && children.FirstOrDefault(child => child.Id == token.Taker)?.ActivityId != token.Connection.Target && !FlowchartStepsBack.IsKept(properties, token.Taker, token.Connection.Target))
                yield return $"A token on the way to {token.Connection.Target} in {flowchart.Id} was not taken by it.";
    }

    /// <summary>The activities that tokens are waiting at.</summary>
    public static IEnumerable<string> Waiting(ActivityNode flowchart, JsonObject? properties) =>
        Read(flowchart.Flowchart!, properties).Where(token => token.IsHeld).Select(token => token.Connection.Target);

    private static IReadOnlyList<FlowToken> Read(FlowchartGraph graph, JsonObject? properties) =>
        [.. (properties?[FlowTokens.Property] as JsonArray ?? []).Select(token => new FlowToken(graph.Connections[(int)token![0]!], (int)token[1]!))];

    private static void Write(List<FlowToken> tokens, JsonObject properties)
    {
        if (tokens.Count is 0)
            properties.Remove(FlowTokens.Property);
        else
            properties[FlowTokens.Property] = new JsonArray([.. tokens.Select(token => new JsonArray(token.Connection.Index, token.Taker))]);
    }

    private static bool IsAnyReady(FlowchartGraph graph, List<FlowToken> tokens)
    {
        var towards = tokens.Select(token => token.Connection.Target).ToHashSet();
        // A mode that is computed is not known here; then the flowchart is asked, which costs nothing but a burst.
        return tokens.Where(token => token.IsHeld).GroupBy(token => token.Connection.Target).Any(held => MergeModes.OfLiteral(graph.Find(held.Key)!) is not { } mode
            || mode is MergeMode.Race or MergeMode.Cascade || MergeModes.IsReady(mode, graph, held.Key, [.. held.Select(token => token.Connection)], towards.Contains));
    }

    private static Connection? PlaceHeld(ActivityMigration migration, FlowToken token)
    {
        var mapping = migration.MappingOf(token.Connection);
        if (mapping is { To: null })
            return null;
        var there = mapping is { To: { } arrow } ? migration.To.Flowchart!.Connections.FirstOrDefault(arrow.Is) : Same(migration, token.Connection);
        if (there is null)
            migration.Block(MigrationRule.TokenUnplaced, new Arrow(token.Connection.Source, token.Connection.SourcePort, token.Connection.Target).ToString());
        return there;
    }

    // It only says that its target is at work; by which arrow the token came no longer matters.
    private static Connection? PlaceTaken(ActivityMigration migration, FlowToken token)
    {
        var target = migration.ChildOf(token.Taker) is { } child ? migration.Find(child) : null;
        return Same(migration, token.Connection) is { } same && same.Target == target?.Id ? same
            : target is null ? null : migration.To.Flowchart!.Incoming(target.Id) is [var any, ..] ? any : null;
    }

    private static Connection? Same(ActivityMigration migration, Connection connection)
    {
        if (migration.Find(connection.Source) is not { } source || migration.Find(connection.Target) is not { } target)
            return null;
        // Arrows drawn twice are told apart by their order.
        var ordinal = migration.From.Flowchart!.Outgoing(connection.Source).Where(other => other.SourcePort == connection.SourcePort && other.Target == connection.Target).ToList().IndexOf(connection);
        var same = migration.To.Flowchart!.Outgoing(source.Id).Where(other => other.SourcePort == connection.SourcePort && other.Target == target.Id).ToArray();
        return same.Length is 0 ? null : same[Math.Min(ordinal, same.Length - 1)];
    }
}

/// <summary>A token on a connection: held until its target may run, then taken by the target's occurrence.</summary>
internal readonly record struct FlowToken(Connection Connection, int Taker)
{
    public bool IsHeld => Taker is 0;
}
