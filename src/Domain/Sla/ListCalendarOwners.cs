using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla;

/// <summary>The customers and units that have a calendar of their own.</summary>
[Allow(Roles.SignedIn)]
public sealed record ListCalendarOwners : IQuery<IReadOnlyList<CalendarOwnerView>>;

/// <summary>One customer or unit, whether it has a calendar or not; null when there is none of that id.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetCalendarOwner(CalendarOwner Owner, Guid OwnerId) : IQuery<CalendarOwnerView?>;

/// <param name="Revision">For those who change it.</param>
public sealed record CalendarOwnerView(CalendarOwner Owner, Guid OwnerId, string Name, string? CalendarCode, int Revision);

internal sealed class CalendarOwnersHandler(AfterSalesDbContext db) : IRequestHandler<ListCalendarOwners, IReadOnlyList<CalendarOwnerView>>, IRequestHandler<GetCalendarOwner, CalendarOwnerView?>
{
    private const int Most = 500;

    public async Task<IReadOnlyList<CalendarOwnerView>> Handle(ListCalendarOwners request, CancellationToken cancellationToken)
    {
        var customers = await db.Customers.AsNoTracking().Where(c => c.CalendarCode != null).OrderBy(c => c.Unit).ThenBy(c => c.Id).Take(Most).ToListAsync(cancellationToken);
        var units = await db.Units.AsNoTracking().Where(u => u.CalendarCode != null).OrderBy(u => u.Code).ToListAsync(cancellationToken);
        return
        [
            .. customers.Select(c => new CalendarOwnerView(CalendarOwner.Customer, c.Id, c.Unit ?? c.Name, c.CalendarCode, c.Revision)),
            .. units.Select(u => new CalendarOwnerView(CalendarOwner.Unit, u.Id, u.Name.ToString(), u.CalendarCode, u.Revision)),
        ];
    }

    public async Task<CalendarOwnerView?> Handle(GetCalendarOwner request, CancellationToken cancellationToken) => request.Owner switch
    {
        CalendarOwner.Customer => await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.OwnerId, cancellationToken) is { } customer
            ? new CalendarOwnerView(request.Owner, customer.Id, customer.Unit ?? customer.Name, customer.CalendarCode, customer.Revision)
            : null,
        CalendarOwner.Unit => await db.Units.AsNoTracking().SingleOrDefaultAsync(u => u.Id == request.OwnerId, cancellationToken) is { } unit
            ? new CalendarOwnerView(request.Owner, unit.Id, unit.Name.ToString(), unit.CalendarCode, unit.Revision)
            : null,
        _ => null,
    };
}
