using AfterSales.Engine.Graphs;
using AfterSales.Engine.Migrations;

namespace AfterSales.Engine.Activities.Primitives;

/// <summary>Waits for an event, or starts the workflow when it comes.</summary>
internal sealed class EventActivity : Activity
{
    public const string BookmarkName = "Elsa.Event";

    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Event", "Primitives", "Wait for an event to be published.")
    {
        Kind = ActivityKind.Trigger,
        Inputs = [new InputDescriptor("EventName")],
        Outputs = [new OutputDescriptor("Result")],
    };

    public override TriggerStimulus? DescribeTrigger(ActivityNode node) =>
        node.Input("EventName").LiteralValue?.ToString() is { Length: > 0 } name ? new TriggerStimulus(BookmarkName, name) : null;

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        if (context.TryTakeTrigger(out var payload))
            context.SetOutput("Result", payload);
        else
            context.CreateBookmark(BookmarkName, context.GetInput<string>("EventName") is { Length: > 0 } name ? name : throw new InvalidOperationException("The event has no name."));
        return ValueTask.CompletedTask;
    }

    public override ValueTask ResumeAsync(ActivityContext context, BookmarkResumption resumption, CancellationToken cancellationToken)
    {
        context.SetOutput("Result", resumption.Payload);
        context.Complete();
        return ValueTask.CompletedTask;
    }

    // It waits under the name it had when it began; nobody may publish that any more.
    public override void Migrate(ActivityMigration migration)
    {
        if (migration.IsSameInput("EventName"))
            return;
        var name = migration.To.Input("EventName").LiteralValue?.ToString();
        foreach (var bookmark in migration.Bookmarks.Where(bookmark => bookmark.Name == BookmarkName && bookmark.Key != name))
            migration.Block(MigrationRule.BookmarkDiffers, bookmark.Key ?? "", name ?? "?");
    }
}

/// <summary>Publishes an event, to be delivered in the same transaction.</summary>
internal sealed class PublishEventActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.PublishEvent", "Primitives", "Publish an event.")
    {
        Inputs =
        [
            new InputDescriptor("EventName"),
            new InputDescriptor("CorrelationId"),
            new InputDescriptor("IsLocalEvent", "Boolean") { UiHint = "checkbox" },
            new InputDescriptor("Payload", "Object"),
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var name = context.GetInput<string>("EventName") is { Length: > 0 } given ? given : throw new InvalidOperationException("The event has no name.");
        var correlationId = context.GetInput<string>("CorrelationId") is { Length: > 0 } id ? id : null;
        context.Publish(name, correlationId, context.GetInput("Payload"), context.GetInput<bool>("IsLocalEvent"));
        return ValueTask.CompletedTask;
    }
}
