using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;

namespace AfterSales.Domain.Tasks;

/// <summary>
/// Takes an open task away 撤销, by whoever opened the case or an administrator. The process leaves the step by its outcome <c>Cancelled</c>; where it has none the step cannot be
/// cancelled, since the case would stand still for ever.
/// </summary>
[Allow(Roles.SignedIn)]
public sealed record RevokeWorkItem(Guid Id, string Reason) : ICommand, IReasonedCommand;

internal sealed class RevokeWorkItemValidator : AbstractValidator<RevokeWorkItem>
{
    public RevokeWorkItemValidator() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(WorkItem.ReasonMaxLength);
}

internal sealed class RevokeWorkItemHandler(AfterSalesDbContext db, WorkItemStandings standings, IMediator events) : IRequestHandler<RevokeWorkItem, Unit>
{
    public async Task<Unit> Handle(RevokeWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.IsOriginator || standing.Administers, item);
        item.RefuseUnlessOpen();
        if (item.Kind == WorkItemKind.Signature || !WorkItemVerbs.MayCancel(item))
            throw new RuleViolationException("task.no-way-to-cancel", $"The process of work item {item.Id:N} has no way on without it.");

        item.Cancel(request.Reason);
        await db.CancelSignaturesAsync(item, cancellationToken);
        await events.Publish(new WorkItemCompleted(item, WorkItemVerbs.CancelledOutcome, "{}"), cancellationToken);
        return Unit.Value;
    }
}
