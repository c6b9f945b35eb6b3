using System.Text.Json.Nodes;
using AfterSales.Domain.Complaints;
using AfterSales.Workflows.Cases;
using MediatR;

namespace AfterSales.Workflows.Complaints;

/// <summary>A registered complaint starts every published definition that is triggered by the event <c>ComplaintRegistered</c>.</summary>
internal sealed class ComplaintRegisteredHandler(CaseEvents events) : INotificationHandler<ComplaintRegistered>
{
    public const string Event = "ComplaintRegistered";

    public Task Handle(ComplaintRegistered notification, CancellationToken cancellationToken) =>
        events.PublishAsync(Event, notification.Complaint.Number, null, Payload(notification.Complaint, notification.ProjectCode), cancellationToken);

    /// <summary>What the process is told of the complaint.</summary>
    public static JsonObject Payload(Complaint complaint, string? projectCode) => new()
    {
        ["number"] = complaint.Number.Value,
        ["severity"] = complaint.Severity == ComplaintSeverity.Serious ? "serious" : "ordinary",
        ["supervision"] = complaint.IsSupervision,
        ["projectCode"] = projectCode,
        ["subject"] = complaint.Subject,
    };
}
