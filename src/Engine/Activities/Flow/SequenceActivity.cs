using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Activities.Flow;

/// <summary>Runs its activities one after the other.</summary>
internal sealed class SequenceActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Sequence", "Workflows", "Execute a set of activities in sequence.") { IsContainer = true };

    public override bool EndsHere => true;

    // A Complete inside may choose others than Done.
    public override IReadOnlyList<string>? DescribeOutcomes(ActivityNode node) => null;

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken) => Next(context, 0);

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        if (!child.EndsFlowchart)
            return Next(context, context.Properties["next"] is JsonValue next ? next.GetValue<int>() : 0);
        context.Complete([.. child.Outcomes]);
        return ValueTask.CompletedTask;
    }

    private static ValueTask Next(ActivityContext context, int index)
    {
        if (index >= context.Node.Children.Count)
        {
            context.Complete();
            return ValueTask.CompletedTask;
        }

        context.Properties["next"] = index + 1;
        context.ScheduleChild(context.Node.Children[index]);
        return ValueTask.CompletedTask;
    }
}
