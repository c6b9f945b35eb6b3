using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Engine.Runtime;
using MediatR;

namespace AfterSales.Workflows.Complaints;

/// <summary>A registered complaint starts every published definition that is triggered by the event <c>ComplaintRegistered</c>.</summary>
internal sealed class ComplaintRegisteredHandler(WorkflowRuntime runtime, CurrentActor current) : INotificationHandler<ComplaintRegistered>
{
    public async Task Handle(ComplaintRegistered notification, CancellationToken cancellationToken)
    {
        var complaint = notification.Complaint;
        await runtime.PublishAsync(
            new PublishedEvent("ComplaintRegistered")
            {
                CorrelationId = complaint.Number.Value,
                StimulusId = $"complaint:{complaint.Number.Value}",
                Actor = current.Actor.Name,
                Payload = new JsonObject
                {
                    ["number"] = complaint.Number.Value,
                    ["severity"] = complaint.Severity == ComplaintSeverity.Serious ? "serious" : "ordinary",
                    ["projectCode"] = notification.ProjectCode,
                    ["subject"] = complaint.Subject,
                },
            },
            cancellationToken);
    }
}
