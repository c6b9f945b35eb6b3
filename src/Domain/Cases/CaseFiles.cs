using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Cases;

/// <summary>Opens case files: gives the number and notes who opened it and when. Scoped.</summary>
public sealed class CaseFiles(AfterSalesDbContext db, CurrentActor current, TimeProvider clock)
{
    public async Task<CaseFile> OpenAsync(CaseOpening opening, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var file = CaseFile.Open(await CaseNumberSequence.NextAsync(db, opening.Kind, now, cancellationToken), opening, current.Actor.Name, now);
        db.Add(file);
        return file;
    }
}

/// <summary>What others ask of the customer behind a case.</summary>
public static class CaseCustomers
{
    /// <summary>The contact's name; null when no customer stands behind the case.</summary>
    public static Task<string?> CustomerNameAsync(this AfterSalesDbContext db, CaseNumber number, CancellationToken cancellationToken) =>
        db.CaseFiles.Where(c => c.Number == number).Join(db.Customers, c => c.CustomerId, k => (Guid?)k.Id, (c, k) => (string?)k.Name).SingleOrDefaultAsync(cancellationToken);
}
