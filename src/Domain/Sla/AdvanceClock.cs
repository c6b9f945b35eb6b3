using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Domain.Tasks;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla;

/// <summary>Takes the steps of a clock's ladder that are due, and notes when its due time has passed. Asked again, or by two nodes at once, it does so once.</summary>
[Allow(Roles.System)]
public sealed record AdvanceClock(Guid ClockId) : ICommand;

/// <summary>A step of a clock's ladder that tells the processes of the case was taken; whoever waits for it goes on in the same transaction.</summary>
public sealed record ClockStepReached(Guid ClockId, CaseNumber Case, string Metric, int Percent, DateTimeOffset DueAt) : INotification;

internal sealed class AdvanceClockHandler(AfterSalesDbContext db, IMediator events, INotifier notifier, TimeProvider clock) : IRequestHandler<AdvanceClock, Unit>
{
    public async Task<Unit> Handle(AdvanceClock request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // It may have been paused, stopped or moved since it was found to be due.
        if (await db.SlaClocks.SingleOrDefaultAsync(c => c.Id == request.ClockId, cancellationToken) is not { } due || !(due.NextStepAt <= now))
            return Unit.Value;

        var items = due.WorkItemId is { } id ? await db.WorkItems.Where(w => w.Id == id).ToListAsync(cancellationToken) : await db.DueWithAsync(due, cancellationToken);
        foreach (var step in due.TakeDue(now))
            await TakeAsync(due, step, items is [var first, ..] ? first : null, now, cancellationToken);
        if (due.OverdueAt is null)
            return Unit.Value;
        foreach (var item in items)
        {
            if (item.MarkOverdue(now))
                await notifier.TaskOverdueAsync(item, cancellationToken);
        }

        return Unit.Value;
    }

    private async Task TakeAsync(SlaClock due, ClockStep step, WorkItem? item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        switch (step.Action)
        {
            case LadderAction.RaiseStimulus:
                await events.Publish(new ClockStepReached(due.Id, due.CaseNumber, due.Metric, step.Percent, due.DueAt), cancellationToken);
                break;
            case LadderAction.NotifyManager:
                await TellAsync(due, step, null, now, cancellationToken);
                break;
            default:
                var holder = item ?? await db.WorkItems.Where(w => w.CaseNumber == due.CaseNumber && w.Status == WorkItemStatus.Open).OrderBy(w => w.Id).FirstOrDefaultAsync(cancellationToken);
                await TellAsync(due, step, holder, now, cancellationToken);
                break;
        }
    }

    private async Task TellAsync(SlaClock due, ClockStep step, WorkItem? holder, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A case that is hidden from managers is led by the engineering director (PRC-39).
        var leads = await db.CaseFiles.AnyAsync(f => f.Number == due.CaseNumber && f.IsConfidential, cancellationToken) ? Roles.EngineeringDirector : Roles.Manager;
        var notice = ClockNotice.Of(due, step, holder?.AssigneeId, holder is null ? leads : holder.AssigneeId is null ? holder.CandidateRole : null, now);
        db.Add(notice);
        await notifier.ClockStepAsync(notice, due.ReadChoice()?.RuleName ?? new LocalizedText(due.Metric), holder, cancellationToken);
    }
}
