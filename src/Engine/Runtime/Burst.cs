using System.Globalization;
using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Outbox;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Runtime;

/// <summary>One stimulus applied to one instance, run until everything waits. Changes tracked entities only.</summary>
internal sealed partial class Burst
{
    private readonly Queue<(ActivityState Activity, Work Work)> _queue = [];
    private readonly int _loadedStateSize;
    private int _executed;
    private int _stateSize;
    private bool _finishRequested;
    private bool _isCancelled;
    private bool _correlated;
    private WorkflowJournalEntry? _entry;

    public Burst(Operation operation, WorkflowInstance instance, WorkflowGraph graph, Stimulus stimulus, bool isNew)
    {
        (Operation, Instance, Graph, Stimulus, IsNew) = (operation, instance, graph, stimulus, isNew);
        State = StateReader.Read(instance.State);
        _stateSize = _loadedStateSize = instance.State.Length;
        Now = EngineIds.Now(operation.Clock);
        Journal = new JournalBuilder(operation.Clock, operation.Options.JournalValueLimit);
        Waits = new BurstWaits(this);
        Incidents = new BurstIncidents(this);
        _wasStuck = instance.ParentInstanceId is not null && IsStuck;
    }

    public Operation Operation { get; }
    public WorkflowInstance Instance { get; }
    public WorkflowGraph Graph { get; }
    public Stimulus Stimulus { get; }
    public bool IsNew { get; }
    public InstanceState State { get; }
    public DateTimeOffset Now { get; }
    public JournalBuilder Journal { get; }
    public BurstWaits Waits { get; }
    public BurstIncidents Incidents { get; }
    public DbContext Db => Operation.Db;
    public string? TriggerActivityId { get; private set; }
    private JsonNode? TriggerPayload { get; set; }

    public void Start(string? triggerActivityId, JsonNode? triggerPayload)
    {
        (TriggerActivityId, TriggerPayload) = (triggerActivityId, triggerPayload);
        Enqueue(State.Add(0, Graph.Root.Id), Work.Execute);
    }

    public void Resume(WorkflowBookmark bookmark, JsonNode? payload)
    {
        var activity = State.Activities.GetValueOrDefault(bookmark.ActivityInstanceId)
            ?? throw new UnreadableInstanceException(Instance.Id, new InvalidOperationException($"Bookmark {bookmark.Id} belongs to an activity that it no longer has."));
        Waits.Remove(activity, bookmark.Id);
        Journal.Add(JournalEventKind.Resumed, activity.ActivityId, activity.Id);
        Enqueue(activity, new Work(WorkKind.Resume) { Name = bookmark.Name, Key = bookmark.Key, BookmarkPayload = bookmark.Payload, Payload = payload?.DeepClone() });
    }

    public void Retry(ActivityState activity)
    {
        Journal.Add(JournalEventKind.Retried, activity.ActivityId, activity.Id);
        activity.IsFaulted = false;
        Incidents.Retrying(activity);
        activity.Undone.ForEach(work => Enqueue(activity, work));
        activity.Undone.Clear();
    }

    public async Task SkipAsync(ActivityState activity, string[] outcomes, CancellationToken cancellationToken)
    {
        if (!activity.IsGone) // skipping another one a moment ago may have ended it
            await LeaveUndoneAsync(activity, outcomes, cancellationToken);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!_finishRequested && _queue.TryDequeue(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            next.Activity.Queued--;
            if (!next.Activity.IsGone)
                await StepAsync(next.Activity, next.Work, cancellationToken);
        }

        if (_finishRequested)
            await EndAsync(cancellationToken);
    }

    private void Enqueue(ActivityState activity, Work work)
    {
        activity.Queued++;
        _queue.Enqueue((activity, work));
    }

    public int Schedule(ActivityState parent, ActivityNode child, JsonObject? variables)
    {
        var activity = State.Add(parent.Id, child.Id);
        activity.Variables = variables?.ToDictionary(variable => variable.Key, variable => variable.Value?.DeepClone());
        Enqueue(activity, Work.Execute);
        return activity.Id;
    }

    public IReadOnlyList<ActivityState> Children(ActivityState parent) => State.Children(parent.Id);

    public bool TryTakeTrigger(string activityId, out JsonNode? payload)
    {
        payload = TriggerPayload;
        if (TriggerActivityId != activityId)
            return false;
        TriggerActivityId = null;
        return true;
    }

    public void RequestFinish() => _finishRequested = true;

    public void Correlate(string? correlationId)
    {
        _correlated |= Instance.CorrelationId != correlationId;
        Instance.CorrelationId = Fitting(correlationId, WorkflowInstance.CorrelationIdMaxLength, "correlation id");
    }

    /// <summary>Refuses, at the activity that made it up, a text that the database could not keep.</summary>
    public static string? Fitting(string? text, int maxLength, string what) =>
        text is null || text.Length <= maxLength ? text : throw new WorkflowGuardException($"A {what} has at most {maxLength} characters, not {text.Length}.");

    public void SetWorkflowOutput(string name, JsonNode? value)
    {
        Charge(value);
        State.Output[name] = value?.DeepClone();
    }

    /// <summary>Has the event delivered after this burst. The journal says then how many it reached.</summary>
    public void Publish(string activityId, int activityInstanceId, PublishedEvent published, bool isLocal)
    {
        Operation.Defer(async operation =>
        {
            var result = await operation.Runtime.DeliverAsync(operation, published, isLocal ? Instance.Id : null, CancellationToken.None);
            var reached = result.Resumed.Count + result.Started.Count;
            Journal.Add(JournalEventKind.Published, activityId, activityInstanceId, published.Name, reached.ToString(CultureInfo.InvariantCulture));
            _entry!.Entries = Journal.Write();
        });
    }

    public void Send(string kind, JsonNode payload, string idempotencyKey, DateTimeOffset? dueAt) => Db.Add(new OutboxMessage
    {
        Id = EngineIds.New(Operation.Clock),
        Kind = kind,
        Payload = payload.ToJsonString(Values.Compact),
        IdempotencyKey = idempotencyKey,
        CreatedAt = Now,
        DueAt = dueAt ?? Now,
        InstanceId = Instance.Id,
    });

    /// <summary>Refuses a value that would make the state too large, at the activity that sets it.</summary>
    public void Charge(JsonNode? value)
    {
        if (value is null)
            return;
        _stateSize += value.ToJsonString(Values.Compact).Length;
        if (_stateSize <= Operation.Options.StateSizeLimit)
            return;
        _stateSize = StateWriter.Write(State, Graph.ReadsLastResult).Length + value.ToJsonString(Values.Compact).Length; // the sum above counts replaced values too
        if (_stateSize > Operation.Options.StateSizeLimit)
            throw new WorkflowGuardException($"The state of the instance would exceed {Operation.Options.StateSizeLimit} characters.");
    }
}

/// <summary>A guard of <see cref="WorkflowEngineOptions"/> was crossed. Trying again by itself would not help, so only a person retries.</summary>
public class WorkflowGuardException(string message) : Exception(message);
