using AfterSales.Domain.Complaints;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Intake;

/// <summary>Whose mail is taken for the customer's word on a case.</summary>
internal static class CaseCorrespondents
{
    /// <summary>True when an address is known to one of the cases, or to one that was merged into it: the complainant's or caller's, or the customer's in the register.</summary>
    /// <param name="db">The product's data.</param>
    /// <param name="cases">The case that is named, and the one that goes on for it.</param>
    /// <param name="address">As the mail gives it; letters count alike in either case.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<bool> IsCorrespondentAsync(this AfterSalesDbContext db, IReadOnlyList<CaseNumber> cases, string address, CancellationToken cancellationToken)
    {
        CaseNumber?[] targets = [.. cases.Select(number => (CaseNumber?)number)];
        CaseNumber[] numbers = [.. cases, .. await db.CaseFiles.Where(c => targets.Contains(c.MergedInto)).Select(c => c.Number).ToListAsync(cancellationToken)];
        var complainants = await db.Complaints.Where(c => numbers.Contains(c.Number)).Select(c => c.Complainant.Email).ToListAsync(cancellationToken);
        var callers = await db.Faults.Where(f => numbers.Contains(f.Number)).Select(f => f.Caller.Email).ToListAsync(cancellationToken);
        var registered = await db.CaseFiles.Where(c => numbers.Contains(c.Number))
            .Join(db.Customers, c => c.CustomerId, customer => (Guid?)customer.Id, (_, customer) => customer.Email).ToListAsync(cancellationToken);
        return complainants.Concat(callers).Concat(registered).Any(known => string.Equals(known?.Trim(), address.Trim(), StringComparison.OrdinalIgnoreCase));
    }
}
