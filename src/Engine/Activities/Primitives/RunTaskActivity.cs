using System.Text.Json.Nodes;
using AfterSales.Engine.Tasks;

namespace AfterSales.Engine.Activities.Primitives;

/// <summary>Asks for a task to be done, by a handler in this process or by somebody outside, and waits until it is completed by its id.</summary>
internal sealed class RunTaskActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.RunTask", "Primitives", "Requests a given task to be run.")
    {
        Inputs =
        [
            new InputDescriptor("TaskName") { DisplayName = "Task Name", Description = "The name of the task being requested." },
            new InputDescriptor("Payload", "ObjectDictionary") { UiHint = "dropdown", Description = "Any additional parameters to send to the task." },
        ],
        Outputs = [new OutputDescriptor("TaskId", "String"), new OutputDescriptor("Result")],
    };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var name = context.GetInput<string>("TaskName") is { Length: > 0 } given ? given : throw new InvalidOperationException("The task has no name.");
        var id = Guid.CreateVersion7(context.Now).ToString("N");
        var task = TaskRequester.Write(new WorkflowTask(id, name, context.GetInput("Payload") as JsonObject ?? [], context.InstanceId, context.Node.Id, context.CorrelationId));
        context.SetOutput("TaskId", id);
        context.CreateBookmark(TaskRequester.BookmarkName, id, task);
        context.SendWhileWaiting(TaskRequester.MessageKind, task, $"task:{id}");
        return ValueTask.CompletedTask;
    }

    public override ValueTask ResumeAsync(ActivityContext context, BookmarkResumption resumption, CancellationToken cancellationToken)
    {
        context.SetOutput("Result", resumption.Payload);
        context.Complete();
        return ValueTask.CompletedTask;
    }

    public override ValueTask CancelAsync(ActivityContext context, CancellationToken cancellationToken) => context.WithdrawAsync(cancellationToken);
}
