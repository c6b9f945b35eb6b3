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
    public const string Event = "ComplaintRegistered";

    public async Task Handle(ComplaintRegistered notification, CancellationToken cancellationToken)
    {
        // Said before anything starts; the engine itself would keep the event and start the processes later, unseen by the person.
        if (await intake.IsPausedAsync(cancellationToken))
            throw Refusals.IntakePaused(new IntakePausedException());
        var complaint = notification.Complaint;
        await runtime.PublishAsync(
            new PublishedEvent(Event)
            {
                CorrelationId = complaint.Number.Value,
                StimulusId = $"complaint:{complaint.Number.Value}",
                Actor = current.Actor.Name,
                Payload = Payload(complaint, notification.ProjectCode),
            },
            cancellationToken);
    }

    /// <summary>What the process is told of the complaint.</summary>
    public static JsonObject Payload(Complaint complaint, string? projectCode) => new()
    {
        ["number"] = complaint.Number.Value,
        ["severity"] = complaint.Severity == ComplaintSeverity.Serious ? "serious" : "ordinary",
        ["projectCode"] = projectCode,
        ["subject"] = complaint.Subject,
    };
}
