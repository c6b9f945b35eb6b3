using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;

namespace AfterSales.Host.Elsa.Instances;

/// <summary>One occurrence of an activity, without what went in and out.</summary>
internal record ElsaExecutionSummary(
    string Id, Guid WorkflowInstanceId, string ActivityId, string ActivityNodeId, string ActivityType, int ActivityTypeVersion, string? ActivityName, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt,
    bool HasBookmarks, ActivityExecutionStatus Status, int AggregateFaultCount, string? SchedulingActivityExecutionId, string? SchedulingActivityId, Guid? SchedulingWorkflowInstanceId, int CallStackDepth)
{
    public JsonObject Metadata { get; } = [];

    public static ElsaExecutionSummary Of(ActivityExecution execution, InstanceSnapshot snapshot)
    {
        var before = execution.ScheduledBy is { } id ? snapshot.History.Executions.FirstOrDefault(other => other.ActivityInstanceId == id) : null;
        return new ElsaExecutionSummary(
            ExecutionIds.Of(execution.InstanceId, execution.ActivityInstanceId), execution.InstanceId, execution.ActivityId, execution.NodeId, execution.Type, execution.TypeVersion, execution.Name,
            execution.StartedAt, execution.EndedAt, execution.IsWaiting, execution.Status, execution.FaultCount,
            before is null ? null : ExecutionIds.Of(execution.InstanceId, before.ActivityInstanceId), before?.ActivityId, null, execution.CallStackDepth);
    }
}

/// <summary>One occurrence of an activity. Inputs and outputs go by the names that the descriptors have.</summary>
internal sealed record ElsaExecution(ElsaExecutionSummary Summary, JsonObject ActivityState, object? Payload, JsonObject Outputs, ElsaException? Exception) : ElsaExecutionSummary(Summary)
{
    // Spread over the members that it copies.
    [System.Text.Json.Serialization.JsonIgnore]
    public ElsaExecutionSummary Summary { get; } = Summary;

    public JsonObject Properties { get; } = [];

    public static new ElsaExecution Of(ActivityExecution execution, InstanceSnapshot snapshot) => new(
        ElsaExecutionSummary.Of(execution, snapshot), execution.Inputs,
        execution.Outcomes.Count > 0 ? new Dictionary<string, object> { ["Outcomes"] = execution.Outcomes } : null, // a dictionary, for Elsa's name is in upper case here
        execution.Outputs, execution.Status is ActivityExecutionStatus.Faulted && execution.Incident is { } incident ? ElsaException.Of(incident) : null);
}

/// <summary>What the badge on a node of the diagram counts.</summary>
internal sealed record ElsaStats(string ActivityId, string ActivityNodeId, int StartedCount, int CompletedCount, int UncompletedCount, bool IsBlocked, bool IsFaulted)
{
    public JsonObject Metadata { get; } = [];

    /// <summary>Those that ran.</summary>
    public static IReadOnlyList<ElsaStats> Of(InstanceSnapshot snapshot) =>
    [
        .. snapshot.History.Executions.GroupBy(execution => execution.NodeId).Select(node => new ElsaStats(
            node.First().ActivityId, node.Key, node.Count(), node.Count(execution => execution.Status is ActivityExecutionStatus.Completed), node.Count(execution => execution.EndedAt is null),
            node.Any(execution => execution.IsWaiting), node.Any(execution => execution.Status is ActivityExecutionStatus.Faulted))),
    ];
}

internal sealed record ElsaReport(IReadOnlyList<ElsaStats> Stats);

internal sealed record ReportRequest
{
    public Guid WorkflowInstanceId { get; init; }
    public IReadOnlyList<string>? ActivityNodeIds { get; init; }
}

/// <summary>How an occurrence came about, outermost first.</summary>
internal sealed record ElsaCallStack(string ActivityExecutionId, IReadOnlyList<ElsaExecution> Items, int TotalCount, int Page, int PageSize)
{
    public static ElsaCallStack Of(ActivityExecution execution, InstanceSnapshot snapshot)
    {
        var all = snapshot.History.Executions.ToDictionary(other => other.ActivityInstanceId);
        var stack = new List<ElsaExecution>();
        for (var at = execution; at is not null; at = at.ScheduledBy is { } before ? all.GetValueOrDefault(before) : null)
            stack.Add(ElsaExecution.Of(at, snapshot));
        stack.Reverse();
        return new ElsaCallStack(ExecutionIds.Of(execution.InstanceId, execution.ActivityInstanceId), stack, stack.Count, 0, stack.Count);
    }
}
