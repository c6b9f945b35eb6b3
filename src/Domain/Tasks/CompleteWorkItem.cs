using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Sla;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>Completes a work item by one of its outcomes; the process goes on in the same transaction. Completing an unclaimed one of one's group claims it.</summary>
/// <param name="Data">The filled-in form: field → value.</param>
[Allow(Roles.SignedIn, Roles.System)]
public sealed record CompleteWorkItem(Guid Id, string Outcome, JsonElement? Data, string? IdempotencyKey = null) : ICommand<CompletedWorkItem>, IIdempotentCommand;

public sealed record CompletedWorkItem(Guid Id, string Outcome, DateTimeOffset CompletedAt);

/// <summary>A work item was completed; whoever waits for it goes on in the same transaction.</summary>
/// <param name="Data">JSON object: field → value.</param>
public sealed record WorkItemCompleted(WorkItem Item, string Outcome, string Data) : INotification;

internal sealed class CompleteWorkItemValidator : AbstractValidator<CompleteWorkItem>
{
    public CompleteWorkItemValidator()
    {
        RuleFor(r => r.Outcome).NotEmpty().MaximumLength(WorkItem.OutcomeMaxLength);
        RuleFor(r => r.Data).Must(SubmittedData.IsReadable).WithErrorCode("form.not-an-object").WithMessage("data is a JSON object.");
    }
}

internal sealed class CompleteWorkItemHandler(AfterSalesDbContext db, CurrentActor current, WorkItemStandings standings, WorkItemCompletion completion, TimeProvider clock)
    : IRequestHandler<CompleteWorkItem, CompletedWorkItem>
{
    public async Task<CompletedWorkItem> Handle(CompleteWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        var actor = current.Actor;
        Guid? heldFor = null;
        if (item.Status == WorkItemStatus.Open && item.AssigneeId is null && actor.PersonId is { } personId)
        {
            await db.RequireCandidateAsync(item, actor, cancellationToken);
            item.Claim(personId, clock.GetUtcNow());
        }
        else if (item.AssigneeId != actor.PersonId && (heldFor = await HeldForAsync(item, actor, cancellationToken)) is null)
        {
            // Who was a moment too late should hear that it is done, not that it was never theirs.
            if (await db.IsCandidateAsync(item, actor, cancellationToken))
                item.RefuseUnlessOpen();
            throw new ForbiddenException("task.not-yours", $"Work item {item.Id:N} belongs to somebody else.");
        }

        return await completion.CompleteAsync(item, request.Outcome, request.Data, cancellationToken, heldFor);
    }

    private Task<Guid?> HeldForAsync(WorkItem item, Actor actor, CancellationToken cancellationToken) =>
        actor.PersonId is { } me ? standings.HeldForAsync(item, me, cancellationToken) : Task.FromResult<Guid?>(null);
}

/// <summary>What completing means, whoever is entitled to: the form is checked and kept as a record, clocks stop, and the process is told, unless signers come first.</summary>
internal sealed class WorkItemCompletion(AfterSalesDbContext db, TaskForms forms, FormReferences references, CurrentActor current, IMediator events, TimeProvider clock)
{
    /// <param name="heldFor">The absent person in whose place the actor completes it; null for one's own.</param>
    /// <param name="sent">The files that come with it, where it may name no others; null: those of the task.</param>
    public async Task<CompletedWorkItem> CompleteAsync(
        WorkItem item, string outcome, JsonElement? submitted, CancellationToken cancellationToken, Guid? heldFor = null, IReadOnlyCollection<Guid>? sent = null)
    {
        var now = clock.GetUtcNow();
        var data = await CheckAsync(item, outcome, submitted, sent, cancellationToken);
        var onBehalfOf = heldFor is null ? null : await db.People.Where(p => p.Id == heldFor).Select(p => p.UserName).SingleAsync(cancellationToken);
        var signers = item.HasSigners ? await db.SignaturesOf(item).ToListAsync(cancellationToken) : [];
        if (signers.Any(s => s.Position == SignerPosition.Before))
            throw new RuleViolationException("task.waits-for-signers", $"Work item {item.Id:N} waits for signers who were added before its holder.");

        item.Complete(outcome, data, current.Actor.PersonId, current.Actor.Name, now, waitsForSigners: signers.Count > 0, onBehalfOf);
        await ForgetDraftsAsync(item, cancellationToken);
        signers.ForEach(signature => signature.AskToSign());
        if (item.ParentId is { } parentId)
            await AfterSignatureAsync(await db.FindWorkItemAsync(parentId, cancellationToken), item, cancellationToken);
        else if (signers.Count == 0)
            await GoOnAsync(item, now, cancellationToken);
        return new CompletedWorkItem(item.Id, outcome, now);
    }

