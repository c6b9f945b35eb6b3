using AfterSales.Engine.Activities;

namespace AfterSales.Engine.Runtime;

// Workflows that this one starts and may wait for, and the one that waits for this one.
internal sealed partial class Burst
{
    public const string RetryKind = "Retry";

    private readonly bool _wasStuck;

    /// <summary>Nothing moves any more until a person acts.</summary>
    private bool IsStuck => StuckAt is not null;

    private Guid? StuckAt =>
        State.Activities.Values.FirstOrDefault(activity => activity is { IsFaulted: true, RetryTimerId: null })?.IncidentId
        ?? (State.DetachedFaults is [var detached, ..] ? detached.IncidentId : State.StuckChildren is [var child, ..] ? child.IncidentId : null);

    /// <summary>Starts a workflow after this burst, in its transaction; the activity waits until it ends or, if that is enough, comes to rest.</summary>
    public async Task<Guid> ExecuteChildAsync(ActivityState activity, StartWorkflow request, bool untilEnd, CancellationToken cancellationToken)
    {
        var child = Owned(await Operation.Runtime.PinAsync(request, cancellationToken));
        Waits.CreateChild(activity, child.InstanceId!.Value);
        Operation.Defer(operation => operation.Runtime.RunChildAsync(operation, child, untilEnd, cancellationToken));
        return child.InstanceId.Value;
    }

    /// <summary>Queues workflows to be started in transactions of their own; the activity may wait until they end.</summary>
    public async Task DispatchChildrenAsync(ActivityState activity, IEnumerable<StartWorkflow> requests, bool wait, CancellationToken cancellationToken)
    {
        var pinned = new Dictionary<string, StartWorkflow>();
        foreach (var request in requests)
        {
            if (!pinned.TryGetValue(request.DefinitionId, out var known))
                pinned[request.DefinitionId] = known = await Operation.Runtime.PinAsync(request, cancellationToken);
            var child = Owned(request with { VersionId = known.VersionId });
            if (wait)
                Waits.CreateChild(activity, child.InstanceId!.Value);
            Operation.Runtime.Enqueue(child);
        }
    }

    /// <summary>A workflow that an activity waits for is stuck: its incident shows here too, and the activity goes on waiting. False when that is known.</summary>
    public bool ChildStuck(WorkflowBookmark bookmark, Guid childId, ChildWorkflowException fault)
    {
        if (State.StuckChildren.Any(stuck => stuck.ChildId == childId))
            return false;
        Journal.Add(JournalEventKind.Faulted, bookmark.ActivityId, bookmark.ActivityInstanceId);
        State.StuckChildren.Add(new StuckChild(Incidents.RecordWaiting(bookmark.ActivityId, bookmark.ActivityInstanceId, fault), childId, bookmark.ActivityInstanceId));
        return true;
    }

    /// <summary>The workflow is not stuck any more, or not waited for.</summary>
    public void ChildUnstuck(Guid childId, string resolution)
    {
        foreach (var stuck in State.StuckChildren.Where(stuck => stuck.ChildId == childId).ToArray())
        {
            Incidents.Close(stuck.IncidentId, resolution);
            State.StuckChildren.Remove(stuck);
            if (State.Activities.TryGetValue(stuck.ActivityInstanceId, out var activity))
                Journal.Add(JournalEventKind.Suspended, activity.ActivityId, activity.Id); // it waits as before
        }
    }

    /// <summary>Hands a person's retry on to the workflow that is stuck.</summary>
    public void RetryChildren(Guid incidentId, CancellationToken cancellationToken)
    {
        foreach (var stuck in State.StuckChildren.Where(stuck => stuck.IncidentId == incidentId).ToArray())
        {
            ChildUnstuck(stuck.ChildId, "Retried");
            Operation.Defer(operation => operation.Runtime.RetryStuckAsync(operation, stuck.ChildId, Stimulus.Actor, cancellationToken));
        }
    }

    /// <summary>Nobody waits for the workflow any more.</summary>
    public void AbandonChild(Guid childId)
    {
        ChildUnstuck(childId, "Cancelled");
        Operation.DeferFree(operation => operation.Runtime.CancelChildAsync(operation, childId, Stimulus.Actor));
    }

    private StartWorkflow Owned(StartWorkflow request) => request with { InstanceId = EngineIds.New(Operation.Clock), ParentInstanceId = Instance.Id, Actor = Stimulus.Actor };

    private void ReportToParent(WorkflowSubStatus finishedAs)
    {
        if (Instance.ParentInstanceId is null)
            return;
        if (Instance.Status is WorkflowStatus.Finished)
        {
            var result = ChildResult.Of(Instance, State, finishedAs);
            Operation.DeferFree(operation => operation.Runtime.ChildEndedAsync(operation, result));
        }
        else if (StuckAt is { } incidentId && (!_wasStuck || Stimulus.Kind is RetryKind)) // a retry that did not help has taken the parent's incident away
            Operation.DeferFree(operation => operation.Runtime.ChildStuckAsync(operation, Instance, incidentId));
        else if (_wasStuck && !IsStuck)
            Operation.DeferFree(operation => operation.Runtime.ChildUnstuckAsync(operation, Instance.Id));
    }
}

/// <summary>A workflow that is stuck, the incident that says so here, and the activity that waits for it.</summary>
internal sealed record StuckChild(Guid IncidentId, Guid ChildId, int ActivityInstanceId);
