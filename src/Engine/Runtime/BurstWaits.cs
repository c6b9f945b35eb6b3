using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Runtime;

/// <summary>The bookmarks and timers of the instance a burst works on. Rows are deleted by key: their ids are in the state, so nothing is loaded.</summary>
internal sealed class BurstWaits(Burst burst)
{
    /// <summary>The name of the bookmarks that wait for a workflow; the key is its instance id.</summary>
    public const string ChildBookmark = "Elsa.ChildWorkflow";

    public Guid CreateBookmark(ActivityState activity, string name, string? key, string? payload)
    {
        var id = AddBookmark(activity, name, key, payload);
        activity.Waits.Add(new Wait(id, null));
        return id;
    }

    public Guid CreateTimer(ActivityState activity, DateTimeOffset dueAt, string name, string? payload)
    {
        var bookmarkId = AddBookmark(activity, name, null, payload);
        var timerId = AddTimer(TimerKind.Bookmark, activity.ActivityId, name, dueAt, null, bookmarkId);
        activity.Waits.Add(new Wait(bookmarkId, timerId));
        return bookmarkId;
    }

    public void CreateChild(ActivityState activity, Guid childId) =>
        activity.Waits.Add(new Wait(AddBookmark(activity, ChildBookmark, childId.ToString("N"), null), null, childId));

    public void StartDetached(string activityId, string name, DateTimeOffset dueAt, string? payload, int attempts = 0) =>
        burst.State.DetachedTimers.Add(new DetachedTimer(AddTimer(TimerKind.Detached, activityId, name, dueAt, payload, null, attempts), activityId, name));

    public Guid StartRetry(ActivityState activity, DateTimeOffset dueAt) =>
        AddTimer(TimerKind.Retry, activity.ActivityId, "Retry", dueAt, activity.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), null);

    public void CancelDetached(string name)
    {
        foreach (var timer in burst.State.DetachedTimers.Where(timer => timer.Name == name).ToArray())
            RemoveDetached(timer.Id);
    }

    public void RemoveDetached()
    {
        foreach (var timer in burst.State.DetachedTimers.ToArray())
            RemoveDetached(timer.Id);
    }

    public void RemoveDetached(Guid timerId)
    {
        if (burst.State.DetachedTimers.RemoveAll(timer => timer.Id == timerId) > 0)
            DeleteTimer(timerId);
    }

    public void Remove(ActivityState activity, Guid bookmarkId)
    {
        foreach (var wait in activity.Waits.Where(wait => wait.BookmarkId == bookmarkId).ToArray())
        {
            activity.Waits.Remove(wait);
            Delete(wait);
            if (wait.ChildId is { } child)
                burst.ChildUnstuck(child, "ChildWentOn");
        }
    }

    public void RemoveAll(ActivityState activity)
    {
        foreach (var wait in activity.Waits)
        {
            Delete(wait);
            if (wait.ChildId is { } child)
                burst.AbandonChild(child);
        }

        activity.Waits.Clear();
        RemoveRetry(activity);
    }

    public void RemoveRetry(ActivityState activity)
    {
        if (activity.RetryTimerId is { } timer)
            DeleteTimer(timer);
        activity.RetryTimerId = null;
    }

    /// <summary>Drops what reached the instance while it was held: it ends and will not hear of it.</summary>
    public async Task RemoveHeldAsync(CancellationToken cancellationToken)
    {
        (burst.Instance.PausedAt, burst.Instance.CatchesUpSince) = (null, null);
        await burst.Db.Set<WorkflowTimer>().Where(timer => timer.InstanceId == burst.Instance.Id && timer.Kind == TimerKind.Stimulus).LoadAsync(cancellationToken);
        burst.Db.RemoveRange(burst.Db.Set<WorkflowTimer>().Local.Where(timer => timer.InstanceId == burst.Instance.Id && timer.Kind is TimerKind.Stimulus).ToArray());
    }

    /// <summary>Forgets a timer that somebody discards; what it belongs to waits on without it.</summary>
    public void Discard(Guid timerId)
    {
        foreach (var activity in burst.State.Activities.Values)
        {
            for (var i = 0; i < activity.Waits.Count; i++)
                if (activity.Waits[i].TimerId == timerId)
                    activity.Waits[i] = activity.Waits[i] with { TimerId = null };
            if (activity.RetryTimerId == timerId)
                activity.RetryTimerId = null;
        }

        burst.State.DetachedTimers.RemoveAll(timer => timer.Id == timerId);
        DeleteTimer(timerId);
    }

    /// <summary>Bookmarks carry the correlation id, so that an event finds the right ones by index; they follow when it changes.</summary>
    public async Task CorrelateAsync(CancellationToken cancellationToken)
    {
        await burst.Db.Set<WorkflowBookmark>().Where(bookmark => bookmark.InstanceId == burst.Instance.Id).LoadAsync(cancellationToken);
        foreach (var bookmark in burst.Db.Set<WorkflowBookmark>().Local.Where(bookmark => bookmark.InstanceId == burst.Instance.Id))
            bookmark.CorrelationId = burst.Instance.CorrelationId;
    }

    private Guid AddBookmark(ActivityState activity, string name, string? key, string? payload)
    {
        var id = EngineIds.New(burst.Operation.Clock);
        burst.Db.Add(new WorkflowBookmark
        {
            Id = id,
            InstanceId = burst.Instance.Id,
            ActivityId = activity.ActivityId,
            ActivityInstanceId = activity.Id,
            Name = Burst.Fitting(name, WorkflowBookmark.NameMaxLength, "bookmark's name")!,
            Key = Burst.Fitting(key, WorkflowBookmark.KeyMaxLength, "bookmark's key"),
            CorrelationId = burst.Instance.CorrelationId,
            Payload = payload,
            CreatedAt = burst.Now,
        });
        return id;
    }

    private Guid AddTimer(TimerKind kind, string activityId, string name, DateTimeOffset dueAt, string? payload, Guid? bookmarkId, int attempts = 0)
    {
        var id = EngineIds.New(burst.Operation.Clock);
        burst.Db.Add(new WorkflowTimer
        {
            Id = id,
            InstanceId = burst.Instance.Id,
            BookmarkId = bookmarkId,
            ActivityId = activityId,
            Kind = kind,
            Name = Burst.Fitting(name, WorkflowTimer.NameMaxLength, "timer's name")!,
            Payload = payload,
            DueAt = dueAt,
            Attempts = attempts,
        });
        return id;
    }

    private void Delete(Wait wait)
    {
        var known = burst.Db.Set<WorkflowBookmark>().Local.FindEntry(wait.BookmarkId)?.Entity;
        burst.Db.Remove(known ?? new WorkflowBookmark { Id = wait.BookmarkId, InstanceId = burst.Instance.Id });
        if (wait.TimerId is { } timer)
            DeleteTimer(timer);
    }

    private void DeleteTimer(Guid id)
    {
        var known = burst.Db.Set<WorkflowTimer>().Local.FindEntry(id)?.Entity;
        burst.Db.Remove(known ?? new WorkflowTimer { Id = id, InstanceId = burst.Instance.Id });
    }
}
