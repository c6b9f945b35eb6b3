using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Faults;

/// <summary>
/// Takes a repair call from whoever picks it up (PRC-01, ROL-01): fills FRM-01 and FRM-02 and starts the repair. Of a known device the contract and the project come from the register.
/// </summary>
/// <param name="EquipmentSerial">Serial number of the device; null when it is not known.</param>
/// <param name="OccurredAt">When the fault began; null: now.</param>
/// <param name="SolvedBy">The colleague who has solved it already, when it is only registered afterwards.</param>
/// <param name="Language">What the customer wants to be written to in; null when nobody asked.</param>
[Allow(Roles.SignedIn, Roles.System, Roles.Customer)]
public sealed record ReportFault(
    string CustomerName, string? CustomerUnit, string? Phone, string? Email, string? Address, Channel Channel, FaultLevel Level, string? EquipmentSerial, string? ContractCode,
    string Subject, string Description, DateTimeOffset? OccurredAt = null, string? SolvedBy = null, string? IdempotencyKey = null,
    TemplateLanguage? Language = null) : ICommand<ReportedFault>, IIdempotentCommand, ICaller;

public sealed record ReportedFault(CaseNumber Number);

/// <summary>A fault was reported; the process that repairs it starts in the same transaction.</summary>
public sealed record FaultReported(Fault Fault, CaseFile File) : INotification;

internal sealed class ReportFaultValidator : AbstractValidator<ReportFault>
{
    public ReportFaultValidator()
    {
        Include(new CallerValidator());
        RuleFor(r => r.Channel).IsInEnum();
        RuleFor(r => r.Level).IsInEnum();
        RuleFor(r => r.Language).IsInEnum();
        RuleFor(r => r.Subject).NotEmpty().MaximumLength(CaseFile.SubjectMaxLength);
        RuleFor(r => r.Description).NotEmpty().MaximumLength(Fault.DescriptionMaxLength);
        RuleFor(r => r.SolvedBy).MaximumLength(Fault.SolvedByMaxLength);
    }
}

internal sealed class ReportFaultHandler(AfterSalesDbContext db, CaseFiles files, CustomerRegister customers, IMediator events, TimeProvider clock)
    : IRequestHandler<ReportFault, ReportedFault>
{
    public async Task<ReportedFault> Handle(ReportFault request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var caller = new Complainant(request.CustomerName, request.CustomerUnit, request.Phone, request.Email, request.Address);
        var subject = await WhatItConcernsAsync(request, cancellationToken);
        var customerId = subject.CustomerId ?? (await customers.FindOrRegisterAsync(caller, now, cancellationToken)).Id;
        var file = await files.OpenAsync(
            new CaseOpening(CaseKind.Fault, request.Subject, customerId, subject.ProjectId, subject.ContractId, subject.EquipmentId, IsSerious: request.Level == FaultLevel.Major, Language: request.Language), cancellationToken);
        var fault = Fault.Report(file.Number, new FaultReport(request.Level, request.Channel, caller, request.Description, request.OccurredAt, request.SolvedBy), now);
        db.Add(fault);
        await events.Publish(new FaultReported(fault, file), cancellationToken);
        return new ReportedFault(file.Number);
    }

    private async Task<(Guid? CustomerId, Guid? ProjectId, Guid? ContractId, Guid? EquipmentId)> WhatItConcernsAsync(ReportFault request, CancellationToken cancellationToken)
    {
        var (equipment, contract) = (await FindEquipmentAsync(request.EquipmentSerial, cancellationToken), await FindContractAsync(request.ContractCode, cancellationToken));
        if (equipment is not null && contract is not null && equipment.CustomerId != contract.CustomerId)
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(ReportFault.ContractCode), "contract.other-customer", $"Contract {contract.Code} is with another customer.", contract.Code));
        return (equipment?.CustomerId ?? contract?.CustomerId, equipment?.ProjectId ?? contract?.ProjectId, contract?.Id ?? equipment?.ContractId, equipment?.Id);
    }

    private async Task<EquipmentRegister.Equipment?> FindEquipmentAsync(string? serial, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(serial)
            ? null
            : await db.Set<EquipmentRegister.Equipment>().AsNoTracking().SingleOrDefaultAsync(e => e.SerialNumber == serial, cancellationToken)
                ?? throw InvalidFields.Refuse(InvalidFields.Failure(nameof(ReportFault.EquipmentSerial), "equipment.no-serial", $"There is no equipment {serial}.", serial));

    private async Task<Contracts.Contract?> FindContractAsync(string? code, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(code)
            ? null
            : await db.Contracts.AsNoTracking().SingleOrDefaultAsync(c => c.Code == code, cancellationToken)
                ?? throw InvalidFields.Refuse(InvalidFields.Failure(nameof(ReportFault.ContractCode), "contract.unknown", $"There is no contract {code}.", code));
}
