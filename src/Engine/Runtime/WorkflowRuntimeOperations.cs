using System.Globalization;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Runtime;

// What people and timers do to an instance.
public sealed partial class WorkflowRuntime
{
    /// <summary>Cancels a running instance with everything it waits for. False when it is over already.</summary>
    public Task<bool> CancelAsync(Guid instanceId, string? reason, string? actor, CancellationToken cancellationToken) => OperateAsync(async operation =>
    {
        var (instance, hash) = await FindInstanceAsync(instanceId, cancellationToken) ?? throw new WorkflowNotFoundException($"There is no workflow instance {instanceId}.");
        if (instance.Status is WorkflowStatus.Finished)
            return false;
        await CancelAsync(operation, instance, hash, reason, actor, cancellationToken);
        return true;
    }, () => false);

    private async Task CancelAsync(Operation operation, WorkflowInstance instance, string hash, string? reason, string? actor, CancellationToken cancellationToken)
    {
        var burst = await OpenAsync(operation, instance, hash, new Stimulus("Cancel", null, actor, reason), cancellationToken);
        burst.RequestCancel(reason);
        await CompleteAsync(burst, cancellationToken);
    }

    /// <summary>Has a faulted activity done again what it could not do.</summary>
    /// <exception cref="VariableRefusedException">A variable that is to be changed does not exist, or the value is of another type.</exception>
    /// <exception cref="InstancePausedException">The instance is held.</exception>
    public Task<ResumeResult> RetryAsync(RetryIncident request, CancellationToken cancellationToken) =>
        OperateAsync(operation => ActOnIncidentAsync(operation, request.IncidentId, new Stimulus(Burst.RetryKind, request.StimulusId, request.Actor, request.Reason), (burst, incident) =>
        {
            foreach (var (name, value) in request.Variables ?? [])
                burst.ChangeVariable(incident.ActivityInstanceId, name, value);
            return RetryAsync(burst, incident, cancellationToken);
        }, cancellationToken), () => new ResumeResult(ResumeOutcome.Deferred, null));

    /// <summary>Lets a faulted activity leave by other means than its own.</summary>
    /// <exception cref="InstancePausedException">The instance is held.</exception>
    /// <exception cref="UnknownOutcomeException">The activity never leaves by the outcome.</exception>
    public Task<ResumeResult> SkipAsync(SkipIncident request, CancellationToken cancellationToken) =>
        OperateAsync(operation => ActOnIncidentAsync(operation, request.IncidentId, new Stimulus("Skip", request.StimulusId, request.Actor, request.Reason), async (burst, incident) =>
        {
            burst.State.DetachedFaults.RemoveAll(fault => fault.IncidentId == incident.Id);
            burst.Incidents.RequireOutcomes(incident, request.Outcomes);
            foreach (var activity in burst.Incidents.Of(incident))
                await burst.SkipAsync(activity, [.. request.Outcomes], cancellationToken);
            burst.Incidents.Resolve(incident, "Skipped");
        }, cancellationToken), () => new ResumeResult(ResumeOutcome.Deferred, null));

    /// <summary>Fires a timer that is due. Its row goes in the same commit as what it caused.</summary>
    public Task<ResumeResult> FireTimerAsync(Guid timerId, CancellationToken cancellationToken) => OperateAsync(async operation =>
    {
        var timer = await db.Set<WorkflowTimer>().FindAsync([timerId], cancellationToken);
        if (timer is null || db.Entry(timer).State is EntityState.Deleted)
            return new ResumeResult(ResumeOutcome.NotFound, null);
        var (kind, dueAt) = (timer.Kind, timer.DueAt);
        var result = kind switch
        {
            TimerKind.Trigger => await FireScheduleAsync(operation, timer, cancellationToken),
            TimerKind.Stimulus when timer.InstanceId is null => await FireStimulusAsync(operation, timer, cancellationToken),
            _ => await FireTimerAsync(operation, timer, cancellationToken),
        };
        if (result.Outcome is ResumeOutcome.Resumed)
            measures.Lag(kind, EngineIds.Now(clock) - dueAt);
        return result;
    }, () => new ResumeResult(ResumeOutcome.Deferred, null));

