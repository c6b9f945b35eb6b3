using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.CorrectiveActions;

/// <summary>
/// Looks whether a new complaint or fault shows that a problem came back which a corrective action was to remove: the same device, or the same customer and topic, within a year of
/// its measures. The action is opened again then, and says which case showed it and by what (PRC-05).
/// </summary>
internal sealed class Recurrences(AfterSalesDbContext db, IMediator events, TimeProvider clock) : INotificationHandler<ComplaintRegistered>, INotificationHandler<FaultReported>
{
    public async Task Handle(ComplaintRegistered notification, CancellationToken cancellationToken) =>
        await LookAsync(await db.FindCaseAsync(notification.Complaint.Number, cancellationToken), cancellationToken);

    public Task Handle(FaultReported notification, CancellationToken cancellationToken) => LookAsync(notification.File, cancellationToken);

    private async Task LookAsync(CaseFile fresh, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var watched = await db.CorrectiveActions.Where(a => a.GuardedUntil > now)
            .Join(db.CaseFiles, a => a.Number, f => f.Number, (action, file) => new { action, file })
            .Where(w => (fresh.EquipmentId != null && w.file.EquipmentId == fresh.EquipmentId) || (fresh.CustomerId != null && w.file.CustomerId == fresh.CustomerId))
            .ToListAsync(cancellationToken);
        foreach (var found in watched)
        {
            if (await WhyAsync(found.file, fresh, cancellationToken) is not { } why)
                continue;
            found.action.Recur(fresh.Number, why);
            found.file.Reopen();
            await events.Publish(new CorrectiveActionBegun(found.action, found.file, found.action.LastRecurrence), cancellationToken);
        }
    }

    private async Task<string?> WhyAsync(CaseFile action, CaseFile fresh, CancellationToken cancellationToken)
    {
        if (fresh.EquipmentId is not null && action.EquipmentId == fresh.EquipmentId)
            return "same-equipment";
        var topic = await db.CaseFiles.Where(c => c.Number == action.ParentCase).Select(c => c.Subject).SingleAsync(cancellationToken);
        return string.Equals(topic.Trim(), fresh.Subject.Trim(), StringComparison.OrdinalIgnoreCase) ? "same-customer-and-topic" : null;
    }
}
