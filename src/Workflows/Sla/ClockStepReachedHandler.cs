using System.Globalization;
using System.Text.Json.Nodes;
using AfterSales.Domain.Sla;
using AfterSales.Engine.Runtime;
using MediatR;

namespace AfterSales.Workflows.Sla;

/// <summary>Tells the processes of the case of a step of a clock's ladder, by the event <c>SlaStep</c> with <c>{metric, percent, clockId, dueAt}</c>. A definition waits for it with <c>Elsa.Event</c>.</summary>
internal sealed class ClockStepReachedHandler(WorkflowRuntime runtime) : INotificationHandler<ClockStepReached>
{
    public const string Event = "SlaStep";

    public async Task Handle(ClockStepReached notification, CancellationToken cancellationToken) => await runtime.PublishAsync(
        new PublishedEvent(Event)
        {
            CorrelationId = notification.Case.Value,
            StimulusId = string.Create(CultureInfo.InvariantCulture, $"clock:{notification.ClockId:N}:{notification.Percent}"),
            Payload = new JsonObject
            {
                ["metric"] = notification.Metric,
                ["percent"] = notification.Percent,
                ["clockId"] = notification.ClockId.ToString("N"),
                ["dueAt"] = notification.DueAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            },
        },
        cancellationToken);
}
