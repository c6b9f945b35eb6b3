using AfterSales.Domain;
using AfterSales.Domain.Cases;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Operations;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Cases;

/// <summary>Cancels what runs for a case that two people closed by force, in the same transaction (ACC-12): nothing is left to open it again.</summary>
internal sealed class CaseClosedByForceHandler(AfterSalesDbContext db, WorkflowRuntime runtime, OperatorDesk desk) : INotificationHandler<CaseClosedByForce>
{
    public async Task Handle(CaseClosedByForce notification, CancellationToken cancellationToken)
    {
        var number = notification.File.Number.Value;
        var running = await db.Set<WorkflowInstance>().Where(i => i.CorrelationId == number && i.Status == WorkflowStatus.Running).OrderBy(i => i.Id)
            .Select(i => i.Id).ToListAsync(cancellationToken);
        foreach (var id in running)
        {
            // False where it ended together with one that was cancelled before it.
            if (await OperatorDesk.AskAsync(() => runtime.CancelAsync(id, notification.Reason, desk.Operator, cancellationToken)))
                desk.Note(number, $"instance/{id:N}", "cancelled");
        }
    }
}
