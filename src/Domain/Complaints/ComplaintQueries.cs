using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Complaints;

/// <summary>How handlers load a complaint and what belongs to it.</summary>
internal static class ComplaintQueries
{
    /// <summary>The tracked complaint.</summary>
    public static async Task<Complaint> FindComplaintAsync(this AfterSalesDbContext db, CaseNumber number, CancellationToken cancellationToken) =>
        // Registered in this very unit of work: not in the database yet.
        db.Complaints.Local.FirstOrDefault(c => c.Number == number)
        ?? await db.Complaints.SingleOrDefaultAsync(c => c.Number == number, cancellationToken)
        ?? throw new NotFoundException(nameof(Complaint), number.Value);

    public static async Task<CaseRecordSet> RecordsOfAsync(this AfterSalesDbContext db, CaseNumber number, CancellationToken cancellationToken)
    {
        // Tracked, so that records added in this unit of work count too.
        await db.CaseRecords.Where(r => r.CaseNumber == number).LoadAsync(cancellationToken);
        return new CaseRecordSet([.. db.CaseRecords.Local.Where(r => r.CaseNumber == number)]);
    }
}
