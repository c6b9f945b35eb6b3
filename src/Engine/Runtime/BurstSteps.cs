using AfterSales.Engine.Activities;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Runtime;

// The steps of a burst: calling activities, completing and cancelling them.
internal sealed partial class Burst
{
    private readonly RepeatedSteps _repeats = new();
    private int _faulted;
    private FaultKey _firstStep;
    private FaultKey _lastStep;

    private async Task StepAsync(ActivityState activity, Work work, CancellationToken cancellationToken)
    {
        var key = _lastStep = NextFaultKey(activity.ActivityId);
        if (_firstStep == default)
            _firstStep = key;
        if (activity.IsFaulted)
            activity.Undone.Add(work);
        else if (Operation.Faults.Find(key) is { } fault)
        {
            _faulted++;
            await Incidents.RecordAsync(activity, work, fault, cancellationToken);
        }
        else if (_faulted >= Operation.Options.FaultLimit)
            await Incidents.HoldAsync(activity, work, $"{Operation.Options.FaultLimit} activities faulted in one burst; what was left has not been tried.", cancellationToken);
        else if (work.Kind is not WorkKind.ChildCompleted && ++_executed > Operation.Options.StepLimit)
            await Incidents.HoldAsync(activity, work, $"The burst executed more than {Operation.Options.StepLimit} activities{_repeats.Describe(Graph)}.", cancellationToken);
        else
        {
            if (work.Kind is not WorkKind.ChildCompleted && _executed > Operation.Options.StepLimit / 2)
                _repeats.Add(activity.ActivityId);
            await GuardAsync(key, activity.ActivityId, () => InvokeAsync(activity, work, cancellationToken));
        }
    }

    public FaultKey NextFaultKey(string activityId) => new(Operation.Ordinal, Operation.NextStep(), IsNew ? Instance.DefinitionVersionId : Instance.Id.ToString(), activityId);

    public async Task GuardAsync(FaultKey key, string activityId, Func<ValueTask> action)
    {
        try
        {
            await action();
        }
        catch (Exception e) when (e is not (OperationCanceledException or DbUpdateException or ActivityFaultException))
        {
            throw new ActivityFaultException(key, Instance.Id, Graph.Find(activityId)?.NodeId ?? activityId, e);
        }
    }

    private async ValueTask InvokeAsync(ActivityState state, Work work, CancellationToken cancellationToken)
    {
        var node = Graph.Find(state.ActivityId) ?? throw new InvalidOperationException($"Definition version {Instance.DefinitionVersionId} has no activity '{state.ActivityId}'.");
        var activity = node.Activity ?? throw new InvalidOperationException($"There is no activity of type '{node.Type}' version {node.Version}.");
        var context = new ActivityContext(this, node, state);
        var waits = state.Waits.Count;
        switch (work.Kind)
        {
            case WorkKind.Execute:
                state.IsStarted = true;
                Journal.Started(state);
                await activity.ExecuteAsync(context, cancellationToken);
                break;
            case WorkKind.Resume:
                await activity.ResumeAsync(context, new BookmarkResumption(work.Name, work.Key, work.BookmarkPayload is null ? null : Values.TryParse(work.BookmarkPayload), work.Payload?.DeepClone()), cancellationToken);
                break;
            case WorkKind.ChildCompleted when work.Ending is not Ending.None && !(work.Ending is Ending.Loop ? activity.IsLoop : activity.EndsHere):
                context.PassOn(work.Ending, work.Outcomes); // on its way up to what it ends
                break;
            case WorkKind.ChildCompleted:
                await activity.ChildCompletedAsync(context, new ChildCompletion(work.Name, work.ChildId, work.Outcomes, Graph.Find(work.Name)!, work.Ending), cancellationToken);
                break;
        }

        if (context.Failure is { } failure)
        {
            await Incidents.RecordAsync(state, Work.Execute, failure, cancellationToken);
            return;
        }

        if (context.Outcomes is null && state.Waits.Count is 0 && Children(state).Count is 0 && state.Queued is 0)
            context.Complete();
        if (context.Outcomes is { } outcomes)
            await CompleteAsync(state, outcomes, context.Ending is Ending.None && activity.Descriptor.IsTerminal ? Ending.Flowchart : context.Ending, cancellationToken);
        else if (state.Waits.Count > waits)
            Journal.Add(JournalEventKind.Suspended, node.Id, state.Id);
    }

    private async Task CompleteAsync(ActivityState activity, string[] outcomes, Ending ending, CancellationToken cancellationToken)
    {
        await CancelBelowAsync(activity, cancellationToken);
        Leave(activity, outcomes, ending);
    }

    /// <summary>Lets an activity that could not do its work leave all the same.</summary>
    public async Task LeaveUndoneAsync(ActivityState activity, string[] outcomes, CancellationToken cancellationToken)
    {
        await CancelBelowAsync(activity, cancellationToken);
        await CleanUpAsync(activity, cancellationToken);
        Leave(activity, outcomes.Length > 0 ? outcomes : ["Done"], Ending.None);
    }

