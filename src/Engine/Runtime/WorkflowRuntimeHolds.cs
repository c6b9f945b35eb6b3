using System.Text.Json.Nodes;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Runtime;

// An instance that an operator holds takes no bursts. What reaches it is accepted and queued; when it may go on, that is delivered first and in order.
public sealed partial class WorkflowRuntime
{
    /// <summary>Holds a running instance and those it started and waits for. What reaches them is kept, and their timers wait.</summary>
    public Task<HoldOutcome> PauseAsync(HoldInstance request, CancellationToken cancellationToken) =>
        OperateAsync(_ => WithChildrenAsync(request, PauseOneAsync, cancellationToken), () => HoldOutcome.Done);

    /// <summary>Lets a held instance and those it started go on, after each has caught up on what reached it meanwhile.</summary>
    public Task<HoldOutcome> UnpauseAsync(HoldInstance request, CancellationToken cancellationToken) =>
        OperateAsync(_ => WithChildrenAsync(request, UnpauseOneAsync, cancellationToken), () => HoldOutcome.Done);

    // A process that its operator holds would otherwise go on in its sub-workflows.
    private async Task<HoldOutcome> WithChildrenAsync(HoldInstance request, Func<HoldInstance, CancellationToken, Task<HoldOutcome>> hold, CancellationToken cancellationToken)
    {
        var outcome = await hold(request, cancellationToken);
        if (outcome is not HoldOutcome.Done)
            return outcome;
        var children = await db.Set<WorkflowInstance>().Where(i => i.ParentInstanceId == request.InstanceId && i.Status == WorkflowStatus.Running).OrderBy(i => i.Id).Select(i => i.Id).ToListAsync(cancellationToken);
        foreach (var child in children)
            await WithChildrenAsync(new HoldInstance(child) { Actor = request.Actor }, hold, cancellationToken);
        return outcome;
    }

    private async Task<HoldOutcome> PauseOneAsync(HoldInstance request, CancellationToken cancellationToken)
    {
        var (instance, _) = await FindInstanceAsync(request.InstanceId, cancellationToken) ?? throw new WorkflowNotFoundException($"There is no workflow instance {request.InstanceId}.");
        if (instance.Status is WorkflowStatus.Finished)
            return HoldOutcome.Finished;
        if (instance is { PausedAt: not null, CatchesUpSince: null } || await FindAppliedAsync(request.StimulusId, cancellationToken) is not null)
            return HoldOutcome.AlreadySo;

        var now = EngineIds.Now(clock);
        (instance.PausedAt, instance.CatchesUpSince) = (now, null);
        foreach (var timer in await TimersOfAsync(instance, cancellationToken))
            timer.PausedAt = now;
        Note(instance, new Stimulus("Pause", request.StimulusId, request.Actor));
        return HoldOutcome.Done;
    }

    private async Task<HoldOutcome> UnpauseOneAsync(HoldInstance request, CancellationToken cancellationToken)
    {
        var (instance, _) = await FindInstanceAsync(request.InstanceId, cancellationToken) ?? throw new WorkflowNotFoundException($"There is no workflow instance {request.InstanceId}.");
        if (instance.Status is WorkflowStatus.Finished)
            return HoldOutcome.Finished;
        if (instance is { PausedAt: null } or { CatchesUpSince: not null } || await FindAppliedAsync(request.StimulusId, cancellationToken) is not null)
            return HoldOutcome.AlreadySo;

        instance.CatchesUpSince = EngineIds.Now(clock);
        await GoOnAsync(instance, cancellationToken);
        Note(instance, new Stimulus("Unpause", request.StimulusId, request.Actor));
        return HoldOutcome.Done;
    }

    /// <summary>Accepts a stimulus for a held instance. Its id is taken as if it had been applied, so that a repetition hears so.</summary>
    private async Task<ResumeOutcome> HoldAsync(WorkflowInstance instance, WorkflowBookmark bookmark, JsonNode? payload, Stimulus stimulus, CancellationToken cancellationToken)
    {
        var queued = await StimuliOfAsync(instance, cancellationToken);
        if (queued.Exists(other => other.BookmarkId == bookmark.Id))
            return ResumeOutcome.NotFound; // somebody else's stimulus is to take the bookmark

        var now = EngineIds.Now(clock);
        db.Add(new WorkflowTimer
        {
            Id = EngineIds.New(clock),
            InstanceId = instance.Id,
            BookmarkId = bookmark.Id,
            ActivityId = bookmark.ActivityId,
            Kind = TimerKind.Stimulus,
            Name = stimulus.Kind,
            Payload = HeldStimulus.Write(payload, stimulus, instance.Revision),
            DueAt = now,
            PausedAt = instance.CatchesUpSince is null ? now : null,
        });
        Note(instance, stimulus with { Kind = "Hold" });
        return ResumeOutcome.Held;
    }

