using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>Which local office answers for a case (ORG-09).</summary>
internal static class CaseOffices
{
    /// <summary>Null: there is no such case, or nobody knows which office.</summary>
    public static async Task<Guid?> OfficeOfAsync(this AfterSalesDbContext db, CaseNumber number, CancellationToken cancellationToken) =>
        (db.CaseFiles.Local.FirstOrDefault(c => c.Number == number) ?? await db.CaseFiles.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, cancellationToken)) is { } file
            ? await db.OfficeOfAsync(file, cancellationToken)
            : null;

    /// <summary>The office that an inquiry issue is followed by; else the device's; else the customer's own; without either the only one that serves the customer: of several nobody knows which.</summary>
    public static async Task<Guid?> OfficeOfAsync(this AfterSalesDbContext db, CaseFile file, CancellationToken cancellationToken)
    {
        if (file.Kind is CaseKind.InquiryIssue && await db.InquiryIssues.Where(i => i.CaseNumber == file.Number).Select(i => i.OfficeUnitId).SingleOrDefaultAsync(cancellationToken) is { } asking)
            return asking;
        if (file.EquipmentId is { } equipment && await db.Equipment.Where(e => e.Id == equipment).Select(e => e.OfficeUnitId).SingleOrDefaultAsync(cancellationToken) is { } office)
            return office;
        if (file.CustomerId is { } customer && (db.Customers.Local.FirstOrDefault(c => c.Id == customer)?.OfficeUnitId ?? await db.Customers.Where(c => c.Id == customer).Select(c => c.OfficeUnitId).SingleOrDefaultAsync(cancellationToken)) is { } own)
            return own;
        var offices = await db.Equipment.Where(e => e.CustomerId == file.CustomerId && e.OfficeUnitId != null).Select(e => e.OfficeUnitId).Distinct().OrderBy(unit => unit).Take(2).ToListAsync(cancellationToken);
        return offices is [var only] ? only : null;
    }
}
