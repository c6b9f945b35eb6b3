using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;

namespace AfterSales.Domain.Complaints;

/// <summary>Hands the case to verification with the customer (FRM-19); refused while a mandatory statement is missing (ACC-11, ACC-20, ACC-21).</summary>
[Allow(Roles.System)]
public sealed record RequestClosure(CaseNumber Case) : ICommand;

internal sealed class RequestClosureHandler(AfterSalesDbContext db) : IRequestHandler<RequestClosure, Unit>
{
    public async Task<Unit> Handle(RequestClosure request, CancellationToken cancellationToken)
    {
        var complaint = await db.FindComplaintAsync(request.Case, cancellationToken);
        complaint.RequestClosure(await db.RecordsOfAsync(request.Case, cancellationToken));
        return Unit.Value;
    }
}
