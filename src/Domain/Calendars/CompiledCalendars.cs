using System.Collections.Concurrent;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Calendars;

/// <summary>Calendars laid out for counting, kept until they change. Thread-safe.</summary>
public sealed class CompiledCalendars
{
    /// <summary>The calendar of whoever names none: the working hours of the company's own contracts (SLA-33).</summary>
    public const string Default = "cn-5x8";

    private readonly ConcurrentDictionary<Guid, (int Revision, WorkingTime Time)> _known = new();

    /// <summary>The working time of a calendar as it is now.</summary>
    /// <exception cref="NotFoundException">There is no calendar of that code.</exception>
    public async Task<WorkingTime> FindAsync(AfterSalesDbContext db, string? code, CancellationToken cancellationToken)
    {
        var wanted = string.IsNullOrWhiteSpace(code) ? Default : code;
        return await FindOrNullAsync(db, wanted, cancellationToken) ?? throw new NotFoundException("calendar", wanted);
    }

    /// <summary>The working time of a calendar as it is now; null when there is no such calendar.</summary>
    public async Task<WorkingTime?> FindOrNullAsync(AfterSalesDbContext db, string code, CancellationToken cancellationToken)
    {
        if (await db.BusinessCalendars.AsNoTracking().SingleOrDefaultAsync(c => c.Code == code, cancellationToken) is not { } calendar)
            return null;
        if (_known.TryGetValue(calendar.Id, out var known) && known.Revision == calendar.Revision)
            return known.Time;
        var years = await db.CalendarYears.AsNoTracking().Where(y => y.CalendarId == calendar.Id).ToListAsync(cancellationToken);
        var time = new WorkingTime(PlanOf(calendar, years));
        _known[calendar.Id] = (calendar.Revision, time);
        return time;
    }

    internal static CalendarPlan PlanOf(BusinessCalendar calendar, IEnumerable<CalendarYear> years) =>
        new(TimeZoneInfo.FindSystemTimeZoneById(calendar.Zone), calendar.ReadWeek(), years.SelectMany(year => year.ReadDays()).ToDictionary(day => day.Date));
}
