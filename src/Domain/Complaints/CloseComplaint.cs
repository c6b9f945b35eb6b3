using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;

namespace AfterSales.Domain.Complaints;

/// <summary>Closes a case that the customer has confirmed (PRC-17, ACC-12).</summary>
[Allow(Roles.System)]
public sealed record CloseComplaint(CaseNumber Case) : ICommand;

internal sealed class CloseComplaintHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<CloseComplaint, Unit>
{
    public async Task<Unit> Handle(CloseComplaint request, CancellationToken cancellationToken)
    {
        var complaint = await db.FindComplaintAsync(request.Case, cancellationToken);
        complaint.Close(await db.RecordsOfAsync(request.Case, cancellationToken), clock.GetUtcNow());
        return Unit.Value;
    }
}
