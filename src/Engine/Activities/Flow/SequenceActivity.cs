using System.Text.Json.Nodes;

namespace AfterSales.Engine.Activities.Flow;

/// <summary>Runs its activities one after the other.</summary>
internal sealed class SequenceActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Sequence", "Workflows", "Execute a set of activities in sequence.") { IsContainer = true };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken) => Next(context, 0);

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child, CancellationToken cancellationToken) =>
        Next(context, context.Properties["next"] is JsonValue next ? next.GetValue<int>() : 0);

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
