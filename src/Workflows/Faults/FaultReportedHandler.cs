using System.Globalization;
using System.Text.Json.Nodes;
using AfterSales.Domain.Faults;
using AfterSales.Workflows.Cases;
using MediatR;

namespace AfterSales.Workflows.Faults;

/// <summary>A reported fault starts every published definition that is triggered by the event <c>FaultReported</c>.</summary>
internal sealed class FaultReportedHandler(CaseEvents events) : INotificationHandler<FaultReported>
{
    public const string Event = "FaultReported";

    public Task Handle(FaultReported notification, CancellationToken cancellationToken)
    {
        var fault = notification.Fault;
        return events.PublishAsync(
            Event, fault.Number, null,
            new JsonObject
            {
                ["number"] = fault.Number.Value,
                ["level"] = (int)fault.Level,
                ["occurredAt"] = fault.OccurredAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["solvedBy"] = fault.SolvedBy,
                ["subject"] = notification.File.Subject,
            },
            cancellationToken);
    }
}
