using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Trials;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Trials;

/// <summary>
/// Runs a draft without touching real data: in a private copy, on a clock that jumps, with messages kept back and people's answers by script. An invalid draft is not run;
/// its problems are the answer. That it was run is put on record.
/// </summary>
[Allow(Roles.ProcessOwner, Roles.Administrator)]
public sealed record RunDraftTrial : IQuery<DraftTrialReport>
{
    /// <summary>A stored version; null where <see cref="Definition"/> is given.</summary>
    public string? VersionId { get; init; }

    /// <summary>The definition's JSON; null where <see cref="VersionId"/> is given.</summary>
    public string? Definition { get; init; }
    public TrialCase Case { get; init; } = new();
    public TrialStart Start { get; init; } = new();
    public IReadOnlyList<ScriptedAnswer> Answers { get; init; } = [];
    public UnscriptedTasks Unscripted { get; init; }

    /// <summary>How long people take where the script does not say.</summary>
    public TimeSpan AnswerAfter { get; init; }

    /// <summary>Fills in what forms require beyond the script's data.</summary>
    public bool FillForms { get; init; } = true;
    public IReadOnlyList<ScriptedEvent> Events { get; init; } = [];
    public IReadOnlyList<ScriptedReply> Replies { get; init; } = [];
    public TrialBounds Bounds { get; init; } = new();
}

internal sealed class RunDraftTrialHandler(
    TrialDrafts drafts, ITrialSpaces spaces, TrialGate gate, AfterSalesDbContext db, CurrentActor current, KnownCases known, IMediator mediator, TimeProvider clock) : IRequestHandler<RunDraftTrial, DraftTrialReport>
{
    public async Task<DraftTrialReport> Handle(RunDraftTrial request, CancellationToken cancellationToken)
    {
        var draft = await drafts.ReadAsync(request.VersionId, request.Definition, cancellationToken);
        if (!draft.Parsed.IsValid)
            return new DraftTrialReport { Draft = draft.Identity, Problems = draft.Parsed.Problems };
        var trigger = Trigger(draft, request.Start.Event);
        var chosen = await ChooseAsync(draft, request, cancellationToken);
        await mediator.Send(new NoteTrial(draft.Identity, request.Case.Number?.Value ?? MadeUpComplaint.Number), cancellationToken);

        using var turn = await gate.EnterAsync(cancellationToken);
        await using var origin = await spaces.ReadAsync(draft.Json, cancellationToken);
        await using var space = await origin.OpenAsync(new TrialSpaceRequest(request.Start.At ?? chosen.At, request.Bounds.Activities) { Case = request.Case.Number }, cancellationToken);
        var isExact = request.Case.Number is null
            ? await TrialCases.MakeUpAsync(space, request.Case.MadeUp, current.Actor.Name, cancellationToken) > 0
            : await TrialCases.RewindAsync(space, chosen.Since, cancellationToken);
        var asOf = space.Clock.GetUtcNow();

        var answers = new ScriptedAnswers(request.Answers, request.Unscripted, request.AnswerAfter, request.FillForms);
        var (tasks, events, replies) = (new TaskPartner(answers), new EventScript(OfCase(request, chosen.Number)), new ReplyScript(request.Replies, TrialStage.IsForAnotherSystem));
        var staged = new StagedTrial(draft, tasks, [events, replies])
        {
            TriggerActivityId = trigger, Start = request.Start, Case = chosen.Number, Limits = request.Bounds.AsLimits(), Actor = current.Actor.Name,
        };
        var run = await TrialStage.RunAsync(space, staged, clock, cancellationToken);

        await using var scope = space.Services.CreateAsyncScope();
        var reader = ActivatorUtilities.CreateInstance<TrialReader>(scope.ServiceProvider);
        return new DraftTrialReport
        {
            Draft = draft.Identity,
            Problems = draft.Parsed.Problems,
            Run = run,
            Case = new TrialCaseReport(chosen.Number, request.Case.Number is null, asOf, isExact, await reader.StatusAsync(chosen.Number, cancellationToken)),
            Tasks = await reader.TasksAsync(tasks, cancellationToken),
            Clocks = await reader.ClocksAsync(space.Clock.GetUtcNow(), cancellationToken),
            Unused = new UnusedScript([.. answers.Unused.Select(a => a.Task)], [.. events.Unused.Select(e => e.Name)], [.. replies.Unused.Select(r => r.Activity)]),
        };
    }

    /// <summary>The activity to start at; null where the draft is started by hand.</summary>
    private static string? Trigger(TrialDraft draft, string? wanted)
    {
        if (wanted is null)
            return draft.Triggers.Select(trigger => trigger.Node.Id).FirstOrDefault();
        var names = string.Join(", ", draft.Triggers.Where(trigger => trigger.Stimulus is not null).Select(trigger => trigger.Stimulus!.Key));
        return draft.Triggers.FirstOrDefault(trigger => trigger.Stimulus?.Key == wanted).Node?.Id
            ?? throw InvalidFields.Refuse(InvalidFields.Failure("Start.Event", "trial.unknown-trigger", $"The draft is not started by {wanted}, but by: {names}.", wanted, names));
    }

    /// <summary>The case, the moment, and what has happened to it since.</summary>
    private async Task<(CaseNumber Number, DateTimeOffset At, IReadOnlyList<AuditRecord> Since)> ChooseAsync(TrialDraft draft, RunDraftTrial request, CancellationToken cancellationToken)
    {
        if (request.Case.Number is not { } number)
            return (new CaseNumber(MadeUpComplaint.Number), clock.GetUtcNow(), []);
        if (!await (await known.AllAsync(cancellationToken)).AnyAsync(c => c.Number == number, cancellationToken))
            throw InvalidFields.Refuse(InvalidFields.Failure("Case.Number", "trial.unknown-case", $"There is no case {number}.", number.Value));
        if (request.Case.At is CaseMoment.Now || draft.Parsed.Definition!.DefinitionId is not { } definitionId)
            return (number, clock.GetUtcNow(), []);

        var instance = await db.Set<WorkflowInstance>().AsNoTracking().Where(i => i.CorrelationId == number.Value && i.DefinitionId == definitionId).OrderBy(i => i.Id).FirstOrDefaultAsync(cancellationToken);
        return instance is null
            ? (number, clock.GetUtcNow(), [])
            : (number, instance.CreatedAt, await TrialCases.RecordsSinceAsync(db, number, instance, cancellationToken));
    }

    private static IReadOnlyList<ScriptedEvent> OfCase(RunDraftTrial request, CaseNumber number) => [.. request.Events.Select(e => e with { CorrelationId = e.CorrelationId ?? number.Value })];
}
