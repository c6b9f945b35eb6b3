using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Activities;
using AfterSales.Workflows.Activities;

namespace AfterSales.Workflows.Tasks;

/// <summary>
/// Opens a work item 待办 and a bookmark in one transaction, and leaves by the outcome the person chose; the outcomes are the activity's ports. Past its due time the
/// work item is marked overdue and stays open.
/// </summary>
internal sealed class HumanTaskActivity : Activity
{
    /// <summary>The name of the bookmark that waits for a completion; its key is the work item's id.</summary>
    internal const string Bookmark = "AfterSales.HumanTask";

    private const string DueTimer = "AfterSales.HumanTask.Due";
    private const string WorkItemProperty = "workItem", MetricProperty = "metric";

    public override ActivityDescriptor Descriptor { get; } = HumanTaskDescription.Create();

    public override async ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var opened = await context.SendCommandAsync(Map(context), cancellationToken);
        var id = opened.Id.ToString("N");
        context.Properties[WorkItemProperty] = id;
        context.SetOutput("WorkItemId", id);
        context.CreateBookmark(Bookmark, id);
        if (opened.DueAt is { } dueAt)
            context.CreateTimer(dueAt, DueTimer);
        if (context.Text("Metric") is { } metric)
        {
            context.Properties[MetricProperty] = metric;
            // Without a time of its own the task is due as the case's policy says; the clock then marks it overdue.
            await context.SendCommandAsync(new StartClock(context.Case(), metric, context.Due("DueIn", "DueClock", "DueCalendar"), opened.Id, context.Moment("ClockFrom")), cancellationToken);
        }
    }

    public override async ValueTask ResumeAsync(ActivityContext context, BookmarkResumption resumption, CancellationToken cancellationToken)
    {
        if (resumption.Name == DueTimer)
        {
            await MarkOverdueAsync(context, cancellationToken);
            return;
        }

        var completion = resumption.Payload!.AsObject();
        var outcome = completion["outcome"]!.GetValue<string>();
        context.SetOutput("Outcome", outcome);
        context.SetOutput("CompletedBy", completion["completedBy"]?.DeepClone());
        context.SetOutput("Result", completion["data"]?.DeepClone());
        context.Complete(outcome);
    }

    public override async ValueTask CancelAsync(ActivityContext context, CancellationToken cancellationToken) =>
        await context.SendCommandAsync(new CancelWorkItem(WorkItemOf(context)), cancellationToken);

    private static async Task MarkOverdueAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        await context.SendCommandAsync(new MarkWorkItemOverdue(WorkItemOf(context)), cancellationToken);
        if (context.Properties[MetricProperty]?.GetValue<string>() is { } metric)
            await context.SendCommandAsync(new MarkClockOverdue(context.Case(), metric, WorkItemOf(context)), cancellationToken);
    }

    private static Guid WorkItemOf(ActivityContext context) => Guid.ParseExact(context.Properties[WorkItemProperty]!.GetValue<string>(), "N");

    private static OpenWorkItem Map(ActivityContext context) =>
        new(
            context.Case(),
            new LocalizedText(context.Text("Title") ?? context.Node.Id, context.Text("TitleEn")),
            new LocalizedText(context.Text("Instructions") ?? "", context.Text("InstructionsEn")),
            context.Text("CandidateRole") ?? Roles.Manager,
            context.Text("CandidateUnit"),
            context.Text("Assignee"),
            context.GetInput<bool>("CustomerLink") ? WorkItemKind.CustomerConfirmation : WorkItemKind.Staff,
            Outcomes(context),
            context.Text("FormCode"),
            context.Json("Form"),
            context.Due("DueIn", "DueClock", "DueCalendar"),
            context.GetInput<int>("Priority"),
            context.Text("CandidateRule"),
            context.Text("Certificate"));

    private static WorkItemOutcome[] Outcomes(ActivityContext context)
    {
        var names = context.Json("Outcomes") is { } list ? JsonSerializer.Deserialize<string[]>(list, JsonText.Options)! : [];
        var labels = context.Json("OutcomeLabels") is { } texts ? JsonSerializer.Deserialize<Dictionary<string, LocalizedText>>(texts, JsonText.Options)! : [];
        return [.. (names.Length == 0 ? ["Done"] : names).Select(name => new WorkItemOutcome(name, labels.GetValueOrDefault(name) ?? new LocalizedText(name)))];
    }
}
