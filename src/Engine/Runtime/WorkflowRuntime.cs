using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Runtime;

/// <summary>
/// Applies stimuli to instances. It changes tracked entities and never saves: the unit of work around it commits everything at once,
/// or discards everything and runs it again.
/// </summary>
public sealed partial class WorkflowRuntime(
    DbContext db, WorkflowGraphs graphs, BurstFaults faults, TimeProvider clock, IOptions<WorkflowEngineOptions> options, IServiceProvider services)
{
    private Operation? _current;

    /// <summary>Starts an instance and returns its id. A repeated stimulus id gets the id of the first time.</summary>
    public Task<Guid> StartAsync(StartWorkflow request, CancellationToken cancellationToken)
    {
        var id = request.InstanceId ?? EngineIds.New(clock);
        return OperateAsync(operation => StartAsync(operation, request, id, null, null, cancellationToken), () => id);
    }

    /// <summary>Resumes one bookmark.</summary>
    public Task<ResumeResult> ResumeAsync(ResumeBookmark request, CancellationToken cancellationToken) =>
        OperateAsync(operation => ResumeAsync(operation, request, cancellationToken), () => new ResumeResult(ResumeOutcome.Deferred, null));

    /// <summary>Delivers an event to all that wait for it and starts all definitions it triggers.</summary>
    public Task<PublishResult> PublishAsync(PublishedEvent request, CancellationToken cancellationToken) =>
        OperateAsync(operation => DeliverAsync(operation, request, null, cancellationToken), () => new PublishResult([], []));

    // A command that an activity runs may itself call the runtime: that stimulus waits until the burst is through, for the instance may be the same.
    private async Task<T> OperateAsync<T>(Func<Operation, Task<T>> work, Func<T> deferred)
    {
        if (_current is { } running)
        {
            running.Defer(work);
            return deferred();
        }

        _current = new Operation(this, db, services, clock, options.Value, faults);
        try
        {
            var result = await work(_current);
            await _current.DrainAsync();
            return result;
        }
        finally
        {
            _current = null;
        }
    }

    private async Task<Guid> StartAsync(Operation operation, StartWorkflow request, Guid id, string? triggerActivityId, System.Text.Json.Nodes.JsonNode? triggerPayload, CancellationToken cancellationToken)
    {
        if (await FindAppliedAsync(request.StimulusId, cancellationToken) is { } first)
            return first;

        var version = await FindVersionAsync(request, cancellationToken);
        var graph = await graphs.GetAsync(db, version.Id, version.ContentHash, cancellationToken);
        var now = EngineIds.Now(clock);
        if (!version.IsSealed)
            (await db.Set<WorkflowDefinitionVersion>().FindAsync([version.Id], cancellationToken))?.MarkRun(now);
        var instance = new WorkflowInstance
        {
            Id = id,
            DefinitionId = version.DefinitionId,
            DefinitionVersionId = version.Id,
            DefinitionVersion = version.Version,
            CorrelationId = request.CorrelationId,
            Name = request.Name,
            ParentInstanceId = request.ParentInstanceId,
            SubStatus = WorkflowSubStatus.Pending,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(instance);
        var burst = new Burst(operation, instance, graph, new Stimulus("Start", request.StimulusId, request.Actor), isNew: true);
        foreach (var (name, value) in request.Input ?? [])
        {
            var type = graph.Definition.Inputs.FirstOrDefault(input => input.Name == name)?.TypeName;
            burst.State.Input[name] = (LiteralConverter.TryConvert(value, type, out var converted) ? converted : value)?.DeepClone();
        }

        burst.Start(triggerActivityId, triggerPayload);
        await CompleteAsync(burst, cancellationToken);
        return id;
    }

    private async Task<ResumeResult> ResumeAsync(Operation operation, ResumeBookmark request, CancellationToken cancellationToken)
    {
        var found = await FindWaitingAsync(request, cancellationToken);
        if (found is null || found.IsApplied)
        {
            var applied = await FindAppliedAsync(request.StimulusId, cancellationToken);
            return new ResumeResult(applied is null ? ResumeOutcome.NotFound : ResumeOutcome.AlreadyApplied, applied);
        }

        var outcome = await ResumeAsync(operation, found, request.Payload, new Stimulus("Resume", request.StimulusId, request.Actor), cancellationToken);
        return new ResumeResult(outcome, found.Instance.Id);
    }

    private async Task<ResumeOutcome> ResumeAsync(Operation operation, Waiting found, System.Text.Json.Nodes.JsonNode? payload, Stimulus stimulus, CancellationToken cancellationToken)
    {
        if (found.Instance.PausedAt is not null)
            return await HoldAsync(found.Instance, found.Bookmark, payload, stimulus, cancellationToken);
        var burst = await OpenAsync(operation, found.Instance, found.ContentHash, stimulus, cancellationToken);
        burst.Resume(found.Bookmark, payload);
        await CompleteAsync(burst, cancellationToken);
        return ResumeOutcome.Resumed;
    }

    private async Task<Burst> OpenAsync(Operation operation, WorkflowInstance instance, string contentHash, Stimulus stimulus, CancellationToken cancellationToken)
    {
        try
        {
            WorkflowGraph graph = await graphs.GetAsync(db, instance.DefinitionVersionId, contentHash, cancellationToken);
            return new Burst(operation, instance, graph, stimulus, isNew: db.Entry(instance).State is EntityState.Added);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or DefinitionInvalidException or InvalidOperationException or FormatException or KeyNotFoundException or InvalidCastException or ArgumentException)
        {
            throw new UnreadableInstanceException(instance.Id, e);
        }
    }

    private static async Task CompleteAsync(Burst burst, CancellationToken cancellationToken)
    {
        await burst.RunAsync(cancellationToken);
        await burst.WriteAsync(cancellationToken);
    }
}

/// <summary>The stored state or definition of an instance cannot be read, so nothing can be done with it. Others are not concerned.</summary>
public sealed class UnreadableInstanceException(Guid instanceId, Exception cause) : Exception($"Workflow instance {instanceId} cannot be read: {cause.Message}", cause)
{
    public Guid InstanceId => instanceId;
}