    /// <summary>A timer of a held instance was claimed: either a moment too late, or because it is time to catch up.</summary>
    private async Task<ResumeResult> CatchUpAsync(Operation operation, WorkflowTimer claimed, WorkflowInstance instance, string contentHash, CancellationToken cancellationToken)
    {
        // Whichever was claimed, the oldest goes first: nodes claim by the batch and fire in any order.
        if (instance.CatchesUpSince is null || (await StimuliOfAsync(instance, cancellationToken)).FirstOrDefault(timer => timer.DeadAt is null) is not { } next)
        {
            (claimed.PausedAt, claimed.LeaseOwner, claimed.LeaseUntil) = (instance.PausedAt, null, null);
            return new ResumeResult(ResumeOutcome.Held, instance.Id);
        }

        if (next != claimed)
            (claimed.LeaseOwner, claimed.LeaseUntil) = (null, null);
        db.Remove(next);
        var outcome = await DeliverHeldAsync(operation, next, instance, contentHash, cancellationToken);
        if (instance.Status is WorkflowStatus.Running)
            await GoOnAsync(instance, cancellationToken);
        return new ResumeResult(outcome, instance.Id);
    }

    private async Task<ResumeOutcome> DeliverHeldAsync(Operation operation, WorkflowTimer queued, WorkflowInstance instance, string contentHash, CancellationToken cancellationToken)
    {
        if (queued.BookmarkId is not { } bookmarkId || await db.Set<WorkflowBookmark>().FindAsync([bookmarkId], cancellationToken) is not { } bookmark)
            return ResumeOutcome.NotFound; // what came before it has taken the bookmark away
        var (payload, stimulus) = HeldStimulus.Read(queued);
        var burst = await OpenAsync(operation, instance, contentHash, stimulus, cancellationToken);
        burst.Resume(bookmark, payload);
        await CompleteAsync(burst, cancellationToken);
        return ResumeOutcome.Resumed;
    }

    /// <summary>Once nothing is left to catch up on, the instance and its timers are as any other.</summary>
    private async Task GoOnAsync(WorkflowInstance instance, CancellationToken cancellationToken)
    {
        var stimuli = await StimuliOfAsync(instance, cancellationToken);
        foreach (var stimulus in stimuli)
            stimulus.PausedAt = null;
        if (stimuli.Exists(stimulus => stimulus.DeadAt is null))
            return;
        (instance.PausedAt, instance.CatchesUpSince) = (null, null);
        foreach (var timer in await TimersOfAsync(instance, cancellationToken))
            timer.PausedAt = null;
    }

    private async Task<List<WorkflowTimer>> StimuliOfAsync(WorkflowInstance instance, CancellationToken cancellationToken) =>
        [.. (await TimersOfAsync(instance, cancellationToken)).Where(timer => timer.Kind is TimerKind.Stimulus).OrderBy(timer => timer.DueAt).ThenBy(HeldStimulus.OrderOf)];

    private async Task<IReadOnlyList<WorkflowTimer>> TimersOfAsync(WorkflowInstance instance, CancellationToken cancellationToken)
    {
        await db.Set<WorkflowTimer>().Where(timer => timer.InstanceId == instance.Id).LoadAsync(cancellationToken);
        return [.. db.ChangeTracker.Entries<WorkflowTimer>().Where(entry => entry.State is not EntityState.Deleted && entry.Entity.InstanceId == instance.Id).Select(entry => entry.Entity)];
    }

    // The revision moves, so that two who hold, release or reach the instance at the same time see each other.
    private void Note(WorkflowInstance instance, Stimulus stimulus)
    {
        instance.Revision++;
        db.Add(new WorkflowJournalEntry
        {
            Id = EngineIds.New(clock),
            InstanceId = instance.Id,
            Ordinal = instance.Revision,
            StimulusId = stimulus.Id,
            StimulusKind = stimulus.Kind,
            At = EngineIds.Now(clock),
            Entries = "[]",
            Actor = stimulus.Actor,
        });
    }
}
