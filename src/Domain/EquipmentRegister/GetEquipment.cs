using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.EquipmentRegister;

/// <summary>One device with the cases it had, newest first. Null when there is no such device.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetEquipment(Guid Id) : IQuery<EquipmentDetails?>;

public sealed record EquipmentDetails(EquipmentSummary Equipment, IReadOnlyList<CaseLink> Cases);

/// <summary>Makes labels for devices that have none: each gets an address of its own that tells nothing of it. Returns those of the given office, or of all, with their addresses' last part.</summary>
/// <param name="Ids">The devices; those without a label get one.</param>
[Allow(Roles.Administrator, Roles.Manager, Roles.Clerk)]
public sealed record MakeLabels(IReadOnlyList<Guid> Ids) : ICommand<IReadOnlyList<EquipmentLabel>>;

/// <summary>Gives a device another label; what was printed before leads nowhere.</summary>
[Allow(Roles.Administrator, Roles.Manager, Roles.Clerk)]
public sealed record ReplaceLabel(Guid Id, string? Reason) : ICommand, IReasonedCommand;

public sealed record EquipmentLabel(Guid Id, string Name, string? SerialNumber, string CustomerName, string Token);

/// <summary>The device a scanned label is on, for whoever scans it. Null when the label leads nowhere.</summary>
[Allow(Roles.Customer)]
public sealed record GetLabelledEquipment(string Token) : IQuery<LabelledEquipment?>;

public sealed record LabelledEquipment(string Name, string? Model, string? SerialNumber, string? CustomerUnit);

internal sealed class GetEquipmentHandlers(AfterSalesDbContext db, KnownCases known, IMediator mediator)
    : IRequestHandler<GetEquipment, EquipmentDetails?>, IRequestHandler<MakeLabels, IReadOnlyList<EquipmentLabel>>, IRequestHandler<ReplaceLabel, Unit>, IRequestHandler<GetLabelledEquipment, LabelledEquipment?>
{
    public const int MostLabels = 200;

    public async Task<EquipmentDetails?> Handle(GetEquipment request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new ListEquipment(Id: request.Id), cancellationToken) is not [var device])
            return null;
        var cases = await (await known.AllAsync(cancellationToken)).Where(c => c.EquipmentId == request.Id).OrderByDescending(c => c.OpenedAt).Take(100)
            .Select(c => new CaseLink(c.Number, c.Kind, c.Status, c.Subject)).ToListAsync(cancellationToken);
        return new EquipmentDetails(device, cases);
    }

    public async Task<IReadOnlyList<EquipmentLabel>> Handle(MakeLabels request, CancellationToken cancellationToken)
    {
        var ids = request.Ids.Distinct().Take(MostLabels).ToArray();
        var devices = await db.Equipment.Where(e => ids.Contains(e.Id)).OrderBy(e => e.SerialNumber).ToListAsync(cancellationToken);
        foreach (var device in devices.Where(d => d.ReportToken is null))
            device.MakeLabel();
        var customerIds = devices.Select(d => d.CustomerId).Distinct().ToArray();
        var customers = await db.Customers.Where(c => customerIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Unit ?? c.Name, cancellationToken);
        return devices.ConvertAll(d => new EquipmentLabel(d.Id, d.Name, d.SerialNumber, customers[d.CustomerId], d.ReportToken!));
    }

    public async Task<Unit> Handle(ReplaceLabel request, CancellationToken cancellationToken)
    {
        var device = await db.Equipment.SingleOrDefaultAsync(e => e.Id == request.Id, cancellationToken) ?? throw new NotFoundException(nameof(Equipment), request.Id);
        device.MakeLabel();
        return Unit.Value;
    }

    public Task<LabelledEquipment?> Handle(GetLabelledEquipment request, CancellationToken cancellationToken) =>
        db.Equipment.Where(e => e.ReportToken == request.Token)
            .Select(e => new LabelledEquipment(e.Name, e.Model, e.SerialNumber, db.Customers.Where(c => c.Id == e.CustomerId).Select(c => c.Unit).FirstOrDefault())).SingleOrDefaultAsync(cancellationToken);
}
