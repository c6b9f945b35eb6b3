using System.Text.Json.Nodes;

namespace AfterSales.Engine.Runtime;

/// <summary>A variable of the workflow with its value of the moment.</summary>
public sealed record VariableValue(string Id, string Name, JsonNode? Value);

/// <summary>
/// An instance with all its past, as people may see it: credentials are masked, and nothing refers to what the engine works with. It is shared: read it, never change it.
/// </summary>
public sealed record InstanceSnapshot(
    WorkflowHistory History, IReadOnlyList<ActivityPosition> Activities, IReadOnlyList<VariableValue> Variables, JsonObject Input, JsonObject Output, IReadOnlyList<SnapshotBookmark> Bookmarks,
    IReadOnlyList<WorkflowIncident> Incidents)
{
    public WorkflowInstance Instance => History.Instance;
}

/// <summary>What the instance waits for. <see cref="Payload"/> is null where it carries nothing.</summary>
public sealed record SnapshotBookmark(Guid Id, string ActivityId, string NodeId, int ActivityInstanceId, string Name, string? Key, JsonNode? Payload, DateTimeOffset CreatedAt);