    private void Leave(ActivityState activity, string[] outcomes, Ending ending)
    {
        Journal.Add(JournalEventKind.Completed, activity.ActivityId, activity.Id, outcomes);
        Remove(activity);
        if (activity.ParentId is 0)
        {
            State.Outcomes = outcomes is ["Done"] ? [] : outcomes;
            _finishRequested = true;
        }
        else if (State.Activities.TryGetValue(activity.ParentId, out var parent))
            Enqueue(parent, new Work(WorkKind.ChildCompleted) { Name = activity.ActivityId, ChildId = activity.Id, Outcomes = outcomes, Ending = ending });
    }

    public async ValueTask CancelAsync(int activityInstanceId, CancellationToken cancellationToken)
    {
        if (!State.Activities.TryGetValue(activityInstanceId, out var activity))
            return;
        await CancelBelowAsync(activity, cancellationToken);
        await CleanUpAsync(activity, cancellationToken);
        if (activity.IsStarted || activity.IsFaulted)
            Journal.Add(JournalEventKind.Canceled, activity.ActivityId, activity.Id);
        Incidents.Dropped(activity);
        Remove(activity);
    }

    /// <summary>Has an activity that does not come to its end let go of what it holds. One that cannot must not keep others from ending it.</summary>
    public async Task CleanUpAsync(ActivityState activity, CancellationToken cancellationToken)
    {
        if (!activity.IsStarted || Graph.Find(activity.ActivityId) is not { Activity: { } implementation } node)
            return;
        var key = NextFaultKey(activity.ActivityId);
        if (Operation.Faults.Find(key) is { } fault)
            Incidents.RecordUnclean(activity, fault);
        else
            await GuardAsync(key, activity.ActivityId, () => implementation.CancelAsync(new ActivityContext(this, node, activity), cancellationToken));
    }

    private async Task CancelBelowAsync(ActivityState activity, CancellationToken cancellationToken)
    {
        foreach (var child in Children(activity).ToArray())
            await CancelAsync(child.Id, cancellationToken);
    }

    private void Remove(ActivityState activity)
    {
        Waits.RemoveAll(activity);
        activity.IsGone = true;
        State.Remove(activity);
    }

    /// <summary>Cancels what is left and everything that belongs to the instance.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (var root in State.Activities.Values.Where(activity => activity.ParentId is 0).ToArray())
            await CancelAsync(root.Id, cancellationToken);
        _queue.Clear();
        Waits.RemoveDetached();
        if (Instance.PausedAt is not null)
            await Waits.RemoveHeldAsync(cancellationToken);
        Instance.Status = WorkflowStatus.Finished;
        Instance.FinishedAt = Now;
    }

    // The last step is to blame, and failing that the first: without it, and so without all that followed, the state is what it was.
    private void RefuseState()
    {
        var step = Operation.Faults.Find(_lastStep) is null ? _lastStep : _firstStep;
        if (Operation.Faults.Find(step) is null)
            throw new ActivityFaultException(step, Instance.Id, Graph.Root.NodeId, new WorkflowGuardException($"The state exceeds {Operation.Options.StateSizeLimit} characters."));
    }

    /// <summary>Writes what the burst did into the instance's row and the journal.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var finishedAs = _isCancelled ? WorkflowSubStatus.Cancelled : WorkflowSubStatus.Finished;
        await Incidents.SettleAsync(finishedAs, cancellationToken);
        if (_correlated)
            await Waits.CorrelateAsync(cancellationToken);
        foreach (var activity in State.Activities.Values.Where(activity => activity.Unwritten is not null))
            activity.Unwritten!.WriteTo(activity.Properties ??= []);
        Instance.State = StateWriter.Write(State, Graph.ReadsLastResult);
        if (Instance.State.Length > Math.Max(Operation.Options.StateSizeLimit, _loadedStateSize) && Instance.Status is WorkflowStatus.Running)
            RefuseState();
        Instance.SubStatus = Instance.Status is WorkflowStatus.Finished ? finishedAs
            : State.StuckChildren.Count > 0 || State.Activities.Values.Any(activity => activity.IsFaulted) ? WorkflowSubStatus.Faulted
            : WorkflowSubStatus.Suspended;
        Instance.UpdatedAt = Now;
        Instance.Revision++;
        Db.Add(_entry = new WorkflowJournalEntry
        {
            Id = EngineIds.New(Operation.Clock),
            InstanceId = Instance.Id,
            Ordinal = Instance.Revision,
            StimulusId = Stimulus.Id,
            StimulusKind = Stimulus.Kind,
            At = Now,
            Entries = Journal.Write(),
            Actor = Stimulus.Actor,
        });
        ReportToParent(finishedAs);
    }
}

/// <summary>What set a burst off.</summary>
internal sealed record Stimulus(string Kind, string? Id, string? Actor, string? Reason = null);