    /// <summary>Lets the process go on from a completed task when nobody is left to sign it.</summary>
    public async Task GoOnIfSignedAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (item.Status != WorkItemStatus.Signing)
            return;
        // The query knows what is stored; what this command has just ended is told by the tracked items.
        var signers = await db.SignaturesOf(item).ToListAsync(cancellationToken);
        if (signers.Any(s => s.Status is WorkItemStatus.Open or WorkItemStatus.Planned))
            return;
        item.EndSigning();
        await GoOnAsync(item, clock.GetUtcNow(), cancellationToken);
    }

    private async Task AfterSignatureAsync(WorkItem parent, WorkItem signature, CancellationToken cancellationToken)
    {
        if (signature.Position == SignerPosition.Before || parent.Status != WorkItemStatus.Signing)
            return;
        if (signature.Outcome == WorkItem.Agree)
        {
            await GoOnIfSignedAsync(parent, cancellationToken);
            return;
        }

        foreach (var other in await db.SignaturesOf(parent).ToListAsync(cancellationToken))
            other.PostponeSigning();
        parent.ReopenForObjection();
        db.Add(signature.AskAgain(clock.GetUtcNow()));
    }

    private async Task GoOnAsync(WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await RecordAsync(item, now, cancellationToken);
        await StopClocksAsync(item, now, cancellationToken);
        await events.Publish(new WorkItemCompleted(item, item.Outcome!, item.Data!), cancellationToken);
    }

    private async Task<string> CheckAsync(WorkItem item, string outcome, JsonElement? submitted, IReadOnlyCollection<Guid>? sent, CancellationToken cancellationToken)
    {
        // A done task says so before anything is said about the form.
        item.RefuseUnlessOpen();
        item.RefuseWhileDelegated();
        if (outcome == WorkItemVerbs.CancelledOutcome || !item.Outcomes.Any(o => o.Name == outcome))
        {
            var names = string.Join(", ", item.Outcomes.Select(o => o.Name).Where(name => name != WorkItemVerbs.CancelledOutcome));
            throw InvalidFields.Refuse(InvalidFields.Failure("outcome", "task.unknown-outcome", $"The task has no outcome {outcome}; it has {names}.", outcome, names));
        }

        var form = await forms.LoadAsync(item.FormHash, cancellationToken);
        var data = submitted is { ValueKind: JsonValueKind.Object } given ? JsonObject.Create(given)! : [];
        var failures = FormValidation.Check(form, outcome, data, current.Actor.Is(Roles.Customer));
        failures.AddRange(FormValidation.CheckFuture(form, data, clock.GetUtcNow()));
        if (failures.Count == 0)
            failures.AddRange(await references.CheckAsync(form, item, data, sent, cancellationToken));
        return failures.Count == 0 ? data.ToJsonString(JsonText.Options) : throw InvalidFields.Refuse([.. failures]);
    }

    private async Task RecordAsync(WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (item.FormCode is null && item.Kind == WorkItemKind.Staff)
            return;

        var file = await db.FindCaseAsync(item.CaseNumber, cancellationToken);
        if (item.FormCode is not null)
            db.Add(CaseRecord.Submit(item.CaseNumber, item.FormCode, file.Issue, item.Data!, item.CompletedBy!, now));
        if (item.Kind == WorkItemKind.CustomerConfirmation)
        {
            var via = current.Actor.Is(Roles.Customer) ? ConfirmationVia.Link : ConfirmationVia.Phone;
            file.RecordConfirmation(item.Outcome == CustomerConfirmation.Satisfied, via, now);
        }
    }

    private async Task StopClocksAsync(WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (item is { DueAt: null, IsMeasured: false })
            return;
        foreach (var running in await db.SlaClocks.Where(c => c.CaseNumber == item.CaseNumber && c.WorkItemId == item.Id && c.StoppedAt == null).ToListAsync(cancellationToken))
            running.Stop(now);
    }

    private async Task ForgetDraftsAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (item.HasDrafts)
            db.RemoveRange(await db.Set<TaskDraft>().Where(d => d.WorkItemId == item.Id && d.PersonId == current.Actor.PersonId).ToListAsync(cancellationToken));
    }
}

/// <summary>The outcomes a customer's confirmation has; the closing rule reads them.</summary>
public static class CustomerConfirmation
{
    public const string Satisfied = "Satisfied";
    public const string NotSatisfied = "NotSatisfied";
}
