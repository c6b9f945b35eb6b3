using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Tasks;

/// <summary>Hands tasks to their handlers. A task without one stays open for whoever completes it.</summary>
internal sealed class TaskRequester(IEnumerable<IWorkflowTaskHandler> handlers) : IOutboxRequester
{
    public const string MessageKind = "task", BookmarkName = "Elsa.RunTask";

    public string Kind => MessageKind;

    public static JsonObject Write(WorkflowTask task) => (JsonObject)JsonSerializer.SerializeToNode(task, JsonSerializerOptions.Web)!;

    public static WorkflowTask Read(string payload) => JsonSerializer.Deserialize<WorkflowTask>(payload, JsonSerializerOptions.Web)!;

    public static ResumeBookmark Completion(string taskId, JsonNode? result, string? actor) =>
        new() { Name = BookmarkName, Key = taskId, Payload = result, StimulusId = $"task:{taskId}", Actor = actor };

    public async Task<OutboxReply> RequestAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var task = Read(message.Payload);
        if (handlers.FirstOrDefault(handler => handler.TaskName == task.TaskName) is not { } handler)
            return new OutboxReply(null);
        return new OutboxReply(Completion(task.TaskId, await handler.RunAsync(task, cancellationToken), null));
    }

    // The task stays open: its message is dead and visible, and somebody may complete it by its id.
    public OutboxReply GiveUp(OutboxMessage message, Exception last) => new(null);
}
