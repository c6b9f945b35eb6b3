using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Cases;

/// <summary>How handlers load a case file and what belongs to it.</summary>
internal static class CaseQueries
{
    private static readonly CompiledQuery<Func<AfterSalesDbContext, CaseNumber, CancellationToken, Task<CaseFile?>>> Stored =
        new(() => EF.CompileAsyncQuery((AfterSalesDbContext db, CaseNumber number, CancellationToken cancellationToken) => db.CaseFiles.SingleOrDefault(c => c.Number == number)));

    /// <summary>The tracked case file.</summary>
    /// <exception cref="NotFoundException">There is no such case.</exception>
    public static async Task<CaseFile> FindCaseAsync(this AfterSalesDbContext db, CaseNumber number, CancellationToken cancellationToken) =>
        // Opened in this very unit of work: not in the database yet.
        db.CaseFiles.Local.FindEntry(number)?.Entity
        ?? await Stored.On(db)(db, number, cancellationToken)
        ?? throw new NotFoundException(nameof(CaseFile), number.Value);

    public static async Task<CaseRecordSet> RecordsOfAsync(this AfterSalesDbContext db, CaseNumber number, CancellationToken cancellationToken)
    {
        // Tracked, so that records added in this unit of work count too.
        await db.CaseRecords.Where(r => r.CaseNumber == number).LoadAsync(cancellationToken);
        return new CaseRecordSet([.. db.CaseRecords.Local.Where(r => r.CaseNumber == number)]);
    }
}
