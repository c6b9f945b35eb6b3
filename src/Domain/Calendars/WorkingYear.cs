namespace AfterSales.Domain.Calendars;

/// <summary>The working time of one local year, laid out for search: when each stretch begins and ends, how much was worked before it, and where each working day begins.</summary>
internal sealed class WorkingYear
{
    private readonly long[] _starts, _ends, _before;
    private readonly int[] _dayFirst; // the first stretch of each working day
    private readonly int[] _dayOf; // the working day of each stretch

    private WorkingYear(List<(long Start, long End, int Day)> stretches)
    {
        var count = stretches.Count;
        (_starts, _ends, _before, _dayOf) = (new long[count], new long[count], new long[count], new int[count]);
        var firsts = new List<int>();
        for (var index = 0; index < count; index++)
        {
            (_starts[index], _ends[index], _dayOf[index]) = stretches[index];
            _before[index] = Work;
            Work += _ends[index] - _starts[index];
            if (index is 0 || _dayOf[index] != _dayOf[index - 1])
                firsts.Add(index);
        }

        _dayFirst = [.. firsts];
    }

    /// <summary>Working ticks of the whole year.</summary>
    public long Work { get; }

    /// <summary>Days of the year with any working time.</summary>
    public int Days => _dayFirst.Length;

    public static WorkingYear Of(CalendarPlan plan, int year)
    {
        var (stretches, day) = (new List<(long, long, int)>(), 0);
        for (var date = new DateOnly(year, 1, 1); ; date = date.AddDays(1))
        {
            var hours = plan.HoursOf(date);
            var had = stretches.Count;
            foreach (var (start, end) in StretchesOf(plan.Zone, date, hours))
                stretches.Add((start, end, day));
            if (stretches.Count > had)
                day++;
            if (date.DayOfYear == (DateTime.IsLeapYear(year) ? 366 : 365))
                return new WorkingYear(stretches);
        }
    }

    /// <summary>How much was worked in the year until then.</summary>
    public long WorkUntil(long at)
    {
        var index = LastStartingAtOrBefore(at);
        return index < 0 ? 0 : _before[index] + (Math.Min(at, _ends[index]) - _starts[index]);
    }

    /// <summary>The first moment by which so much of the year was worked; at a border, the end of the stretch before it.</summary>
    /// <param name="work">More than nothing and no more than <see cref="Work"/>.</param>
    public long EarliestWith(long work)
    {
        var index = LastWithLessBefore(work);
        return _starts[index] + (work - _before[index]);
    }

    /// <summary>The last moment at which no more than so much of the year was worked; at a border, the start of the stretch after it.</summary>
    /// <param name="work">Less than <see cref="Work"/>.</param>
    public long LatestWith(long work)
    {
        var index = LastWithLessBefore(work + 1);
        return _starts[index] + (work - _before[index]);
    }

    /// <summary>The working day at a moment in working time, from 0, and how much of it was worked.</summary>
    public (int Day, long Worked) DayAt(long at)
    {
        var day = _dayOf[LastStartingAtOrBefore(at)];
        return (day, WorkUntil(at) - BeforeDay(day));
    }

    public long BeforeDay(int day) => day < Days ? _before[_dayFirst[day]] : Work;

    public long WorkOfDay(int day) => BeforeDay(day + 1) - BeforeDay(day);

    private int LastStartingAtOrBefore(long at)
    {
        var found = Array.BinarySearch(_starts, at);
        return found >= 0 ? found : ~found - 1;
    }

    private int LastWithLessBefore(long work)
    {
        var found = Array.BinarySearch(_before, work);
        return (found >= 0 ? found : ~found) - 1;
    }

    /// <summary>When the clock on the wall shows working hours of the date, in UTC ticks.</summary>
    private static IEnumerable<(long Start, long End)> StretchesOf(TimeZoneInfo zone, DateOnly date, IReadOnlyList<WorkingInterval> hours)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        var offset = zone.GetUtcOffset(midnight);
        return offset == zone.GetUtcOffset(midnight.AddDays(1)) && !zone.IsInvalidTime(midnight) && !zone.IsAmbiguousTime(midnight) && !zone.IsAmbiguousTime(midnight.AddDays(1))
            ? hours.OrderBy(interval => interval.Start).Select(interval => (midnight.AddMinutes(interval.Start).Ticks - offset.Ticks, midnight.AddMinutes(interval.End).Ticks - offset.Ticks))
            : StretchesOnClockChange(zone, date, hours);
    }

    // Hours that the change skips are not worked, and those that come twice are worked twice.
    private static IEnumerable<(long Start, long End)> StretchesOnClockChange(TimeZoneInfo zone, DateOnly date, IReadOnlyList<WorkingInterval> hours)
    {
        var minute = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(-1);
        DateTimeOffset? since = null;
        for (var end = minute.AddDays(3); minute <= end; minute = minute.AddMinutes(1))
        {
            var local = TimeZoneInfo.ConvertTime(minute, zone).DateTime;
            var at = (int)local.TimeOfDay.TotalMinutes;
            var isWorked = DateOnly.FromDateTime(local) == date && hours.Any(interval => interval.Start <= at && at < interval.End);
            if (!isWorked && since is { } start)
                yield return (start.Ticks, minute.Ticks);
            since = isWorked ? since ?? minute : null;
        }
    }
}
