using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Customers;

/// <summary>Customers in the order they were entered, one page at a time; or the first that are found by what somebody types (FRM-05).</summary>
/// <param name="Search">Number, name or part of a unit, as in taking a call.</param>
/// <param name="OfficeCode">Only those that this office serves.</param>
/// <param name="After">The id of the last customer of the page before; not with a search.</param>
/// <param name="Id">Only this one.</param>
[Allow(Roles.SignedIn)]
public sealed record ListCustomers(string? Search = null, string? OfficeCode = null, Guid? After = null, int Limit = 50, Guid? Id = null) : IQuery<IReadOnlyList<CustomerSummary>>;

/// <param name="Name">The contact person.</param>
/// <param name="Revision">For those who change it.</param>
public sealed record CustomerSummary(
    Guid Id, string Name, string? Unit, string? Phone, string? Email, string? Address, string? OfficeCode, LocalizedText? OfficeName, string? CalendarCode, TemplateLanguage? Language, int Revision);

/// <summary>One customer with the cases it had, newest first. Null when there is no such customer.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetCustomer(Guid Id) : IQuery<CustomerDetails?>;

/// <param name="Cases">Those that the reader may know of.</param>
public sealed record CustomerDetails(CustomerSummary Customer, IReadOnlyList<CaseLink> Cases);

internal sealed class CustomerQueryHandlers(AfterSalesDbContext db, RegisterSearch register, KnownCases known, IMediator mediator)
    : IRequestHandler<ListCustomers, IReadOnlyList<CustomerSummary>>, IRequestHandler<GetCustomer, CustomerDetails?>
{
    private const int MostCases = 100;
    private const int LongestSearch = 100;

    public async Task<IReadOnlyList<CustomerSummary>> Handle(ListCustomers request, CancellationToken cancellationToken)
    {
        var (customers, most) = (db.Customers.AsNoTracking(), Math.Clamp(request.Limit, 1, 200));
        if (request.Id is { } id)
            customers = customers.Where(c => c.Id == id);
        if (request.OfficeCode is { Length: > 0 } office)
            customers = customers.Where(c => db.Units.Any(u => u.Id == c.OfficeUnitId && u.Code == office));
        if (request.Search?.Trim() is { Length: > 0 } text)
        {
            var found = text.Length > LongestSearch ? [] : await register.CustomersAsync(text, most, cancellationToken);
            customers = customers.Where(c => found.Contains(c.Id));
        }
        else if (request.After is { } after)
        {
            customers = customers.Where(c => c.Id.CompareTo(after) > 0);
        }

        return await customers.OrderBy(c => c.Id).Take(most)
            .Select(c => new CustomerSummary(
                c.Id, c.Name, c.Unit, c.Phone, c.Email, c.Address, db.Units.Where(u => u.Id == c.OfficeUnitId).Select(u => u.Code).FirstOrDefault(),
                db.Units.Where(u => u.Id == c.OfficeUnitId).Select(u => u.Name).FirstOrDefault(), c.CalendarCode, c.Language, c.Revision))
            .ToListAsync(cancellationToken);
    }

    public async Task<CustomerDetails?> Handle(GetCustomer request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new ListCustomers(Id: request.Id), cancellationToken) is not [var customer])
            return null;
        var cases = await (await known.AllAsync(cancellationToken)).Where(c => c.CustomerId == request.Id).OrderByDescending(c => c.OpenedAt).Take(MostCases)
            .Select(c => new CaseLink(c.Number, c.Kind, c.Status, c.Subject)).ToListAsync(cancellationToken);
        return new CustomerDetails(customer, cases);
    }
}
