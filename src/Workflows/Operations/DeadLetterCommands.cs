using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Operations;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Timers;
using MediatR;

namespace AfterSales.Workflows.Operations;

/// <summary>Has a message sent again that the sender gave up.</summary>
[Allow(Roles.Administrator)]
public sealed record ResendDeadMessage(Guid Id, string? Reason, string? IdempotencyKey = null) : ICommand, IOperatorCommand;

/// <summary>Drops a message that the sender gave up: it will not be sent.</summary>
[Allow(Roles.Administrator)]
public sealed record DiscardDeadMessage(Guid Id, string? Reason, string? IdempotencyKey = null) : ICommand, IOperatorCommand;

/// <summary>Has a timer or queued stimulus tried again that was given up.</summary>
[Allow(Roles.Administrator)]
public sealed record RetryDeadTimer(Guid Id, string? Reason, string? IdempotencyKey = null) : ICommand, IOperatorCommand;

/// <summary>Drops a timer or queued stimulus that was given up; what it belongs to waits on without it.</summary>
[Allow(Roles.Administrator)]
public sealed record DiscardDeadTimer(Guid Id, string? Reason, string? IdempotencyKey = null) : ICommand, IOperatorCommand;

internal sealed class ResendDeadMessageValidator : OperatorCommandValidator<ResendDeadMessage>;

internal sealed class DiscardDeadMessageValidator : OperatorCommandValidator<DiscardDeadMessage>;

internal sealed class RetryDeadTimerValidator : OperatorCommandValidator<RetryDeadTimer>;

internal sealed class DiscardDeadTimerValidator : OperatorCommandValidator<DiscardDeadTimer>;

internal sealed class ResendDeadMessageHandler(DeadLetters dead, DeadLetterDesk desk) : IRequestHandler<ResendDeadMessage, Unit>
{
    public Task<Unit> Handle(ResendDeadMessage request, CancellationToken cancellationToken) =>
        desk.MessageAsync(request.Id, "sent again", () => dead.ResendAsync(request.Id, cancellationToken), cancellationToken);
}

internal sealed class DiscardDeadMessageHandler(DeadLetters dead, DeadLetterDesk desk) : IRequestHandler<DiscardDeadMessage, Unit>
{
    public Task<Unit> Handle(DiscardDeadMessage request, CancellationToken cancellationToken) =>
        desk.MessageAsync(request.Id, "discarded", () => dead.DiscardMessageAsync(request.Id, cancellationToken), cancellationToken);
}

internal sealed class RetryDeadTimerHandler(DeadLetters dead, DeadLetterDesk desk) : IRequestHandler<RetryDeadTimer, Unit>
{
    public Task<Unit> Handle(RetryDeadTimer request, CancellationToken cancellationToken) =>
        desk.TimerAsync(request.Id, "tried again", () => dead.RetryTimerAsync(request.Id, cancellationToken), cancellationToken);
}

internal sealed class DiscardDeadTimerHandler(DeadLetters dead, DeadLetterDesk desk, CurrentActor current) : IRequestHandler<DiscardDeadTimer, Unit>
{
    public Task<Unit> Handle(DiscardDeadTimer request, CancellationToken cancellationToken) =>
        desk.TimerAsync(request.Id, "discarded", () => dead.DiscardTimerAsync(request.Id, current.Actor.Name, cancellationToken), cancellationToken);
}

/// <summary>Puts down what was done to a dead letter, with what it was: a discarded one is gone after this.</summary>
internal sealed class DeadLetterDesk(AfterSalesDbContext db, OperatorDesk desk)
{
    public async Task<Unit> MessageAsync(Guid id, string what, Func<Task<bool>> act, CancellationToken cancellationToken)
    {
        var message = await db.Set<OutboxMessage>().FindAsync([id], cancellationToken) ?? throw new NotFoundException("message", id);
        await desk.RefuseHiddenAsync(message.InstanceId, cancellationToken);
        if (!await OperatorDesk.AskAsync(act))
            throw Refusals.NotDead(id);
        await desk.NoteAsync(message.InstanceId, $"message/{id:N}", $"{message.Kind} {message.IdempotencyKey}: {what}", cancellationToken);
        return Unit.Value;
    }

    public async Task<Unit> TimerAsync(Guid id, string what, Func<Task<bool>> act, CancellationToken cancellationToken)
    {
        var timer = await db.Set<WorkflowTimer>().FindAsync([id], cancellationToken) ?? throw new NotFoundException("timer", id);
        await desk.RefuseHiddenAsync(timer.InstanceId, cancellationToken);
        if (!await OperatorDesk.AskAsync(act))
            throw Refusals.NotDead(id);
        await desk.NoteAsync(timer.InstanceId, $"timer/{id:N}", $"{timer.Kind} {timer.Name} {timer.ActivityId}: {what}", cancellationToken);
        return Unit.Value;
    }
}
