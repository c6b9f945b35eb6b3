using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Contracts;

/// <summary>Adds a contract, or changes the terms of one. Cases that are open keep the times they were promised.</summary>
/// <param name="CustomerId">The customer it is with; fixed once the contract is there.</param>
/// <param name="Revision">The revision that was edited; null adds.</param>
[Allow(Roles.Administrator, Roles.Manager)]
public sealed record SaveContract(
    string Code, LocalizedText Name, Guid CustomerId, string? ProjectCode, DateOnly WarrantyFrom, DateOnly WarrantyUntil, string? PolicyCode, string? CalendarCode, int? Revision,
    string? Reason = null) : ICommand<Guid>, IReasonedCommand;

internal sealed class SaveContractValidator : AbstractValidator<SaveContract>
{
    public SaveContractValidator()
    {
        RuleFor(r => r.Code).NotEmpty().MaximumLength(Contract.CodeMaxLength);
        RuleFor(r => r.Name).Must(name => name.Zh.Length > 0).WithErrorCode("field.required").Must(name => name.ToStored().Length <= Contract.NameMaxLength).WithErrorCode("calendar.name-too-long");
        RuleFor(r => r.WarrantyUntil).GreaterThanOrEqualTo(r => r.WarrantyFrom).WithErrorCode("contract.warranty-backwards");
        RuleFor(r => r.PolicyCode).Matches("^[A-Za-z0-9._-]*$").WithErrorCode("calendar.code").MaximumLength(40);
    }
}

internal sealed class SaveContractHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<SaveContract, Guid>
{
    public async Task<Guid> Handle(SaveContract request, CancellationToken cancellationToken)
    {
        var terms = new ContractTerms(
            request.Name, await db.FindProjectIdAsync(nameof(SaveContract.ProjectCode), request.ProjectCode, cancellationToken), request.WarrantyFrom, request.WarrantyUntil,
            Blank(request.PolicyCode), await db.FindCalendarCodeAsync(nameof(SaveContract.CalendarCode), request.CalendarCode, cancellationToken));
        var contract = await db.Contracts.SingleOrDefaultAsync(c => c.Code == request.Code, cancellationToken);
        if (contract?.Revision != request.Revision)
            throw new RuleViolationException("contract.changed", $"Contract {request.Code} is not as it was when it was read.", request.Code);
        if (contract is not null)
        {
            if (contract.CustomerId != request.CustomerId)
                throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.CustomerId), "contract.other-customer", $"Contract {request.Code} is with another customer.", request.Code));
            contract.Change(terms);
            return contract.Id;
        }

        if (!await db.Customers.AnyAsync(c => c.Id == request.CustomerId, cancellationToken))
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.CustomerId), "customer.unknown", "There is no such customer."));
        contract = Contract.Sign(request.Code, request.CustomerId, terms, clock.GetUtcNow());
        db.Add(contract);
        return contract.Id;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
