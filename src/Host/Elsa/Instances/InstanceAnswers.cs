using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;
using AfterSales.Host.Localization;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Elsa.Instances;

/// <summary>A row of Studio's list.</summary>
internal record ElsaInstanceSummary(
    Guid Id, string DefinitionId, string DefinitionVersionId, int Version, Guid? ParentWorkflowInstanceId, WorkflowStatus Status, WorkflowSubStatus SubStatus, string? CorrelationId, string? Name,
    int IncidentCount, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt)
{
    /// <summary>Nobody sees an instance in the middle of a burst.</summary>
    public bool IsExecuting { get; } // false
    public bool IsSystem { get; } // false

    public static ElsaInstanceSummary Of(InstanceHead head) => new(
        head.Id, head.DefinitionId, head.DefinitionVersionId, head.DefinitionVersion, head.ParentInstanceId, head.Status, head.SubStatus, head.CorrelationId, head.Name, head.IncidentCount, head.CreatedAt,
        head.UpdatedAt, head.FinishedAt);
}

/// <summary>What the viewer reads first.</summary>
internal sealed record ElsaInstance(ElsaInstanceSummary Summary, ElsaWorkflowState WorkflowState) : ElsaInstanceSummary(Summary)
{
    // Spread over the members that it copies.
    [System.Text.Json.Serialization.JsonIgnore]
    public ElsaInstanceSummary Summary { get; } = Summary;

    public static ElsaInstance Of(InstanceSnapshot snapshot, IStringLocalizer<Texts> texts)
    {
        var instance = snapshot.Instance;
        var summary = new ElsaInstanceSummary(
            instance.Id, instance.DefinitionId, instance.DefinitionVersionId, instance.DefinitionVersion, instance.ParentInstanceId, instance.Status, instance.SubStatus, instance.CorrelationId, instance.Name,
            instance.IncidentCount, instance.CreatedAt, instance.UpdatedAt, instance.FinishedAt);
        return new ElsaInstance(summary, ElsaWorkflowState.Of(snapshot, texts));
    }
}

/// <summary>Elsa's state of an instance, as far as ours has the like; the viewer shows it whole under its raw data.</summary>
internal sealed record ElsaWorkflowState(
    Guid Id, string DefinitionId, string DefinitionVersionId, int DefinitionVersion, string? CorrelationId, string? Name, WorkflowStatus Status, WorkflowSubStatus SubStatus,
    IReadOnlyList<ElsaBookmark> Bookmarks, IReadOnlyList<ElsaIncident> Incidents, ElsaFault? Fault, IReadOnlyList<object> CompletionCallbacks,
    IReadOnlyList<ElsaExecutionContext> ActivityExecutionContexts, JsonObject Input, JsonObject Output, JsonObject Properties, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt)
{
    public static ElsaWorkflowState Of(InstanceSnapshot snapshot, IStringLocalizer<Texts> texts)
    {
        var instance = snapshot.Instance;
        return new ElsaWorkflowState(
            instance.Id, instance.DefinitionId, instance.DefinitionVersionId, instance.DefinitionVersion, instance.CorrelationId, instance.Name, instance.Status, instance.SubStatus,
            [.. snapshot.Bookmarks.Select(bookmark => ElsaBookmark.Of(instance.Id, bookmark))],
            [.. snapshot.Incidents.Select(incident => ElsaIncident.Of(incident, texts))],
            snapshot.Incidents.LastOrDefault(incident => incident.ResolvedAt is null) is { } open ? new ElsaFault(ElsaException.Of(open), open.Message, open.ActivityId) : null,
            [], ElsaExecutionContext.Of(snapshot), snapshot.Input, snapshot.Output, [], instance.CreatedAt, instance.UpdatedAt, instance.FinishedAt);
    }
}

internal sealed record ElsaBookmark(
    Guid Id, string Name, string? Hash, JsonNode? Payload, string ActivityId, string ActivityNodeId, string ActivityInstanceId, DateTimeOffset CreatedAt, bool AutoBurn = true,
    string? CallbackMethodName = null, bool AutoComplete = true, object? Metadata = null)
{
    /// <summary>Our bookmarks are found by their key; Elsa's by a hash of what they wait for.</summary>
    public static ElsaBookmark Of(Guid instanceId, SnapshotBookmark bookmark) => new(
        bookmark.Id, bookmark.Name, bookmark.Key, bookmark.Payload, bookmark.ActivityId, bookmark.NodeId, ExecutionIds.Of(instanceId, bookmark.ActivityInstanceId), bookmark.CreatedAt);
}

/// <summary>The viewer shows the exception's message and nothing else, so a resolved incident says there that it is.</summary>
internal sealed record ElsaIncident(string ActivityId, string ActivityNodeId, string ActivityType, string Message, DateTimeOffset Timestamp, ElsaException Exception)
{
    public static ElsaIncident Of(WorkflowIncident incident, IStringLocalizer<Texts> texts)
    {
        var exception = ElsaException.Of(incident);
        var shown = incident.ResolvedAt is null ? exception : exception with { Message = texts["designer.incident-resolved", incident.Message] };
        return new ElsaIncident(incident.ActivityId, incident.ActivityNodeId, incident.ActivityType, incident.Message, incident.OccurredAt, shown);
    }
}

internal sealed record ElsaException(string Type, string Message, string? StackTrace, ElsaException? InnerException = null)
{
    public static ElsaException Of(WorkflowIncident incident) => new(incident.ExceptionType, incident.Message, incident.StackTrace);
}

internal sealed record ElsaFault(ElsaException Exception, string Message, string FaultedActivityId);

internal sealed record ElsaExecutionContext(
    string Id, string? ParentContextId, string ScheduledActivityNodeId, string? OwnerActivityNodeId, JsonObject Properties, JsonObject ActivityState, IReadOnlyList<object> DynamicVariables)
{
    /// <summary>What is alive, the root before all: the viewer takes the first without a parent for it, over or not.</summary>
    public static IReadOnlyList<ElsaExecutionContext> Of(InstanceSnapshot snapshot)
    {
        var (id, root) = (snapshot.Instance.Id, snapshot.History.Graph.Root);
        var nodes = snapshot.Activities.ToDictionary(activity => activity.ActivityInstanceId, activity => activity.NodeId);
        var rootInstance = snapshot.History.Executions.FirstOrDefault(execution => execution.ParentActivityInstanceId is null)?.ActivityInstanceId ?? 1;
        return
        [
            new(ExecutionIds.Of(id, rootInstance), null, root.NodeId, null, [], [], []),
            .. snapshot.Activities.Where(activity => activity.ParentActivityInstanceId > 0).Select(activity => new ElsaExecutionContext(
                ExecutionIds.Of(id, activity.ActivityInstanceId), ExecutionIds.Of(id, activity.ParentActivityInstanceId), activity.NodeId, nodes.GetValueOrDefault(activity.ParentActivityInstanceId), [], [], [])),
        ];
    }
}

/// <summary>What polling viewers compare.</summary>
internal sealed record ElsaExecutionState(WorkflowStatus Status, WorkflowSubStatus SubStatus, WorkflowSubStatus WorkflowSubStatus, DateTimeOffset UpdatedAt);

internal sealed record ElsaVariable(string Id, string Name, JsonNode? Value);
