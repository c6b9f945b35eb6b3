using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Runtime;

// Workflows that are started by workflows. Everything here runs as deferred work of the operation that set it off, in its transaction.
public sealed partial class WorkflowRuntime
{
    /// <summary>The request for exactly the version that is published now, which can be run.</summary>
    /// <exception cref="WorkflowNotFoundException">There is no such definition or version.</exception>
    internal async Task<StartWorkflow> PinAsync(StartWorkflow request, CancellationToken cancellationToken)
    {
        var version = await FindVersionAsync(request, cancellationToken);
        await graphs.GetAsync(db, version.Id, version.ContentHash, cancellationToken);
        return request with { DefinitionId = version.DefinitionId, VersionId = version.Id };
    }

    internal async Task RunChildAsync(Operation operation, StartWorkflow request, bool untilEnd, CancellationToken cancellationToken)
    {
        var id = await StartAsync(operation, request, request.InstanceId!.Value, null, null, cancellationToken);
        if (!untilEnd && await db.Set<WorkflowInstance>().FindAsync([id], cancellationToken) is { Status: WorkflowStatus.Running } instance)
            await ChildEndedAsync(operation, ChildResult.Of(instance, StateReader.Read(instance.State), instance.SubStatus));
    }

    /// <summary>Resumes whoever waits for the workflow.</summary>
    internal async Task ChildEndedAsync(Operation operation, ChildResult result)
    {
        if (await FindParentAsync(result.InstanceId) is { } parent)
            await ResumeAsync(operation, parent, result.ToJson(), new Stimulus("Child", $"child:{result.InstanceId:N}", null), CancellationToken.None);
    }

    internal async Task ChildStuckAsync(Operation operation, WorkflowInstance child, Guid incidentId)
    {
        if (await FindParentAsync(child.Id) is not { } parent || await db.Set<WorkflowIncident>().FindAsync([incidentId]) is not { } incident)
            return;
        var burst = await OpenParentAsync(operation, parent);
        if (burst.ChildStuck(parent.Bookmark, child.Id, new ChildWorkflowException($"Workflow {child.DefinitionId}, instance {child.Id}, is stuck at activity {incident.ActivityId}: {incident.Message}")))
            await CompleteAsync(burst, CancellationToken.None);
    }

    internal async Task ChildUnstuckAsync(Operation operation, Guid childId)
    {
        if (await FindParentAsync(childId) is not { } parent)
            return;
        var burst = await OpenParentAsync(operation, parent);
        burst.ChildUnstuck(childId, "ChildWentOn");
        await CompleteAsync(burst, CancellationToken.None);
    }

    /// <summary>Cancels a workflow that nobody waits for any more, whether it runs or is still queued.</summary>
    internal async Task CancelChildAsync(Operation operation, Guid childId, string? actor)
    {
        if (await db.Set<WorkflowTimer>().FindAsync([childId]) is { Kind: TimerKind.Stimulus } queued)
            db.Remove(queued);
        if (await FindInstanceAsync(childId, CancellationToken.None) is var (instance, hash))
            await CancelAsync(operation, instance, hash, "The workflow that waited for it goes on without it or was cancelled.", actor, CancellationToken.None);
    }

    /// <summary>Has everything done again that is stuck in an instance.</summary>
    internal async Task RetryStuckAsync(Operation operation, Guid instanceId, string? actor, CancellationToken cancellationToken)
    {
        if (await FindInstanceAsync(instanceId, cancellationToken) is not var (instance, hash) || instance.Status is WorkflowStatus.Finished)
            return;
        var incidents = await db.Set<WorkflowIncident>().Where(incident => incident.InstanceId == instanceId && incident.ResolvedAt == null).OrderBy(incident => incident.Id).ToListAsync(cancellationToken);
        if (instance.PausedAt is not null && incidents.Count > 0)
        {
            await ChildStuckAsync(operation, instance, incidents[0].Id); // whoever holds it has to let it go first
            return;
        }

        var burst = await OpenAsync(operation, instance, hash, new Stimulus(Burst.RetryKind, null, actor), cancellationToken);
        foreach (var incident in incidents)
            await RetryAsync(burst, incident, cancellationToken);
        await CompleteAsync(burst, cancellationToken);
    }

    private Task<Waiting?> FindParentAsync(Guid childId) =>
        FindWaitingAsync(new ResumeBookmark { Name = BurstWaits.ChildBookmark, Key = childId.ToString("N") }, CancellationToken.None);

    private Task<Burst> OpenParentAsync(Operation operation, Waiting parent) => OpenAsync(operation, parent.Instance, parent.ContentHash, new Stimulus("Child", null, null), CancellationToken.None);
}
