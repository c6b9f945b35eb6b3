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

internal sealed class CompleteWorkItemHandler(AfterSalesDbContext db, CurrentActor current, WorkItemCompletion completion) : IRequestHandler<CompleteWorkItem, CompletedWorkItem>
{
    public async Task<CompletedWorkItem> Handle(CompleteWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        if (item.Status == WorkItemStatus.Open && item.AssigneeId is null && current.Actor.PersonId is { } personId)
        {
            await db.RequireCandidateAsync(item, current.Actor, cancellationToken);
            item.Claim(personId);
        }
        else if (item.AssigneeId != current.Actor.PersonId)
        {
            // Who was a moment too late should hear that it is done, not that it was never theirs.
            if (await db.IsCandidateAsync(item, current.Actor, cancellationToken))
                item.RefuseUnlessOpen();
            throw new ForbiddenException("task.not-yours", $"Work item {item.Id:N} belongs to somebody else.");
        }

        return await completion.CompleteAsync(item, request.Outcome, request.Data, cancellationToken);
    }
}

/// <summary>What completing means, whoever is entitled to: the form is checked and kept as a record, clocks stop, and the process is told.</summary>
internal sealed class WorkItemCompletion(AfterSalesDbContext db, TaskForms forms, CurrentActor current, IMediator events, TimeProvider clock)
{
    public async Task<CompletedWorkItem> CompleteAsync(WorkItem item, string outcome, JsonElement? submitted, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var data = await CheckAsync(item, outcome, submitted, cancellationToken);
        item.Complete(outcome, data, current.Actor.PersonId, current.Actor.Name, now);
        await RecordAsync(item, outcome, data, now, cancellationToken);
        await StopClocksAsync(item, now, cancellationToken);
        await events.Publish(new WorkItemCompleted(item, outcome, data), cancellationToken);
        return new CompletedWorkItem(item.Id, outcome, now);
    }

    private async Task<string> CheckAsync(WorkItem item, string outcome, JsonElement? submitted, CancellationToken cancellationToken)
    {
        // A done task says so before anything is said about the form.
        item.RefuseUnlessOpen();
        if (!item.Outcomes.Any(o => o.Name == outcome))
        {
            var names = string.Join(", ", item.Outcomes.Select(o => o.Name));
            throw InvalidFields.Refuse(InvalidFields.Failure("outcome", "task.unknown-outcome", $"The task has no outcome {outcome}; it has {names}.", outcome, names));
        }

        var form = await forms.LoadAsync(item.FormHash, cancellationToken);
        var data = submitted is { ValueKind: JsonValueKind.Object } given ? JsonObject.Create(given)! : [];
        var failures = FormValidation.Check(form, outcome, data, current.Actor.Is(Roles.Customer));
        return failures.Count == 0 ? data.ToJsonString(JsonText.Options) : throw InvalidFields.Refuse([.. failures]);
    }

    private async Task RecordAsync(WorkItem item, string outcome, string data, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (item.FormCode is null && item.Kind == WorkItemKind.Staff)
            return;

        var file = await db.FindCaseAsync(item.CaseNumber, cancellationToken);
        if (item.FormCode is not null)
            db.Add(CaseRecord.Submit(item.CaseNumber, item.FormCode, file.Issue, data, current.Actor.Name, now));
        if (item.Kind == WorkItemKind.CustomerConfirmation)
        {
            var via = current.Actor.Is(Roles.Customer) ? ConfirmationVia.Link : ConfirmationVia.Phone;
            file.RecordConfirmation(outcome == CustomerConfirmation.Satisfied, via, now);
        }
    }

    private async Task StopClocksAsync(WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (item is { DueAt: null, IsMeasured: false })
            return;
        foreach (var running in await db.SlaClocks.Where(c => c.CaseNumber == item.CaseNumber && c.WorkItemId == item.Id && c.StoppedAt == null).ToListAsync(cancellationToken))
            running.Stop(now);
    }
}

/// <summary>The outcomes a customer's confirmation has; the closing rule reads them.</summary>
public static class CustomerConfirmation
{
    public const string Satisfied = "Satisfied";
    public const string NotSatisfied = "NotSatisfied";
}
