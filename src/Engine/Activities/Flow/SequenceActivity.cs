using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Migrations;

namespace AfterSales.Engine.Activities.Flow;

/// <summary>Runs its activities one after the other.</summary>
internal sealed class SequenceActivity : Activity
{
    internal const string TypeName = "Elsa.Sequence";
    private const string NextProperty = "next";

    public override ActivityDescriptor Descriptor { get; } = new(TypeName, "Workflows", "Execute a set of activities in sequence.") { IsContainer = true };

    public override bool EndsHere => true;

    // A Complete inside may choose others than Done.
    public override IReadOnlyList<string>? DescribeOutcomes(ActivityNode node) => null;

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken) => Next(context, 0);

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        if (!child.EndsFlowchart)
            return Next(context, NextOf(context.Properties));
        context.Complete([.. child.Outcomes]);
        return ValueTask.CompletedTask;
    }

    /// <summary>Which of its activities comes next, from 0.</summary>
    internal static int NextOf(JsonObject? properties) => properties?[NextProperty] is JsonValue next ? next.GetValue<int>() : 0;

    // Those before the one at work are done, or were not there when their turn was.
    public override void Migrate(ActivityMigration migration)
    {
        if (NextOf(migration.Properties) is not (> 0 and var next) || next > migration.From.Children.Count)
            return;
        var atWork = migration.From.Children[next - 1];
        if (migration.To.Children.Index().FirstOrDefault(child => child.Item == migration.Find(atWork.Id)) is { Item: not null } found)
            migration.Properties![NextProperty] = found.Index + 1;
        else
            migration.Block(MigrationRule.ActivityGone, atWork.Type);
    }

    private static ValueTask Next(ActivityContext context, int index)
    {
        if (index >= context.Node.Children.Count)
        {
            context.Complete();
            return ValueTask.CompletedTask;
        }

        context.Properties[NextProperty] = index + 1;
        context.ScheduleChild(context.Node.Children[index]);
        return ValueTask.CompletedTask;
    }
}
