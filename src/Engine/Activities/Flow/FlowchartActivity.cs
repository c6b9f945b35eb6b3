using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Activities.Flow;

/// <summary>
/// Runs activities along connections by moving tokens. A token stands on a connection: <em>held</em> until its target may run,
/// then <em>taken</em> by the target's occurrence until that completes.
/// </summary>
internal sealed class FlowchartActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Flowchart", "Flow", "A flowchart is a collection of activities and connections between them.")
    {
        IsContainer = true,
        IsBrowsable = false,
        Ports = [new PortDescriptor("Start", PortType.Embedded) { IsBrowsable = false }],
    };

    public override bool EndsHere => true;

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var start = (context.TriggerActivityId is { } trigger ? context.Node.Flowchart!.Find(trigger) : null) ?? context.Node.Flowchart!.Start;
        if (start is not null)
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
        var fresh = context.Node.Flowchart!.Outgoing(child.ActivityId).Where(connection => child.Outcomes.Contains(connection.SourcePort)).ToArray();
        tokens.Add(fresh);
        await tokens.RunReadyAsync(fresh, cancellationToken);
        if (!context.HasLiveChildren)
            context.Complete();
    }
}

/// <summary>How an activity with several inbound connections waits for them.</summary>
internal enum MergeMode { Stream, Merge, Converge, Cascade, Race }

internal static class MergeModes
{
    public static MergeMode Of(ActivityNode node, ActivityContext flowchart)
    {
        if (node.Type is "Elsa.FlowJoin")
            return flowchart.Evaluate(node.Input("Mode")) is { } mode && mode.ToString() is "WaitAll" or "WaitAllActive" or "Merge" ? MergeMode.Merge : MergeMode.Race;
        return Enum.TryParse<MergeMode>(node.MergeMode, ignoreCase: true, out var merge) ? merge : MergeMode.Stream;
    }
}
