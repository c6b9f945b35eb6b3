using AfterSales.Domain.Actors;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using MediatR;

namespace AfterSales.Domain.Tasks;

/// <summary>Reminds whoever has a task 催办. Counted, visible, and at most once in <see cref="WorkItem.UrgeInterval"/>.</summary>
[Allow(Roles.SignedIn)]
public sealed record UrgeWorkItem(Guid Id) : ICommand;

internal sealed class UrgeWorkItemHandler(AfterSalesDbContext db, WorkItemStandings standings, INotifier notifier, TimeProvider clock) : IRequestHandler<UrgeWorkItem, Unit>
{
    public async Task<Unit> Handle(UrgeWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.TakesPart, item);
        item.RefuseUnlessOpen();
        if (item.AssigneeId == standing.Me)
            throw new RuleViolationException("task.urges-oneself", $"Work item {item.Id:N} is one's own.");
        item.Urge(clock.GetUtcNow());
        await notifier.AboutTaskAsync(NotificationKind.Urged, item, people: null, text: null, cancellationToken);
        return Unit.Value;
    }
}

/// <summary>When the holder wants to look at a task again, and how urgent it is. A due time is promised by the process and is not set by hand.</summary>
/// <param name="Priority">0 normal to 2; higher goes first.</param>
[Allow(Roles.SignedIn)]
public sealed record PlanWorkItem(Guid Id, DateTimeOffset? FollowUpAt, int Priority) : ICommand
{
    public const int MaxPriority = 2;
}

internal sealed class PlanWorkItemValidator : FluentValidation.AbstractValidator<PlanWorkItem>
{
    public PlanWorkItemValidator() => FluentValidation.DefaultValidatorExtensions.InclusiveBetween(RuleFor(r => r.Priority), 0, PlanWorkItem.MaxPriority);
}

internal sealed class PlanWorkItemHandler(AfterSalesDbContext db, WorkItemStandings standings) : IRequestHandler<PlanWorkItem, Unit>
{
    public async Task<Unit> Handle(PlanWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.HoldsIt || standing.Leads, item);
        item.Plan(request.FollowUpAt?.ToUniversalTime(), request.Priority);
        return Unit.Value;
    }
}
