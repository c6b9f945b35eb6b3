using AfterSales.Domain.Calendars;

namespace AfterSales.Domain.Sla;

/// <summary>What a promised time is counted in (seed-requirements §7: W, C, B).</summary>
public enum DueClock
{
    /// <summary>Elapsed time, day and night.</summary>
    Wall,

    /// <summary>Whole days of the calendar on the wall; due at the same hour (SLA-09, Q-09).</summary>
    CalendarDays,

    /// <summary>Working hours of a business calendar (SLA-28).</summary>
    WorkingTime,

    /// <summary>Whole working days of a business calendar (SLA-14, SLA-24).</summary>
    WorkingDays,
}

/// <summary>A promised time.</summary>
/// <param name="Duration">More than nothing; whole days where days are counted.</param>
/// <param name="Calendar">Code of the business calendar that working time is counted in; null: the case's own, or else the company's.</param>
public sealed record DueRule(TimeSpan Duration, DueClock Clock = DueClock.Wall, string? Calendar = null)
{
    public bool CountsDays => Clock is DueClock.CalendarDays or DueClock.WorkingDays;

    public bool CountsWork => Clock is DueClock.WorkingTime or DueClock.WorkingDays;

    /// <summary>It is counted in the calendar of its case, whichever that is.</summary>
    public bool IsInCaseCalendar => CountsWork && Calendar is null;

    /// <summary>Whether it can be computed: a positive time, and whole days where days are counted.</summary>
    public bool IsSound => Duration > TimeSpan.Zero && (!CountsDays || Duration.Ticks % TimeSpan.TicksPerDay is 0) && Duration.TotalDays <= MaxDays;

    internal const int MaxDays = 3660;

    internal const string Unsound = "A promised time is longer than nothing and at most ten years, and where days are counted it is whole days, such as 1.00:00:00.";
}

/// <summary>Computes when promised times are due. Scoped.</summary>
public sealed class Deadlines(AfterSalesDbContext db, CompiledCalendars calendars)
{
    /// <exception cref="Pipeline.NotFoundException">There is no such calendar.</exception>
    /// <exception cref="NoWorkingTimeException">The calendar has no working time.</exception>
    public async Task<DateTimeOffset> DueAtAsync(DateTimeOffset start, DueRule rule, CancellationToken cancellationToken) => rule.Clock switch
    {
        DueClock.CalendarDays => AddCalendarDays(start, (int)rule.Duration.TotalDays, CompanyTime.Zone),
        DueClock.WorkingTime => (await calendars.FindAsync(db, rule.Calendar, cancellationToken)).Add(start, rule.Duration),
        DueClock.WorkingDays => (await calendars.FindAsync(db, rule.Calendar, cancellationToken)).AddDays(start, (int)rule.Duration.TotalDays),
        _ => start + rule.Duration,
    };

    /// <summary>A promised time laid out from its start.</summary>
    /// <exception cref="Pipeline.NotFoundException">There is no such calendar.</exception>
    /// <exception cref="NoWorkingTimeException">The calendar has no working time.</exception>
    internal async Task<ClockSpan> SpanAsync(DateTimeOffset start, DueRule rule, CancellationToken cancellationToken) =>
        ClockSpan.Of(start, rule, rule.CountsWork ? await calendars.FindAsync(db, rule.Calendar, cancellationToken) : null);

    /// <summary>What a clock is laid out by: its promise, and the hours of its calendar for messages.</summary>
    internal async Task<ClockTiming> TimingAsync(DateTimeOffset start, DueRule rule, string? calendar, CancellationToken cancellationToken) =>
        new(await SpanAsync(start, rule, cancellationToken), await calendars.FindOrNullAsync(db, calendar ?? CompiledCalendars.Default, cancellationToken));

    /// <summary>The same of a clock there is.</summary>
    internal Task<ClockTiming> TimingAsync(SlaClock clock, CancellationToken cancellationToken) =>
        TimingAsync(clock.StartedAt, clock.Rule ?? new DueRule(clock.DueAt - clock.StartedAt), clock.Calendar, cancellationToken);

    /// <summary>So many dates later at the same hour on the wall; an hour that a clock change skips is the next there is.</summary>
    internal static DateTimeOffset AddCalendarDays(DateTimeOffset start, int days, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(start, zone).DateTime.AddDays(days);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
