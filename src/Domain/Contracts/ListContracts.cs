using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Contracts;

/// <summary>Contracts by code, of one customer or of all.</summary>
[Allow(Roles.SignedIn)]
public sealed record ListContracts(Guid? CustomerId = null) : IQuery<IReadOnlyList<ContractSummary>>;

/// <param name="Revision">For those who change it.</param>
public sealed record ContractSummary(
    Guid Id, string Code, LocalizedText Name, Guid CustomerId, string CustomerName, string? ProjectCode, DateOnly WarrantyFrom, DateOnly WarrantyUntil, string? PolicyCode,
    string? CalendarCode, int Revision);

internal sealed class ListContractsHandler(AfterSalesDbContext db) : IRequestHandler<ListContracts, IReadOnlyList<ContractSummary>>
{
    public async Task<IReadOnlyList<ContractSummary>> Handle(ListContracts request, CancellationToken cancellationToken) =>
        await db.Contracts.AsNoTracking().Where(c => request.CustomerId == null || c.CustomerId == request.CustomerId).OrderBy(c => c.Code)
            .Select(c => new ContractSummary(
                c.Id, c.Code, c.Name, c.CustomerId, db.Customers.Where(k => k.Id == c.CustomerId).Select(k => k.Unit ?? k.Name).First(),
                db.Projects.Where(p => p.Id == c.ProjectId).Select(p => p.Code).FirstOrDefault(), c.WarrantyFrom, c.WarrantyUntil, c.PolicyCode, c.CalendarCode, c.Revision))
            .ToListAsync(cancellationToken);
}
