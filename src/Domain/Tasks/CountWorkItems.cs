using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>How many open tasks each scope of the inbox holds; agrees with what <see cref="ListWorkItems"/> lists.</summary>
[Allow(Roles.SignedIn)]
public sealed record CountWorkItems : IQuery<WorkItemCounts>;

/// <param name="All">Null for those who may not list everybody's tasks.</param>
/// <param name="Delegated">What I asked others to work on.</param>
/// <param name="Unread">What I was let know of and have not read.</param>
public sealed record WorkItemCounts(int Mine, int Group, int? All, int Delegated, int Unread);

internal sealed class CountWorkItemsHandler(AfterSalesDbContext db, InboxLanes lanes, CurrentActor current) : IRequestHandler<CountWorkItems, WorkItemCounts>
{
    public async Task<WorkItemCounts> Handle(CountWorkItems request, CancellationToken cancellationToken)
    {
        var me = current.Actor.PersonId;
        return new WorkItemCounts(
            await CountAsync(TaskScope.Mine, cancellationToken),
            await CountAsync(TaskScope.Group, cancellationToken),
            current.Actor.SeesEveryTask() ? await CountAsync(TaskScope.All, cancellationToken) : null,
            await CountAsync(TaskScope.Delegated, cancellationToken),
            await db.Set<InformedPerson>().CountAsync(i => i.PersonId == me && i.ReadAt == null, cancellationToken));
    }

    private async Task<int> CountAsync(TaskScope scope, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var lane in await lanes.OfAsync(scope, TaskState.Open, cancellationToken))
            count += await lane.CountAsync(cancellationToken);
        return count;
    }
}
