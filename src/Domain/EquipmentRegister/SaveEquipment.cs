using AfterSales.Domain.Actors;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.EquipmentRegister;

/// <summary>Enters a device in the register, or changes what is known of it.</summary>
/// <param name="OfficeCode">Code of the local office that serves it.</param>
/// <param name="Revision">The revision that was edited; null enters a new device.</param>
[Allow(Roles.Administrator, Roles.Manager, Roles.Clerk)]
public sealed record SaveEquipment(
    string SerialNumber, string Name, string? Model, Guid CustomerId, string? ContractCode, string? ProjectCode, string OfficeCode, DateOnly? FirstAcceptedOn, DateOnly? OpenedOn,
    int? Revision, string? Reason = null) : ICommand<Guid>, IReasonedCommand;

internal sealed class SaveEquipmentValidator : AbstractValidator<SaveEquipment>
{
    public SaveEquipmentValidator()
    {
        RuleFor(r => r.SerialNumber).NotEmpty().MaximumLength(Equipment.SerialNumberMaxLength);
        RuleFor(r => r.Name).NotEmpty().MaximumLength(Equipment.NameMaxLength);
        RuleFor(r => r.Model).MaximumLength(Equipment.ModelMaxLength);
        RuleFor(r => r.OfficeCode).NotEmpty();
    }
}

internal sealed class SaveEquipmentHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<SaveEquipment, Guid>
{
    public async Task<Guid> Handle(SaveEquipment request, CancellationToken cancellationToken)
    {
        var facts = new EquipmentFacts(
            request.Name, request.Model, await db.FindProjectIdAsync(nameof(request.ProjectCode), request.ProjectCode, cancellationToken),
            await FindContractAsync(request, cancellationToken), await db.FindUnitIdAsync(nameof(request.OfficeCode), request.OfficeCode, cancellationToken),
            request.FirstAcceptedOn, request.OpenedOn);
        var known = await db.Equipment.SingleOrDefaultAsync(e => e.SerialNumber == request.SerialNumber, cancellationToken);
        if (known?.Revision != request.Revision)
            throw new RuleViolationException("equipment.changed", $"Equipment {request.SerialNumber} is not as it was when it was read.", request.SerialNumber);
        await db.KeepNameAsync(RegisterNameKind.EquipmentName, facts.Name, clock.GetUtcNow(), cancellationToken);
        await db.KeepNameAsync(RegisterNameKind.EquipmentModel, facts.Model, clock.GetUtcNow(), cancellationToken);
        if (known is not null)
        {
            if (known.CustomerId != request.CustomerId)
                throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.CustomerId), "equipment.other-customer", $"{request.SerialNumber} is another customer's.", request.SerialNumber));
            known.Change(facts);
            return known.Id;
        }

        if (!await db.Customers.AnyAsync(c => c.Id == request.CustomerId, cancellationToken))
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.CustomerId), "customer.unknown", "There is no such customer."));
        var equipment = Equipment.Install(request.CustomerId, request.SerialNumber, facts, clock.GetUtcNow());
        db.Add(equipment);
        return equipment.Id;
    }

    // A device under another customer's contract would be promised times that nobody sold.
    private async Task<Guid?> FindContractAsync(SaveEquipment request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.ContractCode))
            return null;
        return await db.Contracts.Where(c => c.Code == request.ContractCode && c.CustomerId == request.CustomerId).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(cancellationToken)
            ?? throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.ContractCode), "contract.unknown", $"The customer has no contract {request.ContractCode}.", request.ContractCode));
    }
}
