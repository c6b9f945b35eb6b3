using AfterSales.Domain.Absences;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Home;

/// <summary>The latest change on record and whether its chain is whole, for those who check. All chains are verified elsewhere: it takes as long as there are records.</summary>
[Allow(Roles.Auditor, Roles.Administrator)]
public sealed record GetLatestRecord : IQuery<LatestRecord?>;

/// <param name="Chain">The case or area it belongs to.</param>
/// <param name="Action">The command that made the change.</param>
/// <param name="IsIntact">No record of its chain was altered, removed or put elsewhere.</param>
/// <param name="Chains">How many chains there are.</param>
public sealed record LatestRecord(string Chain, int Sequence, DateTimeOffset At, string By, string Action, bool IsIntact, int Chains);

/// <summary>What an administrator has to see to: messages that did not go out, and people who are away with work on their desk.</summary>
[Allow(Roles.Administrator)]
public sealed record GetAdministratorDay : IQuery<AdministratorDay>;

/// <param name="FailedMessages">Notifications that did not get through.</param>
public sealed record AdministratorDay(int FailedMessages, IReadOnlyList<AbsentHolder> Absent);

/// <param name="Open">How many open tasks are assigned to them.</param>
public sealed record AbsentHolder(string UserName, LocalizedText Name, DateTimeOffset Until, int Open);

internal sealed class GetLatestRecordHandler(AfterSalesDbContext db, IMediator mediator) : IRequestHandler<GetLatestRecord, LatestRecord?>
{
    public async Task<LatestRecord?> Handle(GetLatestRecord request, CancellationToken cancellationToken)
    {
        if (await db.Set<AuditRecord>().AsNoTracking().OrderByDescending(r => r.At).FirstOrDefaultAsync(cancellationToken) is not { } latest)
            return null;
        var verified = await mediator.Send(new VerifyAudit(latest.Chain), cancellationToken);
        return new LatestRecord(latest.Chain, latest.Sequence, latest.At, latest.ActorName, latest.Action, verified.IsIntact, await db.Set<AuditChain>().CountAsync(cancellationToken));
    }
}

internal sealed class GetAdministratorDayHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<GetAdministratorDay, AdministratorDay>
{
    public async Task<AdministratorDay> Handle(GetAdministratorDay request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var failed = await db.Set<NotificationDelivery>().CountAsync(d => d.Status == DeliveryStatus.Failed, cancellationToken);
        var away = await db.Set<Absence>().AsNoTracking().Where(a => a.RecalledAt == null && a.From <= now && a.Until > now)
            .Join(db.People, a => a.PersonId, p => p.Id, (a, p) => new { p.Id, p.UserName, p.Name, a.Until }).OrderBy(a => a.Until).ToListAsync(cancellationToken);
        var ids = away.ConvertAll(a => (Guid?)a.Id);
        var open = await db.WorkItems.Where(w => w.Status == WorkItemStatus.Open && ids.Contains(w.AssigneeId)).GroupBy(w => w.AssigneeId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        return new AdministratorDay(
            failed,
            [.. away.DistinctBy(a => a.Id).Select(a => new AbsentHolder(a.UserName, a.Name, a.Until, open.Find(o => o.Key == a.Id)?.Count ?? 0)).Where(holder => holder.Open > 0)]);
    }
}
