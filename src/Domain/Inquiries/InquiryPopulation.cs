using AfterSales.Domain.EquipmentRegister;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Inquiries;

/// <summary>Who belongs to a rule's population in a period, computed from the registers each time: nobody keeps a list by hand that could miss one (INQ-01…03).</summary>
internal static class InquiryPopulation
{
    public static async Task<IReadOnlyList<InquiryObject>> PopulationAsync(this AfterSalesDbContext db, InquiryEvent @event, PeriodDays period, CancellationToken cancellationToken)
    {
        if (@event is InquiryEvent.FieldJobDone)
            return await db.FieldJobs.AsNoTracking().Where(j => j.DoneOn >= period.First && j.DoneOn <= period.Last).OrderBy(j => j.Id)
                .Select(j => new InquiryObject(
                    j.EquipmentId, j.Id, j.CustomerId, j.OfficeUnitId, j.Number, db.Customers.Where(c => c.Id == j.CustomerId).Select(c => c.Unit ?? c.Name).First()))
                .ToListAsync(cancellationToken);

        return await In(db.Equipment.AsNoTracking(), @event, period).OrderBy(e => e.Id)
            .Select(e => new InquiryObject(
                e.Id, null, e.CustomerId, e.OfficeUnitId, e.SerialNumber ?? e.Name, db.Customers.Where(c => c.Id == e.CustomerId).Select(c => c.Unit ?? c.Name).First()))
            .ToListAsync(cancellationToken);
    }

    private static IQueryable<Equipment> In(IQueryable<Equipment> equipment, InquiryEvent @event, PeriodDays period)
    {
        var (first, last) = period;
        return @event switch
        {
            InquiryEvent.FirstAccepted => equipment.Where(e => e.FirstAcceptedOn <= last),
            InquiryEvent.FirstAcceptedInPeriod => equipment.Where(e => e.FirstAcceptedOn >= first && e.FirstAcceptedOn <= last),
            InquiryEvent.OpenedInPeriod => equipment.Where(e => e.OpenedOn >= first && e.OpenedOn <= last),
            InquiryEvent.OpenedOrFirstAccepted => equipment.Where(
                e => (e.OpenedOn >= first && e.OpenedOn <= last) || (e.FirstAcceptedOn >= first && e.FirstAcceptedOn <= last)),
            InquiryEvent.OpenedAndFirstAccepted => equipment.Where(
                e => e.OpenedOn <= last && e.FirstAcceptedOn <= last && (e.OpenedOn >= first || e.FirstAcceptedOn >= first)),
            _ => throw new ArgumentOutOfRangeException(nameof(@event), @event, "Not an event of equipment."),
        };
    }
}
