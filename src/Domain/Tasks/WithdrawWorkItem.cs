using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>Takes back what one has just done 撤回, while the next person has not started: a completion, or a transfer. A customer's word is not taken back.</summary>
[Allow(Roles.SignedIn)]
public sealed record WithdrawWorkItem(Guid Id) : ICommand;

internal sealed class WithdrawWorkItemHandler(AfterSalesDbContext db, CurrentActor current, EarlierSteps earlier, IProcessSteps process) : IRequestHandler<WithdrawWorkItem, Unit>
{
    public async Task<Unit> Handle(WithdrawWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        var me = current.Actor.PersonId!.Value;
        if (item.Status == WorkItemStatus.Open && item.TransferredById == me)
        {
            item.TakeBack(me);
            return Unit.Value;
        }

        if (item.CompletedById != me)
            throw new ForbiddenException("task.not-yours", $"{current.Actor.Name} did not complete work item {item.Id:N}.");
        if (item.Status == WorkItemStatus.Signing)
            await OpenBeforeSigningAsync(item, cancellationToken);
        else
            await TakeUpAgainAsync(item, cancellationToken);
        return Unit.Value;
    }

    private async Task OpenBeforeSigningAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (await db.WorkItems.AnyAsync(w => w.ParentId == item.Id && w.Position == SignerPosition.After && w.CompletedAt >= item.CompletedAt, cancellationToken))
            throw new RuleViolationException("task.next-started", $"A signer of work item {item.Id:N} has signed.");
        foreach (var signature in await db.SignaturesOf(item).ToListAsync(cancellationToken))
            signature.PostponeSigning();
        item.Withdraw();
    }

    private async Task TakeUpAgainAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (item.Status == WorkItemStatus.Done && (item.Kind != WorkItemKind.Staff || item.InstanceId is null))
            throw new RuleViolationException("task.went-on", $"The completion of work item {item.Id:N} cannot be taken back.");
        if (await db.WorkItems.AnyAsync(w => w.PrecededById == item.Id && w.Status != WorkItemStatus.Open && w.Status != WorkItemStatus.Cancelled, cancellationToken))
            throw new RuleViolationException("task.went-on", $"The step after work item {item.Id:N} is done; ask for a rejection.");

        item.Withdraw();
        if (!await process.TakeUpAgainAsync(item, cancellationToken))
            throw new RuleViolationException("task.went-on", $"The process has gone on from {item.ActivityId} and cannot go back.");
        RefuseIfStarted();
        await earlier.GiveBackAsync(item, item, null, cancellationToken);
    }

    // Whatever the step back has taken away, be it of another branch or of a process that was called: nobody may have begun it.
    private void RefuseIfStarted()
    {
        var taken = db.ChangeTracker.Entries<WorkItem>().Where(e => e.State is not EntityState.Added && e.Entity.Status == WorkItemStatus.Cancelled && e.OriginalValues.GetValue<WorkItemStatus>(nameof(WorkItem.Status)) == WorkItemStatus.Open);
        if (taken.FirstOrDefault(e => e.Entity.StartedAt is not null) is { } started)
            throw new RuleViolationException("task.next-started", $"Work item {started.Entity.Id:N} has been taken up; ask for a rejection.");
    }
}
