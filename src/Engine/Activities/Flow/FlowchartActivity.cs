using AfterSales.Engine.Graphs;

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

        var tokens = FlowTokens.Of(context);
        tokens.Consume(child.ActivityInstanceId);
        var fresh = GraphOf(context).Outgoing(child.ActivityId).Where(connection => child.Outcomes.Contains(connection.SourcePort)).ToArray();
        tokens.Add(fresh);
        await tokens.RunReadyAsync(fresh, cancellationToken);
        if (!context.HasLiveChildren)
            context.Complete();
    }

    /// <summary>The flowchart as it is from where this run of it began.</summary>
    internal static FlowchartGraph GraphOf(ActivityContext context) =>
        context.State.Properties?[StartedAt] is { } start ? context.Node.Flowchart!.StartingAt((string)start!) : context.Node.Flowchart!;
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
        return Enum.TryParse<MergeMode>(node.MergeMode, ignoreCase: true, out var merge) ? merge : MergeMode.Stream;
    }
}
