using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Calendars;

/// <summary>All calendars by code.</summary>
[Allow(Roles.SignedIn)]
public sealed record ListCalendars : IQuery<IReadOnlyList<CalendarSummary>>;

/// <param name="Years">The years whose special days are known.</param>
public sealed record CalendarSummary(string Code, LocalizedText Name, string Zone, IReadOnlyList<IReadOnlyList<WorkingInterval>> Week, IReadOnlyList<int> Years);

/// <summary>One calendar with the special days of a year. Null when there is no such calendar.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetCalendar(string Code, int Year) : IQuery<CalendarDetails?>;

/// <param name="YearRevision">The year's revision for those who change it; null while nothing is known of it.</param>
/// <param name="Source">Where the days come from.</param>
public sealed record CalendarDetails(CalendarSummary Summary, int Revision, int Year, IReadOnlyList<SpecialDay> Days, string? Source, int? YearRevision);

internal sealed class CalendarQueryHandlers(AfterSalesDbContext db) : IRequestHandler<ListCalendars, IReadOnlyList<CalendarSummary>>, IRequestHandler<GetCalendar, CalendarDetails?>
{
    public async Task<IReadOnlyList<CalendarSummary>> Handle(ListCalendars request, CancellationToken cancellationToken)
    {
        var calendars = await db.BusinessCalendars.AsNoTracking().OrderBy(c => c.Code).ToListAsync(cancellationToken);
        var years = await db.CalendarYears.AsNoTracking().Select(y => new { y.CalendarId, y.Year }).ToListAsync(cancellationToken);
        return [.. calendars.Select(calendar => Summary(calendar, [.. years.Where(y => y.CalendarId == calendar.Id).Select(y => y.Year).Order()]))];
    }

    public async Task<CalendarDetails?> Handle(GetCalendar request, CancellationToken cancellationToken)
    {
        if (await db.BusinessCalendars.AsNoTracking().SingleOrDefaultAsync(c => c.Code == request.Code, cancellationToken) is not { } calendar)
            return null;
        var years = await db.CalendarYears.AsNoTracking().Where(y => y.CalendarId == calendar.Id).ToListAsync(cancellationToken);
        var year = years.Find(y => y.Year == request.Year);
        return new CalendarDetails(Summary(calendar, [.. years.Select(y => y.Year).Order()]), calendar.Revision, request.Year, year?.ReadDays() ?? [], year?.Source, year?.Revision);
    }

    private static CalendarSummary Summary(BusinessCalendar calendar, IReadOnlyList<int> years) => new(calendar.Code, calendar.Name, calendar.Zone, calendar.ReadWeek(), years);
}
