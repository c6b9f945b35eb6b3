using AfterSales.Domain.Actors;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using MediatR;

namespace AfterSales.Domain.Tasks;

/// <summary>Takes a work item away because its process goes another way; one that is done stays done.</summary>
[Allow(Roles.System)]
public sealed record CancelWorkItem(Guid Id) : ICommand;

internal sealed class CancelWorkItemHandler(AfterSalesDbContext db) : IRequestHandler<CancelWorkItem, Unit>
{
    public async Task<Unit> Handle(CancelWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        item.Cancel();
        await db.CancelSignaturesAsync(item, cancellationToken);
        return Unit.Value;
    }
}

/// <summary>Marks a work item whose due time has passed; visible in the inbox and on the case.</summary>
[Allow(Roles.System)]
public sealed record MarkWorkItemOverdue(Guid Id) : ICommand;

internal sealed class MarkWorkItemOverdueHandler(AfterSalesDbContext db, INotifier notifier, TimeProvider clock) : IRequestHandler<MarkWorkItemOverdue, Unit>
{
    public async Task<Unit> Handle(MarkWorkItemOverdue request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        if (item.MarkOverdue(clock.GetUtcNow()))
            await notifier.TaskOverdueAsync(item, cancellationToken);
        return Unit.Value;
    }
}

/// <summary>Notes the id that the activity waiting for a work item has in the version its process goes by now.</summary>
[Allow(Roles.System)]
public sealed record MoveWorkItem(Guid Id, string ActivityId) : ICommand;

internal sealed class MoveWorkItemHandler(AfterSalesDbContext db) : IRequestHandler<MoveWorkItem, Unit>
{
    public async Task<Unit> Handle(MoveWorkItem request, CancellationToken cancellationToken)
    {
        (await db.FindWorkItemAsync(request.Id, cancellationToken)).MoveTo(request.ActivityId);
        return Unit.Value;
    }
}
