using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Intake;

/// <summary>
/// Who calls, found while the clerk types (FRM-01, FRM-05): customers by number, with or without the area's, by name or by a part of their unit; devices by serial number, or by a part of their
/// name or model. Parts within numbers and contacts' names are looked for where nothing begins so, and parts within serial numbers where no customer is found either. Empty for fewer than two characters.
/// </summary>
[Allow(Roles.SignedIn)]
public sealed record LookUpCaller(string? Text) : IQuery<FoundCallers>;

public sealed record FoundCallers(IReadOnlyList<FoundCustomer> Customers, IReadOnlyList<FoundDevice> Devices)
{
    public bool IsEmpty => Customers.Count + Devices.Count == 0;
}

/// <param name="OpenCases">How many open cases the reader may know of.</param>
public sealed record FoundCustomer(Guid Id, string Name, string? Unit, string? Phone, int OpenCases);

public sealed record FoundDevice(Guid Id, string Name, string? SerialNumber, Guid CustomerId, string CustomerName, string? CustomerUnit, int OpenCases);

/// <summary>One of those found, to fill in the form with. Null when there is no such row any more.</summary>
[Allow(Roles.SignedIn)]
public sealed record PickCaller(Guid? CustomerId, Guid? EquipmentId) : IQuery<PickedCaller?>;

public sealed record PickedCaller(string Name, string? Unit, string? Phone, string? Email, string? Address, string? EquipmentSerial);

internal sealed class LookUpCallerHandlers(AfterSalesDbContext db, RegisterSearch register, KnownCases known) : IRequestHandler<LookUpCaller, FoundCallers>, IRequestHandler<PickCaller, PickedCaller?>
{
    private const int Most = 6;

    public async Task<FoundCallers> Handle(LookUpCaller request, CancellationToken cancellationToken)
    {
        var text = request.Text?.Trim() ?? "";
        if (text.Length is < 2 or > 100)
            return new FoundCallers([], []);

        var open = (await known.AllAsync(cancellationToken)).Where(c => c.Status == CaseStatus.Open || c.Status == CaseStatus.AwaitingVerification);
        // Found first and read then: what is looked through is an index that holds only what is looked for.
        var customers = await register.CustomersAsync(text, Most, cancellationToken);
        var devices = await register.DevicesAsync(text, Most, withinNumbers: customers.Count == 0, cancellationToken);
        return new FoundCallers(
            customers.Count == 0 ? [] : await db.Customers.Where(c => customers.Contains(c.Id)).OrderBy(c => c.Name).ThenBy(c => c.Id)
                .Select(c => new FoundCustomer(c.Id, c.Name, c.Unit, c.Phone, open.Count(f => f.CustomerId == c.Id))).ToListAsync(cancellationToken),
            devices.Count == 0 ? [] : await db.Equipment.Where(e => devices.Contains(e.Id)).OrderBy(e => e.SerialNumber).ThenBy(e => e.Id)
                .Join(db.Customers, e => e.CustomerId, c => c.Id, (e, c) => new FoundDevice(e.Id, e.Name, e.SerialNumber, c.Id, c.Name, c.Unit, open.Count(f => f.EquipmentId == e.Id)))
                .ToListAsync(cancellationToken));
    }

    public async Task<PickedCaller?> Handle(PickCaller request, CancellationToken cancellationToken)
    {
        var device = request.EquipmentId is { } equipmentId ? await db.Equipment.AsNoTracking().SingleOrDefaultAsync(e => e.Id == equipmentId, cancellationToken) : null;
        var customerId = device?.CustomerId ?? request.CustomerId;
        return await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == customerId, cancellationToken) is { } customer
            ? new PickedCaller(customer.Name, customer.Unit, customer.Phone, customer.Email, customer.Address, device?.SerialNumber)
            : null;
    }
}
