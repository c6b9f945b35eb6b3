using System.Collections.Concurrent;

namespace AfterSales.Domain.Calendars;

/// <summary>A calendar has no working time where one is needed, for generations around.</summary>
public sealed class NoWorkingTimeException() : Exception("The calendar has no working time.");

/// <summary>
/// Counts in the working time of a calendar. Exact across days, holidays and breaks; taking away what was added gives back the start, or the first working moment after it
/// when the start was in free time. A due moment at a border is the end of the stretch, never the start of the next (ACC-04). Thread-safe; to be kept as long as the plan is.
/// </summary>
public sealed class WorkingTime(CalendarPlan plan)
{
    // Nobody promises anything for longer, and a search has to end.
    private const int MaxYears = 100;

    private readonly ConcurrentDictionary<int, WorkingYear> _years = new();

    public CalendarPlan Plan => plan;

    /// <summary>Whether work is done at this moment. The end of a stretch is free time.</summary>
    public bool IsWorking(DateTimeOffset at) => NextWorking(at) == at;

    /// <summary>The moment itself if it is in working time, else when work begins again.</summary>
    /// <exception cref="NoWorkingTimeException"/>
    public DateTimeOffset NextWorking(DateTimeOffset at)
    {
        var year = YearOf(at);
        for (var last = year + MaxYears; year <= last; year++)
        {
            var working = Year(year);
            var done = working.WorkUntil(at.UtcTicks);
            if (done < working.Work)
                return At(Math.Max(at.UtcTicks, working.LatestWith(done)));
        }

        throw new NoWorkingTimeException();
    }

    /// <summary>When so much working time has passed since the start. Nothing added: the next working moment.</summary>
    /// <param name="work">Not negative.</param>
    /// <exception cref="NoWorkingTimeException"/>
    public DateTimeOffset Add(DateTimeOffset start, TimeSpan work)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(work.Ticks);
        if (work == TimeSpan.Zero)
            return NextWorking(start);
        var year = YearOf(start);
        var wanted = work.Ticks + Year(year).WorkUntil(start.UtcTicks);
        for (var last = year + MaxYears; year <= last; year++)
        {
            if (wanted <= Year(year).Work)
                return At(Year(year).EarliestWith(wanted));
            wanted -= Year(year).Work;
        }

        throw new NoWorkingTimeException();
    }

    /// <summary>When work had to begin for so much to be done by the end; at a border, the start of the stretch after it.</summary>
    /// <param name="work">Not negative.</param>
    /// <exception cref="NoWorkingTimeException"/>
    public DateTimeOffset Subtract(DateTimeOffset end, TimeSpan work)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(work.Ticks);
        if (work == TimeSpan.Zero)
            return NextWorking(end);
        var year = YearOf(end);
        var wanted = Year(year).WorkUntil(end.UtcTicks) - work.Ticks;
        for (var last = year - MaxYears; year >= last; year--)
        {
            if (wanted >= 0 && wanted < Year(year).Work)
                return At(Year(year).LatestWith(wanted));
            wanted += Year(year - 1).Work;
        }

        throw new NoWorkingTimeException();
    }

    /// <summary>The working time between two moments; negative when they are the other way round.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        if (to < from)
            return -Between(to, from);
        var (year, last) = (YearOf(from), YearOf(to));
        var work = Year(last).WorkUntil(to.UtcTicks) - Year(year).WorkUntil(from.UtcTicks);
        for (; year < last; year++)
            work += Year(year).Work;
        return TimeSpan.FromTicks(work);
    }

    /// <summary>
    /// So many working days later, as far into the day as the start was into its own, and no further than that day goes. From the very beginning of a day, or from free time
    /// before it, that is the end of the day before (ACC-03, ACC-04).
    /// </summary>
    /// <param name="days">Not negative; 0 is the next working moment.</param>
    /// <exception cref="NoWorkingTimeException"/>
    public DateTimeOffset AddDays(DateTimeOffset start, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        var from = NextWorking(start);
        if (days is 0)
            return from;
        var year = YearOf(from);
        var (day, worked) = Year(year).DayAt(from.UtcTicks);
        var wanted = worked is 0 ? day + days - 1 : day + days;
        for (var last = year + MaxYears; year <= last; year++)
        {
            var working = Year(year);
            if (wanted < working.Days)
                return At(working.EarliestWith(working.BeforeDay(wanted) + (worked is 0 ? working.WorkOfDay(wanted) : Math.Min(worked, working.WorkOfDay(wanted)))));
            wanted -= working.Days;
        }

        throw new NoWorkingTimeException();
    }

    private int YearOf(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, plan.Zone).Year;

    private WorkingYear Year(int year) => year is < 1 or > 9998 ? throw new NoWorkingTimeException() : _years.GetOrAdd(year, static (year, plan) => WorkingYear.Of(plan, year), plan);

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
