using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Engine.Operations;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Operations;
using MediatR;

namespace AfterSales.Workflows.Complaints;

/// <summary>A registered complaint starts every published definition that is triggered by the event <c>ComplaintRegistered</c>.</summary>
internal sealed class ComplaintRegisteredHandler(WorkflowRuntime runtime, WorkflowIntake intake, CurrentActor current) : INotificationHandler<ComplaintRegistered>
{
    public async Task Handle(ComplaintRegistered notification, CancellationToken cancellationToken)
    {
        // Said before anything starts; the engine itself would keep the event and start the processes later, unseen by the person.
        if (await intake.IsPausedAsync(cancellationToken))
            throw Refusals.IntakePaused(new IntakePausedException());
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
