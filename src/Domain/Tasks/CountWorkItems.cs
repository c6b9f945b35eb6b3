using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>How many open tasks each scope of the inbox holds; agrees with what <see cref="ListWorkItems"/> lists.</summary>
[Allow(Roles.SignedIn)]
public sealed record CountWorkItems : IQuery<WorkItemCounts>;

/// <param name="All">Null for those who may not list everybody's tasks.</param>
public sealed record WorkItemCounts(int Mine, int Group, int? All);

internal sealed class CountWorkItemsHandler(AfterSalesDbContext db, CurrentActor current) : IRequestHandler<CountWorkItems, WorkItemCounts>
{
    public async Task<WorkItemCounts> Handle(CountWorkItems request, CancellationToken cancellationToken)
    {
        var open = db.WorkItems.AsNoTracking().Where(w => w.Status == WorkItemStatus.Open);
        var group = db.OfGroups(open, current.Actor);
        return new WorkItemCounts(
            await open.CountAsync(w => w.AssigneeId == current.Actor.PersonId, cancellationToken),
            await group.CountAsync(w => w.AssigneeId == null, cancellationToken),
            current.Actor.SeesEveryTask() ? await open.CountAsync(cancellationToken) : null);
    }
}