    private async Task<ResumeResult> FireTimerAsync(Operation operation, WorkflowTimer timer, CancellationToken cancellationToken)
    {
        if (timer.InstanceId is not { } owner || await FindInstanceAsync(owner, cancellationToken) is not var (instance, hash))
            return new ResumeResult(ResumeOutcome.NotFound, null);
        if (instance.PausedAt is not null)
            return await CatchUpAsync(operation, timer, instance, hash, cancellationToken);
        if (timer.Kind is TimerKind.Stimulus)
        {
            // Given up while the instance was held, and tried again by a person after it went on.
            db.Remove(timer);
            return new ResumeResult(await DeliverHeldAsync(operation, timer, instance, hash, cancellationToken), instance.Id);
        }

        var burst = await OpenAsync(operation, instance, hash, new Stimulus("Timer", $"timer:{timer.Id:N}", null), cancellationToken);
        if (!await ApplyTimerAsync(burst, timer, cancellationToken))
        {
            db.Remove(timer); // what it was for is gone
            return new ResumeResult(ResumeOutcome.NotFound, instance.Id);
        }

        await CompleteAsync(burst, cancellationToken);
        return new ResumeResult(ResumeOutcome.Resumed, instance.Id);
    }

    /// <summary>Drops a dead timer for good; what it belongs to waits on without it. False when there is no such dead timer.</summary>
    public Task<bool> DiscardTimerAsync(Guid timerId, string? actor, CancellationToken cancellationToken) => OperateAsync(async operation =>
    {
        if (await db.Set<WorkflowTimer>().FindAsync([timerId], cancellationToken) is not { DeadAt: not null } timer)
            return false;
        if (timer.Kind is TimerKind.Stimulus or TimerKind.Trigger || timer.InstanceId is not { } owner || await FindInstanceAsync(owner, cancellationToken) is not var (instance, hash))
        {
            db.Remove(timer);
            return true;
        }

        // The state of the instance refers to the timer.
        var burst = await OpenAsync(operation, instance, hash, new Stimulus("Discard", null, actor), cancellationToken);
        burst.Waits.Discard(timerId);
        await CompleteAsync(burst, cancellationToken);
        return true;
    }, () => false);

    private async Task<bool> ApplyTimerAsync(Burst burst, WorkflowTimer timer, CancellationToken cancellationToken)
    {
        switch (timer.Kind)
        {
            case TimerKind.Bookmark when timer.BookmarkId is { } id && await db.Set<WorkflowBookmark>().FindAsync([id], cancellationToken) is { } bookmark:
                burst.Resume(bookmark, null);
                return true;
            case TimerKind.Retry when burst.State.Activities.GetValueOrDefault(int.Parse(timer.Payload!, CultureInfo.InvariantCulture)) is { IsFaulted: true } activity:
                burst.Retry(activity);
                return true;
            case TimerKind.Continue when burst.State.Activities.GetValueOrDefault(int.Parse(timer.Payload!, CultureInfo.InvariantCulture)) is { } activity:
                db.Remove(timer); // the state knows nothing of it
                burst.Continue(activity);
                return true;
            case TimerKind.Detached when burst.State.DetachedTimers.Any(detached => detached.Id == timer.Id):
                burst.Waits.RemoveDetached(timer.Id);
                await burst.FireDetachedAsync(new DetachedWork(timer.ActivityId, timer.Name, timer.Payload, timer.Attempts), cancellationToken);
                return true;
            default:
                return false;
        }
    }

    private async Task<ResumeResult> ActOnIncidentAsync(Operation operation, Guid incidentId, Stimulus stimulus, Func<Burst, WorkflowIncident, Task> act, CancellationToken cancellationToken)
    {
        if (await FindAppliedAsync(stimulus.Id, cancellationToken) is { } applied)
            return new ResumeResult(ResumeOutcome.AlreadyApplied, applied);
        var incident = await db.Set<WorkflowIncident>().FindAsync([incidentId], cancellationToken) ?? throw new WorkflowNotFoundException($"There is no incident {incidentId}.");
        if (incident.ResolvedAt is not null || await FindInstanceAsync(incident.InstanceId, cancellationToken) is not var (instance, hash))
            return new ResumeResult(ResumeOutcome.NotFound, incident.InstanceId);
        if (instance.PausedAt is not null)
            throw new InstancePausedException(instance.Id);
        var burst = await OpenAsync(operation, instance, hash, stimulus, cancellationToken);
        await act(burst, incident);
        await CompleteAsync(burst, cancellationToken);
        return new ResumeResult(ResumeOutcome.Resumed, instance.Id);
    }

    private static async Task RetryAsync(Burst burst, WorkflowIncident incident, CancellationToken cancellationToken)
    {
        foreach (var activity in burst.Incidents.Of(incident))
        {
            activity.Attempts = 0; // a person vouches for it, so the retry policy starts over
            burst.Retry(activity);
        }

        burst.RetryChildren(incident.Id, cancellationToken);
        if (burst.State.DetachedFaults.FirstOrDefault(fault => fault.IncidentId == incident.Id) is { } detached)
        {
            burst.State.DetachedFaults.Remove(detached);
            burst.Incidents.Resolve(incident, "Retried");
            await burst.FireDetachedAsync(new DetachedWork(detached.ActivityId, detached.Name, detached.Payload, 0), cancellationToken);
        }
    }
}
