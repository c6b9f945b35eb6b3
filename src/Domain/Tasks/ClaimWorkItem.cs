using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;

namespace AfterSales.Domain.Tasks;

/// <summary>Takes a work item from the group 签收.</summary>
[Allow(Roles.SignedIn)]
public sealed record ClaimWorkItem(Guid Id) : ICommand;

internal sealed class ClaimWorkItemHandler(AfterSalesDbContext db, CurrentActor current, TimeProvider clock) : IRequestHandler<ClaimWorkItem, Unit>
{
    public async Task<Unit> Handle(ClaimWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        await db.RequireCandidateAsync(item, current.Actor, cancellationToken);
        item.Claim(current.Actor.PersonId!.Value, clock.GetUtcNow());
        return Unit.Value;
    }
}

/// <summary>Returns a work item to the group 退回: one's own, or, for the service-centre manager, anybody's.</summary>
[Allow(Roles.SignedIn)]
public sealed record ReleaseWorkItem(Guid Id) : ICommand;

internal sealed class ReleaseWorkItemHandler(AfterSalesDbContext db, WorkItemStandings standings) : IRequestHandler<ReleaseWorkItem, Unit>
{
    public async Task<Unit> Handle(ReleaseWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.HoldsIt || standing.Leads, item);
        item.Release();
        return Unit.Value;
    }
}
