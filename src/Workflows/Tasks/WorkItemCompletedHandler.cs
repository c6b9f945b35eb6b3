using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using MediatR;

namespace AfterSales.Workflows.Tasks;

/// <summary>Resumes the process that waits for a work item, in the transaction that completes it.</summary>
internal sealed class WorkItemCompletedHandler(WorkflowRuntime runtime, CurrentActor current) : INotificationHandler<WorkItemCompleted>
{
    public async Task Handle(WorkItemCompleted notification, CancellationToken cancellationToken)
    {
        var item = notification.Item;
        if (item.InstanceId is null)
            return;

        var id = item.Id.ToString("N");
        var result = await runtime.ResumeAsync(
            new ResumeBookmark
            {
                Name = HumanTaskActivity.Bookmark,
                Key = id,
                StimulusId = $"work-item:{id}",
                Actor = current.Actor.Name,
                Payload = new JsonObject { ["outcome"] = notification.Outcome, ["completedBy"] = item.CompletedBy, ["data"] = JsonNode.Parse(notification.Data) },
            },
            cancellationToken);
        // Never complete a task whose process would not hear of it: the case would stand still for ever.
        if (result.Outcome == ResumeOutcome.NotFound)
            throw new InvalidOperationException($"Work item {id} is open, but instance {item.InstanceId} does not wait for it.");
    }
}
