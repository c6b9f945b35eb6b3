using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.EquipmentRegister;

/// <summary>Devices in the order they were entered, one page at a time.</summary>
/// <param name="Search">Part of the serial number, name or model.</param>
/// <param name="After">The id of the last device of the page before.</param>
/// <param name="Id">Only this one.</param>
[Allow(Roles.SignedIn)]
public sealed record ListEquipment(string? Search = null, Guid? CustomerId = null, string? OfficeCode = null, Guid? After = null, int Limit = 50, Guid? Id = null) : IQuery<IReadOnlyList<EquipmentSummary>>;

/// <param name="Revision">For those who change it.</param>
public sealed record EquipmentSummary(
    Guid Id, string? SerialNumber, string Name, string? Model, Guid CustomerId, string CustomerName, string? ContractCode, string? ProjectCode, string? OfficeCode, DateOnly? FirstAcceptedOn,
    DateOnly? OpenedOn, int Revision, LocalizedText? OfficeName = null);

internal sealed class ListEquipmentHandler(AfterSalesDbContext db) : IRequestHandler<ListEquipment, IReadOnlyList<EquipmentSummary>>
{
    public async Task<IReadOnlyList<EquipmentSummary>> Handle(ListEquipment request, CancellationToken cancellationToken)
    {
        var equipment = db.Equipment.AsNoTracking();
        if (request.Id is { } id)
            equipment = equipment.Where(e => e.Id == id);
        if (request.CustomerId is { } customer)
            equipment = equipment.Where(e => e.CustomerId == customer);
        if (request.OfficeCode is { } office)
            equipment = equipment.Where(e => db.Units.Any(u => u.Id == e.OfficeUnitId && u.Code == office));
        if (!string.IsNullOrWhiteSpace(request.Search))
        {
            var text = request.Search.Trim();
            equipment = equipment.Where(e => (e.SerialNumber != null && e.SerialNumber.Contains(text)) || e.Name.Contains(text) || (e.Model != null && e.Model.Contains(text)));
        }

        if (request.After is { } after)
            equipment = equipment.Where(e => e.Id.CompareTo(after) > 0);
        return await equipment.OrderBy(e => e.Id).Take(Math.Clamp(request.Limit, 1, 200))
            .Select(e => new EquipmentSummary(
                e.Id, e.SerialNumber, e.Name, e.Model, e.CustomerId, db.Customers.Where(c => c.Id == e.CustomerId).Select(c => c.Unit ?? c.Name).First(),
                db.Contracts.Where(c => c.Id == e.ContractId).Select(c => c.Code).FirstOrDefault(), db.Projects.Where(p => p.Id == e.ProjectId).Select(p => p.Code).FirstOrDefault(),
                db.Units.Where(u => u.Id == e.OfficeUnitId).Select(u => u.Code).FirstOrDefault(), e.FirstAcceptedOn, e.OpenedOn, e.Revision, db.Units.Where(u => u.Id == e.OfficeUnitId).Select(u => u.Name).FirstOrDefault()))
            .ToListAsync(cancellationToken);
    }
}
