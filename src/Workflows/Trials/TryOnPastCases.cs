using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Trials;
using FluentValidation;
using MediatR;

namespace AfterSales.Workflows.Trials;

/// <summary>
/// Runs the inputs of the last finished instances of a definition through a draft 历史案例试算, each in a private copy of its case as it was then, with tasks answered as they
/// were answered then, and lists where the paths differ. Nothing is kept but the record that it was run.
/// </summary>
[Allow(Roles.ProcessOwner, Roles.Administrator)]
public sealed record TryOnPastCases(string DefinitionId) : IQuery<PastTrialReport>
{
    public const int MaxCount = 200, MaxSeconds = 600;

    /// <summary>A stored version; null with <see cref="Definition"/> null too: the definition's latest.</summary>
    public string? VersionId { get; init; }

    /// <summary>The draft's JSON.</summary>
    public string? Definition { get; init; }

    /// <summary>How many cases.</summary>
    public int Count { get; init; } = 20;

    /// <summary>Seconds for all of them; those that remain are counted.</summary>
    public int Seconds { get; init; } = 120;

    /// <summary>How long each may go on.</summary>
    public TrialBounds Bounds { get; init; } = new() { VirtualDays = TrialBounds.MaxVirtualDays };
}

internal sealed class TryOnPastCasesValidator : AbstractValidator<TryOnPastCases>
{
    public TryOnPastCasesValidator()
    {
        RuleFor(r => r.DefinitionId).NotEmpty().MaximumLength(WorkflowDefinitionVersion.IdMaxLength);
        RuleFor(r => r.Definition).Must((request, definition) => definition is null || request.VersionId is null).WithErrorCode("trial.one-draft").WithMessage("Either definition or versionId, not both.");
        RuleFor(r => r.Count).InclusiveBetween(1, TryOnPastCases.MaxCount);
        RuleFor(r => r.Seconds).InclusiveBetween(1, TryOnPastCases.MaxSeconds);
        RuleFor(r => r.Bounds).NotNull().SetValidator(new TrialBoundsValidator());
    }
}

internal sealed class TryOnPastCasesHandler(
    TrialDrafts drafts, PastCases cases, ITrialSpaces spaces, TrialGate gate, CurrentActor current, IMediator mediator, TimeProvider clock) : IRequestHandler<TryOnPastCases, PastTrialReport>
{
    public async Task<PastTrialReport> Handle(TryOnPastCases request, CancellationToken cancellationToken)
    {
        var draft = request is { VersionId: null, Definition: null }
            ? await drafts.ReadLatestAsync(request.DefinitionId, cancellationToken)
            : await drafts.ReadAsync(request.VersionId, request.Definition, cancellationToken);
        if (!draft.Parsed.IsValid)
            return new PastTrialReport { Draft = draft.Identity, Problems = draft.Parsed.Problems };
        if (draft.Parsed.Definition!.DefinitionId != request.DefinitionId)
            throw InvalidFields.Refuse(InvalidFields.Failure("Definition", "trial.other-definition", $"The draft is of {draft.Parsed.Definition.DefinitionId}, not of {request.DefinitionId}.", draft.Parsed.Definition.DefinitionId ?? "", request.DefinitionId));

        var ids = await cases.LastAsync(request.DefinitionId, request.Count, cancellationToken);
        await mediator.Send(new NoteTrial(draft.Identity, $"{ids.Count} past cases"), cancellationToken);
        using var turn = await gate.EnterAsync(cancellationToken);
        await using var origin = await spaces.ReadAsync(draft.Json, cancellationToken);

        var (began, results) = (clock.GetTimestamp(), new List<PastCaseResult>());
        foreach (var id in ids.TakeWhile(_ => clock.GetElapsedTime(began) < TimeSpan.FromSeconds(request.Seconds)))
            results.Add(await TryAsync(origin, draft, request, await cases.LoadAsync(id, cancellationToken), cancellationToken));
        return new PastTrialReport
        {
            Draft = draft.Identity,
            Problems = draft.Parsed.Problems,
            Cases = results,
            NotTried = ids.Count - results.Count,
            Places = [.. results.Where(r => r.Divergence is not null).GroupBy(r => r.Divergence!.Last?.ActivityId)
                .Select(group => new DivergencePlace(group.Key, group.First().Divergence!.Last?.Title, group.Count())).OrderByDescending(place => place.Cases)],
        };
    }

    private async Task<PastCaseResult> TryAsync(ITrialOrigin origin, TrialDraft draft, TryOnPastCases request, PastCase past, CancellationToken cancellationToken)
    {
        var instance = past.History.Instance;
        var result = new PastCaseResult
        {
            InstanceId = instance.Id, Case = past.Case, DefinitionVersion = instance.DefinitionVersion, StartedAt = instance.CreatedAt, DurationThen = instance.FinishedAt - instance.CreatedAt,
        };
        var (trigger, failure) = Trigger(draft, past);
        if (failure is not null)
            return result with { Failure = failure };

        await using var space = await origin.OpenAsync(new TrialSpaceRequest(instance.CreatedAt, request.Bounds.Activities) { Case = past.Case }, cancellationToken);
        var isExact = await TrialCases.RewindAsync(space, past.Since, cancellationToken);
        var answers = new PastAnswers(past.Tasks);
        var run = await TrialStage.RunAsync(space, new StagedTrial(draft, new TaskPartner(answers), [new PastReplies(past.Replies)])
        {
            TriggerActivityId = trigger, Start = new TrialStart { Payload = past.Trigger?.Payload, Input = past.Input }, Case = past.Case,
            CorrelationId = instance.CorrelationId, Limits = request.Bounds.AsLimits(), Actor = current.Actor.Name,
        }, clock, cancellationToken);

        result = result with { Ending = run.Ending, Failure = run.Detail, IsExact = isExact, Gaps = answers.Gaps, Waiting = run.Waiting, Incidents = run.Incidents };
        if (run.Instances.FirstOrDefault(i => i.IsDraft) is not { } now)
            return result;
        return PathComparison.Compare(result with { DurationNow = now.FinishedAt - now.StartedAt }, PathComparison.Of(past.History), PathComparison.Of(run, now.Id, draft.Graph.Root.Id));
    }

    /// <summary>Where the draft is started by what started the past instance: the same activity, or else one that hears the same event.</summary>
    private static (string? ActivityId, string? Failure) Trigger(TrialDraft draft, PastCase past)
    {
        if (past.Trigger is not { } then)
            return (null, null);
        var triggers = draft.Triggers.Where(trigger => trigger.Node.Id == then.ActivityId || (then.Event is not null && trigger.Stimulus?.Key == then.Event)).ToArray();
        return triggers.Length > 0 ? (triggers[0].Node.Id, null) : (null, $"The draft is not started by {then.Event ?? then.ActivityId} any more.");
    }
}
