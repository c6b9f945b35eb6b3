using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using AfterSales.Workflows.Activities;

namespace AfterSales.Workflows.Tasks;

/// <summary>
/// Opens a work item 待办 and a bookmark in one transaction, and leaves by the outcome the person chose; the outcomes are the activity's ports. Past its due time the
/// work item is marked overdue and stays open. With signers each of them gets a work item of their own, and <see cref="CompletionRule"/> says by which outcome it leaves and when.
/// </summary>
internal sealed class HumanTaskActivity : Activity
{
    /// <summary>The name of the bookmark that waits for a completion; its key is the work item's id.</summary>
    internal const string Bookmark = "AfterSales.HumanTask";

    private const string DueTimer = "AfterSales.HumanTask.Due";
    private const string WorkItemProperty = "workItem", MetricProperty = "metric";

    public override ActivityDescriptor Descriptor { get; } = HumanTaskDescription.Create();

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node)
    {
        var rule = node.Input("Completion");
        if (rule.IsKnown && rule.LiteralValue?.ToString() is { } text && CompletionRule.Parse(text) is null)
            yield return node.Problem("Completion", "problem.unknown-completion", $"'{text}' is no rule for several people: all, any, sequential, count:N or percent:N.");
        foreach (var problem in CheckForm(node))
            yield return problem;
    }

    public override async ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var round = await BeginRoundAsync(context, cancellationToken);
        var opened = await OpenAsync(context, round, cancellationToken);
        context.Properties[WorkItemProperty] = opened.Id.ToString("N");
        context.SetOutput("WorkItemId", opened.Id.ToString("N"));
        while (round is { Next: not null } && !Rule(context).IsSequential)
            await OpenAsync(context, round, cancellationToken);
        if (opened.DueAt is { } dueAt)
            context.CreateTimer(dueAt, DueTimer);
        if (context.Text("Metric") is { } metric)
        {
            context.Properties[MetricProperty] = metric;
            // Without a time of its own the task is due as the case's policy says; the clock then marks it overdue. The promise of several people is kept when they have
            // decided, not when the first has answered, so their clock is the case's.
            await context.SendCommandAsync(
                new StartClock(context.Case(), metric, context.Due("DueIn", "DueClock", "DueCalendar"), round is null ? opened.Id : null, context.Moment("ClockFrom")), cancellationToken);
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
        if (await DecideAsync(context, resumption.Key!, completion, cancellationToken) is not { } outcome)
            return;
        context.SetOutput("Outcome", outcome);
        context.SetOutput("CompletedBy", completion["completedBy"]?.DeepClone());
        context.SetOutput("Result", completion["data"]?.DeepClone());
        context.Complete(outcome);
    }

    public override async ValueTask CancelAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        foreach (var id in OpenIn(context))
            await context.SendCommandAsync(new CancelWorkItem(id), cancellationToken);
    }

    private static IEnumerable<DefinitionProblem> CheckForm(ActivityNode node)
    {
        var input = node.Input("Form");
        var json = input.IsKnown ? input.LiteralValue switch
        {
            JsonValue value when value.GetValueKind() is JsonValueKind.String => value.GetValue<string>(),
            { } literal => literal.ToJsonString(),
            null => null,
        } : null;
        if (string.IsNullOrWhiteSpace(json))
            return [];
        return TaskFormDefinition.TryParse(json) is var (form, place) && form is null
            ? [node.Problem("Form", "problem.form-unreadable", $"The form cannot be read at {place}.")]
            : FormRules.Check(form, node.OutcomesToChoose()).Select(problem =>
                node.Problem("Form", problem.Code, $"The form is wrong at {problem.Place}: {problem.Value}.") with { Severity = problem.IsGrave ? ProblemSeverity.Error : ProblemSeverity.Warning });
    }

    private static async Task<SignerRound?> BeginRoundAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        if (SignerRound.Named(context) is not { Count: > 0 } named)
            return null;
        var people = await context.SendCommandAsync(new ChooseSigners(context.Case(), named), cancellationToken);
        // Nobody found: the task goes to its role, as one without signers does, never to nobody.
        return people.Count == 0 ? null : SignerRound.Begin(context, people);
    }

    private static async Task<OpenedWorkItem> OpenAsync(ActivityContext context, SignerRound? round, CancellationToken cancellationToken)
    {
        var opened = await context.SendCommandAsync(round is null ? Map(context) : Map(context) with { Assignee = round.Next }, cancellationToken);
        var id = opened.Id.ToString("N");
        context.CreateBookmark(Bookmark, id);
        round?.Ask(id);
        return opened;
    }

    /// <summary>The outcome to leave by; null while others are still to answer.</summary>
    private static async Task<string?> DecideAsync(ActivityContext context, string workItemId, JsonObject completion, CancellationToken cancellationToken)
    {
        if (SignerRound.Of(context) is not { } round)
            return completion["outcome"]!.GetValue<string>();
        round.Take(workItemId, new JsonObject { ["by"] = completion["completedBy"]?.DeepClone(), ["outcome"] = completion["outcome"]!.DeepClone(), ["data"] = completion["data"]?.DeepClone() });
        if (round.Decide(Rule(context), [.. Outcomes(context).Select(o => o.Name)]) is not { } outcome)
        {
            if (Rule(context).IsSequential)
                await OpenAsync(context, round, cancellationToken);
            return null;
        }

        foreach (var open in round.Open)
            await context.SendCommandAsync(new CancelWorkItem(Guid.ParseExact(open, "N")), cancellationToken);
        if (context.Properties[MetricProperty]?.GetValue<string>() is { } metric)
            await context.SendCommandAsync(new StopClock(context.Case(), metric), cancellationToken);
        context.SetOutput("Votes", round.Votes.DeepClone());
        return outcome;
    }

    private static async Task MarkOverdueAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        foreach (var id in OpenIn(context))
            await context.SendCommandAsync(new MarkWorkItemOverdue(id), cancellationToken);
        if (context.Properties[MetricProperty]?.GetValue<string>() is { } metric)
            await context.SendCommandAsync(new MarkClockOverdue(context.Case(), metric, SignerRound.Of(context) is null ? OpenIn(context)[0] : null), cancellationToken);
    }

    private static CompletionRule Rule(ActivityContext context) => CompletionRule.Parse(context.Text("Completion"))
        ?? throw new InvalidOperationException($"'{context.Text("Completion")}' is no rule for several people: all, any, sequential, count:N or percent:N.");

    /// <summary>The work items that the activity waits for.</summary>
    private static Guid[] OpenIn(ActivityContext context) =>
        [.. (SignerRound.Of(context)?.Open ?? [context.Properties[WorkItemProperty]!.GetValue<string>()]).Select(id => Guid.ParseExact(id, "N"))];

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
            context.Text("Certificate"),
            context.Text("Metric") is null && context.Text("DueIn") is null ? context.Text("DueMetrics") : null);

    private static WorkItemOutcome[] Outcomes(ActivityContext context)
    {
        var names = context.Json("Outcomes") is { } list ? JsonSerializer.Deserialize<string[]>(list, JsonText.Options)! : [];
        var labels = context.Json("OutcomeLabels") is { } texts ? JsonSerializer.Deserialize<Dictionary<string, LocalizedText>>(texts, JsonText.Options)! : [];
        return [.. (names.Length == 0 ? ["Done"] : names).Select(name => new WorkItemOutcome(name, labels.GetValueOrDefault(name) ?? new LocalizedText(name)))];
    }
}
