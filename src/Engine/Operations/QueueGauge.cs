using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Operations;

/// <summary>How much waits in the engine's queues.</summary>
/// <param name="DueTimers">Timers whose time has come and that have not fired.</param>
/// <param name="Stimuli">Queued stimuli that are due.</param>
/// <param name="HeldStimuli">Stimuli kept for instances that an operator holds.</param>
/// <param name="Outbox">Messages to be sent, those that wait for their next attempt included.</param>
/// <param name="Dead">Messages, timers and stimuli that were given up.</param>
/// <param name="OldestDueAt">When the oldest of the due timers and stimuli was due; null when none is.</param>
public sealed record QueueDepths(int DueTimers, int Stimuli, int HeldStimuli, int Outbox, int Dead, int OpenIncidents, int PausedInstances, DateTimeOffset? OldestDueAt);

/// <summary>Reads the depths of the queues, each by an index that holds little else.</summary>
public sealed class QueueGauge(DbContext db, TimeProvider clock)
{
    public async Task<QueueDepths> ReadAsync(CancellationToken cancellationToken)
    {
        var now = EngineIds.Now(clock);
        var due = db.Set<WorkflowTimer>().Where(timer => timer.PausedAt == null && timer.DeadAt == null && timer.DueAt <= now);
        return new QueueDepths(
            await due.CountAsync(timer => timer.Kind != TimerKind.Stimulus, cancellationToken),
            await due.CountAsync(timer => timer.Kind == TimerKind.Stimulus, cancellationToken),
            await db.Set<WorkflowTimer>().CountAsync(timer => timer.PausedAt != null && timer.Kind == TimerKind.Stimulus, cancellationToken),
            await db.Set<OutboxMessage>().CountAsync(message => message.SentAt == null && message.DeadAt == null, cancellationToken),
            await db.Set<OutboxMessage>().CountAsync(message => message.DeadAt != null, cancellationToken) + await db.Set<WorkflowTimer>().CountAsync(timer => timer.DeadAt != null, cancellationToken),
            await db.Set<WorkflowIncident>().CountAsync(incident => incident.ResolvedAt == null, cancellationToken),
            await db.Set<WorkflowInstance>().CountAsync(instance => instance.PausedAt != null, cancellationToken),
            await due.OrderBy(timer => timer.DueAt).Select(timer => (DateTimeOffset?)timer.DueAt).FirstOrDefaultAsync(cancellationToken));
    }
}
