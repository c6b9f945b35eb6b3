using AfterSales.Domain.Actors;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;

namespace AfterSales.Domain.Tasks;

/// <summary>Gives a work item away for good 转办; the receiver completes it. The receiver must hold the task's role, except for a signature, which may go to anybody.</summary>
[Allow(Roles.SignedIn)]
public sealed record TransferWorkItem(Guid Id, string To, string? Reason = null) : ICommand, IReasonedCommand;

internal sealed class TransferWorkItemValidator : AbstractValidator<TransferWorkItem>
{
    public TransferWorkItemValidator()
    {
        RuleFor(r => r.To).NotEmpty();
        RuleFor(r => r.Reason).MaximumLength(WorkItem.ReasonMaxLength);
    }
}

internal sealed class TransferWorkItemHandler(AfterSalesDbContext db, WorkItemStandings standings, INotifier notifier) : IRequestHandler<TransferWorkItem, Unit>
{
    public async Task<Unit> Handle(TransferWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.HoldsIt || standing.Leads || (item.AssigneeId is null && standing.IsCandidate), item);
        var receiver = await db.FindColleagueAsync(request.To, nameof(request.To), cancellationToken);
        if (item.Kind != WorkItemKind.Signature && !receiver.Posts.Any(post => post.Role == item.CandidateRole))
            throw new RuleViolationException("task.receiver-without-role", $"{receiver.UserName} does not hold {item.CandidateRole}; delegate it instead.", receiver.UserName);
        item.Transfer(receiver.Id, standing.Me!.Value);
        await notifier.AboutTaskAsync(NotificationKind.TaskReassigned, item, [receiver.Id], request.Reason, cancellationToken);
        return Unit.Value;
    }
}
