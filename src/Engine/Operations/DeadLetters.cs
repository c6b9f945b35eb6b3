using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Operations;

/// <summary>What a person does with messages, timers and queued stimuli that were given up. Changes tracked entities and never saves. Each answers false when there is no such dead one.</summary>
public sealed class DeadLetters(DbContext db, WorkflowRuntime runtime, TimeProvider clock)
{
    /// <summary>Has a message sent again, with all its attempts before it.</summary>
    public async Task<bool> ResendAsync(Guid messageId, CancellationToken cancellationToken)
    {
        if (await FindMessageAsync(messageId, cancellationToken) is not { } message)
            return false;
        (message.DeadAt, message.Attempts, message.DueAt) = (null, 0, EngineIds.Now(clock));
        (message.LeaseOwner, message.LeaseUntil) = (null, null);
        return true;
    }

    /// <summary>Drops a message: its effect will not happen.</summary>
    public async Task<bool> DiscardMessageAsync(Guid messageId, CancellationToken cancellationToken)
    {
        if (await FindMessageAsync(messageId, cancellationToken) is not { } message)
            return false;
        db.Remove(message);
        return true;
    }

    /// <summary>Has a timer or queued stimulus fired again, at once and with all its attempts before it.</summary>
    public async Task<bool> RetryTimerAsync(Guid timerId, CancellationToken cancellationToken)
    {
        if (await db.Set<WorkflowTimer>().FindAsync([timerId], cancellationToken) is not { DeadAt: not null } timer)
            return false;
        (timer.DeadAt, timer.Failures) = (null, 0);
        (timer.LeaseOwner, timer.LeaseUntil) = (null, null);
        return true;
    }

    /// <summary>Drops a timer or queued stimulus: what it was to cause will not happen, and what it belongs to waits on without it.</summary>
    public Task<bool> DiscardTimerAsync(Guid timerId, string? actor, CancellationToken cancellationToken) => runtime.DiscardTimerAsync(timerId, actor, cancellationToken);

    private async Task<OutboxMessage?> FindMessageAsync(Guid id, CancellationToken cancellationToken) =>
        await db.Set<OutboxMessage>().FindAsync([id], cancellationToken) is { DeadAt: not null } message ? message : null;
}
