using AfterSales.Domain.Actors;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;

namespace AfterSales.Domain.Tasks;

/// <summary>Asks a colleague, of whatever post, to work on a task 委派. It comes back before it goes on: only its holder completes it.</summary>
[Allow(Roles.SignedIn)]
public sealed record DelegateWorkItem(Guid Id, string To, string? Reason = null) : ICommand, IReasonedCommand;

internal sealed class DelegateWorkItemValidator : AbstractValidator<DelegateWorkItem>
{
    public DelegateWorkItemValidator()
    {
        RuleFor(r => r.To).NotEmpty();
        RuleFor(r => r.Reason).MaximumLength(WorkItem.ReasonMaxLength);
    }
}

internal sealed class DelegateWorkItemHandler(AfterSalesDbContext db, WorkItemStandings standings, INotifier notifier) : IRequestHandler<DelegateWorkItem, Unit>
{
    public async Task<Unit> Handle(DelegateWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.HoldsIt, item);
        var helper = await db.FindColleagueAsync(request.To, nameof(request.To), cancellationToken);
        item.Delegate(helper.Id, item.AssigneeId!.Value);
        await notifier.AboutTaskAsync(NotificationKind.TaskReassigned, item, [helper.Id], request.Reason, cancellationToken);
        return Unit.Value;
    }
}

/// <summary>Gives a delegated task back, with what was found out; whoever delegated it may also recall it so.</summary>
[Allow(Roles.SignedIn)]
public sealed record ResolveWorkItem(Guid Id, string? Comment = null) : ICommand;

internal sealed class ResolveWorkItemValidator : AbstractValidator<ResolveWorkItem>
{
    public ResolveWorkItemValidator() => RuleFor(r => r.Comment).MaximumLength(TaskComment.TextMaxLength);
}

internal sealed class ResolveWorkItemHandler(AfterSalesDbContext db, WorkItemStandings standings, INotifier notifier, TimeProvider clock) : IRequestHandler<ResolveWorkItem, Unit>
{
    public async Task<Unit> Handle(ResolveWorkItem request, CancellationToken cancellationToken)
    {
        var (item, now) = (await db.FindWorkItemAsync(request.Id, cancellationToken), clock.GetUtcNow());
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.HoldsIt || item.DelegatedById == standing.Me, item);
        item.Resolve(now);
        await notifier.AboutTaskAsync(NotificationKind.TaskReassigned, item, people: null, request.Comment, cancellationToken);
        if (!string.IsNullOrWhiteSpace(request.Comment))
            db.Add(TaskComment.Write(item, standing.Actor.Name, request.Comment.Trim(), now));
        return Unit.Value;
    }
}
