using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Cases;

/// <summary>What a list of tasks says about the cases they belong to. Numbers of no case, and of cases the reader may not know of, are left out.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetCaseHeadings(IReadOnlyCollection<CaseNumber> Numbers) : IQuery<IReadOnlyDictionary<CaseNumber, CaseHeading>>;

/// <param name="CustomerName">Null where no customer stands behind the case.</param>
public sealed record CaseHeading(CaseNumber Number, CaseKind Kind, string Subject, string? CustomerName, string? CustomerUnit, bool IsSerious);

internal sealed class GetCaseHeadingsHandler(AfterSalesDbContext db, KnownCases known) : IRequestHandler<GetCaseHeadings, IReadOnlyDictionary<CaseNumber, CaseHeading>>
{
    public async Task<IReadOnlyDictionary<CaseNumber, CaseHeading>> Handle(GetCaseHeadings request, CancellationToken cancellationToken)
    {
        var numbers = request.Numbers.Distinct().ToArray();
        var headings = from file in (await known.AllAsync(cancellationToken)).Where(c => numbers.Contains(c.Number))
                       join customer in db.Customers on file.CustomerId equals (Guid?)customer.Id into customers
                       from customer in customers.DefaultIfEmpty()
                       select new CaseHeading(file.Number, file.Kind, file.Subject, customer == null ? null : customer.Name, customer == null ? null : customer.Unit, file.IsSerious);
        return await headings.ToDictionaryAsync(h => h.Number, cancellationToken);
    }
}
