using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>
/// Takes an open task away 撤销, by whoever opened the case or an administrator, with a reason. The process leaves the step by its outcome <c>Cancelled</c>; where it has none the step
/// is opened once more, by the rules of this moment and for whom they name, since the case would else stand still for ever (ADR 19).
/// </summary>
[Allow(Roles.SignedIn)]
public sealed record RevokeWorkItem(Guid Id, string Reason) : ICommand, IReasonedCommand;

internal sealed class RevokeWorkItemValidator : AbstractValidator<RevokeWorkItem>
{
    public RevokeWorkItemValidator() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(WorkItem.ReasonMaxLength);
}

internal sealed class RevokeWorkItemHandler(AfterSalesDbContext db, WorkItemStandings standings, IProcessSteps process, IMediator events, TimeProvider clock) : IRequestHandler<RevokeWorkItem, Unit>
{
    public async Task<Unit> Handle(RevokeWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.IsOriginator || standing.Administers, item);
        item.RefuseUnlessOpen();
        if (item.Kind == WorkItemKind.Signature)
            throw new RuleViolationException("task.no-way-to-cancel", $"Work item {item.Id:N} is a signature; whoever asked for it removes it.");

        item.Cancel(request.Reason);
        await db.CancelSignaturesAsync(item, cancellationToken);
        if (WorkItemVerbs.LeavesWhenCancelled(item))
            await events.Publish(new WorkItemCompleted(item, WorkItemVerbs.CancelledOutcome, "{}"), cancellationToken);
        else
            await OpenAnewAsync(item, request.Reason, cancellationToken);
        return Unit.Value;
    }

    private async Task OpenAnewAsync(WorkItem item, string reason, CancellationToken cancellationToken)
    {
        await StopClocksAsync(item, cancellationToken);
        if (!await process.GoBackAsync(item, item.ActivityId!, comesStraightBack: false, cancellationToken))
            throw new RuleViolationException("task.no-way-to-cancel", $"The process of work item {item.Id:N} cannot open {item.ActivityId} once more.");
        // Whoever gets it reads why it comes again; a person is found by the rules of this moment, not by who had it.
        db.WorkItems.Local.FirstOrDefault(w => db.Entry(w).State == EntityState.Added && w.InstanceId == item.InstanceId && w.ActivityId == item.ActivityId)?.ComeBack(item, reason, null);
    }

    // The promise was for this task; the one that takes its place gets its own.
    private async Task StopClocksAsync(WorkItem item, CancellationToken cancellationToken)
    {
        foreach (var running in await db.SlaClocks.Where(c => c.CaseNumber == item.CaseNumber && c.WorkItemId == item.Id && c.StoppedAt == null).ToListAsync(cancellationToken))
            running.Stop(clock.GetUtcNow());
    }
}
