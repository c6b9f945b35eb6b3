using System.Text.Json.Nodes;

namespace AfterSales.Engine.Tasks;

/// <summary>Something that a workflow asks to be done elsewhere, by <c>Elsa.RunTask</c>, and waits for.</summary>
public sealed record WorkflowTask(string TaskId, string TaskName, JsonObject Payload, Guid InstanceId, string ActivityId, string? CorrelationId);

/// <summary>
/// Does the tasks of one name within this process. It may be called more than once for a task, with the same id. Where no handler is registered, somebody outside
/// completes the task.
/// </summary>
public interface IWorkflowTaskHandler
{
    string TaskName { get; }

    /// <summary>Does the task; what is returned completes it. Whatever is thrown has it done again later.</summary>
    Task<JsonNode?> RunAsync(WorkflowTask task, CancellationToken cancellationToken);
}
