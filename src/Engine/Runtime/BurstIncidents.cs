using System.Buffers.Binary;
using System.Security.Cryptography;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Incidents;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Runtime;

/// <summary>The incidents of the instance a burst works on: one row per faulted activity, however often it is tried again.</summary>
internal sealed class BurstIncidents(Burst burst)
{
    private Guid? _guard;
    private readonly List<(ActivityState Activity, Guid IncidentId, string Resolution)> _settling = [];
    private readonly List<(Guid IncidentId, string Resolution)> _closing = [];

    public async Task RecordAsync(ActivityState activity, Work work, Exception fault, CancellationToken cancellationToken)
    {
        activity.Attempts++;
        burst.Journal.Add(JournalEventKind.Faulted, activity.ActivityId, activity.Id);
        var policy = PolicyOf(activity.ActivityId);
        var retryAt = RetryAt(policy, activity.Id, activity.Attempts, fault);
        var known = activity.IncidentId is { } id ? await burst.Db.Set<WorkflowIncident>().FindAsync([id], cancellationToken) : null;
        var incident = known ?? Add(activity.ActivityId, activity.Id, fault);
        Describe(incident, fault, activity.Attempts, retryAt);

        if (retryAt is null && policy.Then is not AfterLastAttempt.Wait && fault is not WorkflowGuardException)
        {
            await GiveUpAsync(activity, policy, incident, cancellationToken);
            return;
        }

        activity.IsFaulted = true;
        activity.Undone.Add(work);
        activity.IncidentId = incident.Id;
        if (retryAt is { } dueAt)
            activity.RetryTimerId = burst.Waits.StartRetry(activity, dueAt);
    }

    private async Task GiveUpAsync(ActivityState activity, RetryPolicy policy, WorkflowIncident incident, CancellationToken cancellationToken)
    {
        if (policy.Then is AfterLastAttempt.Cancel)
        {
            Resolve(incident, "Cancelled");
            burst.RequestCancel(incident.Message);
            return;
        }

        Resolve(incident, "Left");
        await burst.LeaveUndoneAsync(activity, [policy.Outcome!], cancellationToken);
    }

    /// <summary>An activity was ended and could not let go of what it held. The instance goes on; the row tells an operator that something may be left over.</summary>
    public void RecordUnclean(ActivityState activity, Exception fault)
    {
        burst.Journal.Add(JournalEventKind.Faulted, activity.ActivityId, activity.Id);
        var incident = Add(activity.ActivityId, activity.Id, fault);
        Describe(incident, fault, 1, null);
        Resolve(incident, "Cancelled");
    }

    /// <exception cref="UnknownOutcomeException">One of the incident's activities never leaves by one of the outcomes.</exception>
    public void RequireOutcomes(WorkflowIncident incident, IReadOnlyList<string> outcomes)
    {
        foreach (var node in Of(incident).Select(activity => burst.Graph.Find(activity.ActivityId)))
            if (node?.OutcomesToChoose() is { } choices && outcomes.DefaultIfEmpty("Done").FirstOrDefault(outcome => !choices.Contains(outcome)) is { } unknown)
                throw new UnknownOutcomeException(node.DisplayText, unknown, choices);
    }

    /// <summary>The burst has done all it may. Whatever is still to do shares one incident: a loop that forks would otherwise open thousands.</summary>
    public async Task HoldAsync(ActivityState activity, Work work, string reason, CancellationToken cancellationToken)
    {
        if (_guard is null)
        {
            await RecordAsync(activity, work, new WorkflowGuardException(reason), cancellationToken);
            _guard = activity.IncidentId;
            return;
        }

        activity.IsFaulted = true;
        activity.Undone.Add(work);
        activity.IncidentId ??= _guard;
    }

    /// <summary>A detached timer faulted: it is started again by the same policy, and remembered for a person when attempts run out.</summary>
    public void RecordDetached(DetachedWork work, Exception fault)
    {
        var attempt = work.Attempts + 1;
        burst.Journal.Add(JournalEventKind.Faulted, work.ActivityId, 0);
        var policy = PolicyOf(work.ActivityId);
        if (RetryAt(policy, 0, attempt, fault) is { } dueAt)
        {
            burst.Waits.StartDetached(work.ActivityId, work.Name, dueAt, work.Payload, attempt);
            return;
        }

        var incident = Add(work.ActivityId, 0, fault);
        Describe(incident, fault, attempt, null);
        if (policy.Then is AfterLastAttempt.Cancel && fault is not WorkflowGuardException)
            burst.RequestCancel(incident.Message);
        else // the activity may be long over, so that it has nothing to leave
            burst.State.DetachedFaults.Add(new DetachedFault(incident.Id, work.ActivityId, work.Name, work.Payload));
    }

    /// <summary>The live activities that the incident keeps from going on.</summary>
    public IReadOnlyList<ActivityState> Of(WorkflowIncident incident) =>
        [.. burst.State.Activities.Values.Where(activity => (activity.IsFaulted && activity.IncidentId == incident.Id) || burst.State.StuckChildren.Any(stuck => stuck.IncidentId == incident.Id && stuck.ActivityInstanceId == activity.Id))];

