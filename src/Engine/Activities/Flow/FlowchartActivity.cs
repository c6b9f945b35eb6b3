using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Migrations;

namespace AfterSales.Engine.Activities.Flow;

/// <summary>
/// Runs activities along connections by moving tokens. A token stands on a connection: <em>held</em> until its target may run,
/// then <em>taken</em> by the target's occurrence until that completes.
/// </summary>
internal sealed class FlowchartActivity : Activity
{
    private const string StartedAt = "from";

    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Flowchart", "Flow", "A flowchart is a collection of activities and connections between them.")
    {
        IsContainer = true,
        IsBrowsable = false,
        Ports = [new PortDescriptor("Start", PortType.Embedded) { IsBrowsable = false }],
    };

    public override bool EndsHere => true;

    // A Complete inside may choose others than Done.
    public override IReadOnlyList<string>? DescribeOutcomes(ActivityNode node) => null;

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        if (context.TriggerActivityId is { } trigger && trigger != context.Node.Flowchart!.Start?.Id && context.Node.Flowchart.Find(trigger) is not null)
            context.Properties[StartedAt] = trigger;
        if (GraphOf(context).Start is { } start)
            context.ScheduleChild(start);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        if (child.EndsFlowchart)
        {
            context.Complete([.. child.Outcomes]);
            return;
        }

        if (FlowchartStepsBack.ComeBack(context, child.ActivityInstanceId))
            return;
        var tokens = FlowTokens.Of(context);
        tokens.Consume(child.ActivityInstanceId);
        var fresh = GraphOf(context).Outgoing(child.ActivityId).Where(connection => child.Outcomes.Contains(connection.SourcePort)).ToArray();
        tokens.Add(fresh);
        await tokens.RunReadyAsync(fresh, cancellationToken);
        if (!context.HasLiveChildren)
            context.Complete();
    }

    /// <summary>The flowchart as it is from where this run of it began.</summary>
    internal static FlowchartGraph GraphOf(ActivityContext context) => GraphOf(context.Node, context.State.Properties);

    internal static FlowchartGraph GraphOf(ActivityNode node, JsonObject? properties) =>
        properties?[StartedAt] is { } start ? node.Flowchart!.StartingAt((string)start!) : node.Flowchart!;

    public override ValueTask ContinueAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var tokens = FlowTokens.Of(context);
        return tokens.RunReadyAsync(tokens.Held, cancellationToken);
    }

    public override void Migrate(ActivityMigration migration)
    {
        FlowTokenMigration.Migrate(migration);
        FlowchartStepsBack.Migrate(migration.Properties, id => migration.Find(id)?.Id);
        if (migration.Properties?[StartedAt] is { } start)
            migration.Properties[StartedAt] = migration.Find((string)start!)?.Id;
    }
}

/// <summary>How an activity with several inbound connections waits for them.</summary>
internal enum MergeMode { Stream, Merge, Converge, Cascade, Race }

internal static class MergeModes
{
    public static bool IsKnown(string mode) => mode.Equals("None", StringComparison.OrdinalIgnoreCase) || Enum.GetNames<MergeMode>().Contains(mode, StringComparer.OrdinalIgnoreCase);

    public static MergeMode Of(ActivityNode node, ActivityContext flowchart)
    {
        if (node.Type is "Elsa.FlowJoin")
            return flowchart.Evaluate(node.Input("Mode")) is { } mode && mode.ToString() is "WaitAll" or "WaitAllActive" or "Merge" ? MergeMode.Merge : MergeMode.Race;
        return OfProperty(node);
    }

    /// <summary>The mode as far as the definition itself says it; null where it is computed.</summary>
    public static MergeMode? OfLiteral(ActivityNode node)
    {
        if (node.Type is not "Elsa.FlowJoin")
            return OfProperty(node);
        var mode = node.Input("Mode");
        return mode.Kind is InputKind.Literal or InputKind.Unset ? mode.LiteralValue?.ToString() is "WaitAll" or "WaitAllActive" or "Merge" ? MergeMode.Merge : MergeMode.Race : null;
    }

    /// <summary>Whether a target with held tokens may run. Races and cascades are decided when a token comes, not here.</summary>
    public static bool IsReady(MergeMode mode, FlowchartGraph graph, string target, IReadOnlyCollection<Connection> held, Func<string, bool> isOnItsWayTo) => mode switch
    {
        // A loop back starts its target at once.
        MergeMode.Stream => held.Any(connection => connection.IsBackward) || !graph.ForwardIncoming(target).Any(connection => isOnItsWayTo(connection.Source)),
        MergeMode.Merge => graph.ForwardIncoming(target) is not { Count: > 1 } incoming || AreDelivered(held, incoming),
        MergeMode.Converge => AreDelivered(held, graph.Incoming(target)),
        _ => false,
    };

    private static bool AreDelivered(IReadOnlyCollection<Connection> held, IReadOnlyList<Connection> incoming)
    {
        if (held.Count < incoming.Count)
            return false;
        var delivered = held.Select(connection => connection.Index).ToHashSet();
        return incoming.All(connection => delivered.Contains(connection.Index));
    }

    private static MergeMode OfProperty(ActivityNode node) =>
        Enum.TryParse<MergeMode>(node.MergeMode, ignoreCase: true, out var merge) ? merge : MergeMode.Stream;
}
