using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Customers;

/// <summary>Enters a customer in the register, or changes what is known of one (FRM-05). Open clocks keep the times they were promised; <see cref="AssignCalendar"/> moves them.</summary>
/// <param name="Id">The customer that was read; null enters a new one.</param>
/// <param name="Name">The contact person.</param>
/// <param name="Unit">The company or authority; null for a private person.</param>
/// <param name="OfficeCode">Code of the office that serves it; null: as its devices say.</param>
/// <param name="Language">What it is written to in where a case does not say.</param>
/// <param name="Revision">The revision that was edited; null for a new one.</param>
/// <param name="CalendarCode">Its business calendar, empty for none; null leaves it. Only who may assign calendars may change it.</param>
[Allow(Roles.Administrator, Roles.Manager, Roles.Clerk)]
public sealed record SaveCustomer(
    Guid? Id, string Name, string? Unit, string? Phone, string? Email, string? Address, string? OfficeCode, TemplateLanguage? Language, int? Revision, string? CalendarCode = null,
    string? Reason = null) : ICommand<Guid>, IReasonedCommand;

internal sealed class SaveCustomerValidator : AbstractValidator<SaveCustomer>
{
    public SaveCustomerValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(Customer.NameMaxLength);
        RuleFor(r => r.Unit).MaximumLength(Customer.UnitMaxLength);
        RuleFor(r => r.Phone).MaximumLength(Customer.PhoneMaxLength);
        RuleFor(r => r.Email).MaximumLength(Customer.EmailMaxLength).EmailAddress().Unless(r => string.IsNullOrWhiteSpace(r.Email));
        RuleFor(r => r.Address).MaximumLength(Customer.AddressMaxLength);
        RuleFor(r => r.Language).IsInEnum();
    }
}

internal sealed class SaveCustomerHandler(AfterSalesDbContext db, CurrentActor current, TimeProvider clock) : IRequestHandler<SaveCustomer, Guid>
{
    public async Task<Guid> Handle(SaveCustomer request, CancellationToken cancellationToken)
    {
        var facts = new CustomerFacts(
            request.Name.Trim(), Blank(request.Unit), Blank(request.Phone), Blank(request.Email), Blank(request.Address),
            await db.FindUnitIdAsync(nameof(request.OfficeCode), request.OfficeCode, cancellationToken), request.Language);
        var customer = request.Id is { } id ? await FindAsync(id, request, cancellationToken) : null;
        await RefuseTwinAsync(customer?.Id, facts, cancellationToken);
        await db.KeepNameAsync(RegisterNameKind.CustomerUnit, facts.Unit, clock.GetUtcNow(), cancellationToken);
        if (customer is null)
            db.Add(customer = Customer.Register(facts, clock.GetUtcNow()));
        else
            customer.Change(facts);
        await CountAsync(customer, request, cancellationToken);
        return customer.Id;
    }

    private async Task<Customer> FindAsync(Guid id, SaveCustomer request, CancellationToken cancellationToken)
    {
        var known = await db.Customers.FindAsync([id], cancellationToken) ?? throw new NotFoundException(nameof(Customer), id);
        return request.Revision == OrganisationImport.AnyRevision || known.Revision == request.Revision
            ? known
            : throw new RuleViolationException("customer.changed", $"Customer {known.Name} is not as it was when it was read.", known.Name);
    }

    // Whoever calls is found by name, unit and number; of two that agree in all of them nobody would know which one it is.
    private async Task RefuseTwinAsync(Guid? id, CustomerFacts facts, CancellationToken cancellationToken)
    {
        if (db.Customers.Local.Any(c => c.Id != id && c.Name == facts.Name && c.Unit == facts.Unit && c.Phone == facts.Phone)
            || await db.Customers.AnyAsync(c => c.Id != id && c.Name == facts.Name && c.Unit == facts.Unit && c.Phone == facts.Phone, cancellationToken))
            throw new RuleViolationException("customer.known", $"{facts.Name} is in the register with this unit and number.", facts.Name);
    }

    private async Task CountAsync(Customer customer, SaveCustomer request, CancellationToken cancellationToken)
    {
        if (request.CalendarCode is not { } given || await db.FindCalendarCodeAsync(nameof(request.CalendarCode), given, cancellationToken) is var code && code == customer.CalendarCode)
            return;
        if (!current.Actor.Is(Roles.Administrator))
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.CalendarCode), "customer.calendar", "Only who may assign calendars gives a customer another one."));
        customer.CountIn(code);
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