    /// <summary>An activity is not at fault, but what it waits for is.</summary>
    public Guid RecordWaiting(string activityId, int activityInstanceId, Exception fault)
    {
        var incident = Add(activityId, activityInstanceId, fault);
        Describe(incident, fault, 1, null);
        return incident.Id;
    }

    /// <summary>Resolves the incident when the burst is written.</summary>
    public void Close(Guid incidentId, string resolution) => _closing.Add((incidentId, resolution));

    public void Retrying(ActivityState activity)
    {
        burst.Waits.RemoveRetry(activity);
        if (activity.IncidentId is { } id)
            _settling.Add((activity, id, "Retried"));
    }

    public void Dropped(ActivityState activity)
    {
        if (activity is { IsFaulted: true, IncidentId: { } id })
            _settling.Add((activity, id, "Cancelled"));
    }

    public void Resolve(WorkflowIncident incident, string resolution)
    {
        if (incident.ResolvedAt is not null)
            return;
        (incident.ResolvedAt, incident.Resolution, incident.NextRetryAt) = (burst.Now, resolution, null);
        (incident.ResolvedBy, incident.Reason) = (burst.Stimulus.Actor, burst.Stimulus.Reason is { } reason ? Cut(reason, WorkflowIncident.ReasonMaxLength) : null);
        burst.Instance.IncidentCount--;
    }

    /// <summary>Closes the incidents of what now went well or is gone.</summary>
    public async Task SettleAsync(WorkflowSubStatus finishedAs, CancellationToken cancellationToken)
    {
        var open = burst.State.Activities.Values.Where(activity => activity.IsFaulted).Select(activity => activity.IncidentId).ToHashSet();
        foreach (var (activity, id, resolution) in _settling)
        {
            if (open.Contains(id))
                continue; // faulted again, or another activity shares the incident
            if (await burst.Db.Set<WorkflowIncident>().FindAsync([id], cancellationToken) is { } incident)
                Resolve(incident, resolution);
            (activity.IncidentId, activity.Attempts) = (null, 0);
        }

        foreach (var (id, resolution) in _closing)
            if (await burst.Db.Set<WorkflowIncident>().FindAsync([id], cancellationToken) is { } incident)
                Resolve(incident, resolution);

        if (burst.Instance is { Status: WorkflowStatus.Finished, IncidentCount: > 0 })
            await ResolveAllAsync(finishedAs.ToString(), cancellationToken);
    }

    private async Task ResolveAllAsync(string resolution, CancellationToken cancellationToken)
    {
        await burst.Db.Set<WorkflowIncident>().Where(incident => incident.InstanceId == burst.Instance.Id && incident.ResolvedAt == null).LoadAsync(cancellationToken);
        foreach (var incident in burst.Db.Set<WorkflowIncident>().Local.Where(incident => incident.InstanceId == burst.Instance.Id))
            Resolve(incident, resolution);
    }

    private RetryPolicy PolicyOf(string activityId) => burst.Graph.Find(activityId)?.RetryPolicy ?? burst.Operation.Options.Retry;

    private DateTimeOffset? RetryAt(RetryPolicy policy, int activityInstanceId, int attempts, Exception fault) =>
        policy.DelayAfter(attempts, fault, Sample(activityInstanceId, attempts)) is { } delay ? burst.Now + delay : null;

    // Out of the instance's random id and not out of a generator: a burst that is run again comes to the same time.
    private double Sample(int activityInstanceId, int attempts)
    {
        Span<byte> bytes = stackalloc byte[24];
        burst.Instance.Id.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], activityInstanceId);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[20..], attempts);
        return BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(bytes)) / (double)uint.MaxValue;
    }

    private WorkflowIncident Add(string activityId, int activityInstanceId, Exception fault)
    {
        ActivityNode? node = burst.Graph.Find(activityId);
        var incident = new WorkflowIncident
        {
            Id = EngineIds.New(burst.Operation.Clock),
            InstanceId = burst.Instance.Id,
            DefinitionId = burst.Instance.DefinitionId,
            ActivityId = activityId,
            ActivityNodeId = node?.NodeId ?? activityId,
            ActivityType = Cut(node?.Type ?? "", 200),
            ActivityInstanceId = activityInstanceId,
            ExceptionType = fault.GetType().FullName!,
            Message = fault.Message,
        };
        burst.Db.Add(incident);
        burst.Instance.IncidentCount++;
        return incident;
    }

    private void Describe(WorkflowIncident incident, Exception fault, int attempt, DateTimeOffset? retryAt)
    {
        incident.ExceptionType = Cut(fault.GetType().FullName!, 300);
        incident.Message = Cut(fault.Message, WorkflowIncident.MessageMaxLength);
        incident.StackTrace = fault.StackTrace is { } trace ? Cut(trace, WorkflowIncident.StackTraceMaxLength) : null;
        (incident.Attempt, incident.OccurredAt, incident.NextRetryAt) = (attempt, burst.Now, retryAt);
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}

/// <summary>A detached timer that is due, or that a person has done again.</summary>
internal sealed record DetachedWork(string ActivityId, string Name, string? Payload, int Attempts);
