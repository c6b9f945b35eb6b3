using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Complaints;

/// <summary>What a list of tasks says about the cases they belong to. Numbers that are no complaints are left out.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetComplaintHeadings(IReadOnlyCollection<CaseNumber> Numbers) : IQuery<IReadOnlyDictionary<CaseNumber, ComplaintHeading>>;

public sealed record ComplaintHeading(CaseNumber Number, string Subject, string CustomerName, string? CustomerUnit, ComplaintSeverity Severity);

internal sealed class GetComplaintHeadingsHandler(AfterSalesDbContext db) : IRequestHandler<GetComplaintHeadings, IReadOnlyDictionary<CaseNumber, ComplaintHeading>>
{
    public async Task<IReadOnlyDictionary<CaseNumber, ComplaintHeading>> Handle(GetComplaintHeadings request, CancellationToken cancellationToken)
    {
        var numbers = request.Numbers.Distinct().ToArray();
        return await db.Complaints.AsNoTracking().Where(c => numbers.Contains(c.Number))
            .Select(c => new ComplaintHeading(c.Number, c.Subject, c.Complainant.Name, c.Complainant.Unit, c.Severity))
            .ToDictionaryAsync(h => h.Number, cancellationToken);
    }
}
