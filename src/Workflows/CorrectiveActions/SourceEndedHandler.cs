using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Cases;
using AfterSales.Engine.Runtime;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.CorrectiveActions;

/// <summary>Tells the corrective actions that came from a case that it has ended, by the event <c>SourceEnded</c>: those whose measures held close now.</summary>
internal sealed class SourceEndedHandler(AfterSalesDbContext db, WorkflowRuntime runtime) : INotificationHandler<CaseEnded>
{
    public const string Event = "SourceEnded";

    public async Task Handle(CaseEnded notification, CancellationToken cancellationToken)
    {
        var source = notification.File.Number;
        var actions = await db.CaseFiles.Where(c => c.ParentCase == source && c.Kind == CaseKind.CorrectiveAction && c.ClosedAt == null).OrderBy(c => c.Number).Select(c => c.Number).ToListAsync(cancellationToken);
        foreach (var action in actions)
        {
            await runtime.PublishAsync(
                new PublishedEvent(Event) { CorrelationId = action.Value, StimulusId = $"{Event}:{action.Value}:{source.Value}", Payload = new JsonObject { ["source"] = source.Value } }, cancellationToken);
        }
    }
}
