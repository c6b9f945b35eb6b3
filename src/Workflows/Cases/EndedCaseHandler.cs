using AfterSales.Domain;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Intake;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Operations;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Cases;

/// <summary>
/// Cancels what runs for a case that two people closed by force (ACC-12) or that was merged into another, in the same transaction: nothing is left to open it again.
/// </summary>
internal sealed class EndedCaseHandler(AfterSalesDbContext db, WorkflowRuntime runtime, OperatorDesk desk) : INotificationHandler<CaseClosedByForce>, INotificationHandler<CaseMerged>
{
    public Task Handle(CaseClosedByForce notification, CancellationToken cancellationToken) => CancelAsync(notification.File.Number, notification.Reason, cancellationToken);

    public Task Handle(CaseMerged notification, CancellationToken cancellationToken) => CancelAsync(notification.File.Number, notification.Reason, cancellationToken);

    private async Task CancelAsync(CaseNumber caseNumber, string reason, CancellationToken cancellationToken)
    {
        var number = caseNumber.Value;
        var running = await db.Set<WorkflowInstance>().Where(i => i.CorrelationId == number && i.Status == WorkflowStatus.Running).OrderBy(i => i.Id)
            .Select(i => i.Id).ToListAsync(cancellationToken);
        foreach (var id in running)
        {
            // False where it ended together with one that was cancelled before it.
            if (await OperatorDesk.AskAsync(() => runtime.CancelAsync(id, reason, desk.Operator, cancellationToken)))
                desk.Note(number, $"instance/{id:N}", "cancelled");
        }
    }
}
