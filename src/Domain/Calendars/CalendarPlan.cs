namespace AfterSales.Domain.Calendars;

/// <summary>Why a day is not as its weekday is.</summary>
public enum SpecialDayKind
{
    /// <summary>No work 休.</summary>
    Holiday,

    /// <summary>Work on what would be a free day 调休补班, in the hours given or else those of the first weekday that has any.</summary>
    MakeUpDay,

    /// <summary>Work in other hours than the weekday's.</summary>
    OtherHours,
}

/// <summary>One day that is not as its weekday is.</summary>
/// <param name="Hours">The hours of that day; null: see <see cref="SpecialDayKind"/>.</param>
public sealed record SpecialDay(DateOnly Date, SpecialDayKind Kind, LocalizedText Name, IReadOnlyList<WorkingInterval>? Hours = null);

/// <summary>When work is done: the hours of each weekday, and the days that differ. Dates and hours are local to the zone.</summary>
/// <param name="Week">Hours by weekday, Sunday first; an empty list is a free day.</param>
/// <param name="Days">At most one entry a date.</param>
public sealed record CalendarPlan(TimeZoneInfo Zone, IReadOnlyList<IReadOnlyList<WorkingInterval>> Week, IReadOnlyDictionary<DateOnly, SpecialDay> Days)
{
    /// <summary>The hours in which work is done on a date, in order and without overlap.</summary>
    public IReadOnlyList<WorkingInterval> HoursOf(DateOnly date)
    {
        var usual = Week[(int)date.DayOfWeek];
        if (!Days.TryGetValue(date, out var day))
            return usual;
        return day.Kind switch
        {
            SpecialDayKind.Holiday => [],
            SpecialDayKind.MakeUpDay => day.Hours ?? UsualHours,
            _ => day.Hours ?? usual,
        };
    }

    /// <summary>The same with other special days in one year.</summary>
    public CalendarPlan WithYear(int year, IEnumerable<SpecialDay> days) => this with { Days = Days.Values.Where(day => day.Date.Year != year).Concat(days).ToDictionary(day => day.Date) };

    // From Monday on, as the week of an office goes.
    private IReadOnlyList<WorkingInterval> UsualHours => Enumerable.Range(1, 7).Select(day => Week[day % 7]).FirstOrDefault(hours => hours.Count > 0) ?? [];
}

/// <summary>What is wrong with a calendar, by the field it is in.</summary>
/// <param name="Code">The error's key: <c>calendar.overlap</c>, <c>calendar.backwards</c>, <c>calendar.no-working-time</c>, <c>calendar.day-twice</c>, <c>calendar.no-hours</c>.</param>
public sealed record CalendarProblem(string Field, string Code, params IReadOnlyList<string> Arguments);

/// <summary>Refuses calendars that no deadline can be computed with.</summary>
public static class CalendarCheck
{
    public static IEnumerable<CalendarProblem> Week(IReadOnlyList<IReadOnlyList<WorkingInterval>> week)
    {
        foreach (var (day, hours) in week.Index())
        {
            foreach (var problem in Hours($"week.{(DayOfWeek)day}".ToLowerInvariant(), hours))
                yield return problem;
        }

        if (week.All(hours => hours.Count is 0))
            yield return new CalendarProblem("week", "calendar.no-working-time");
    }

    public static IEnumerable<CalendarProblem> Days(IReadOnlyList<SpecialDay> days, IReadOnlyList<IReadOnlyList<WorkingInterval>> week)
    {
        foreach (var same in days.GroupBy(day => day.Date).Where(same => same.Count() > 1))
            yield return new CalendarProblem($"days.{same.Key:yyyy-MM-dd}", "calendar.day-twice", $"{same.Key:yyyy-MM-dd}");
        foreach (var day in days)
        {
            var field = $"days.{day.Date:yyyy-MM-dd}";
            foreach (var problem in Hours(field, day.Hours ?? []))
                yield return problem;
            var works = day.Kind switch { SpecialDayKind.Holiday => true, SpecialDayKind.MakeUpDay => day.Hours?.Count > 0 || week.Any(hours => hours.Count > 0), _ => day.Hours?.Count > 0 };
            if (!works)
                yield return new CalendarProblem(field, "calendar.no-hours", $"{day.Date:yyyy-MM-dd}");
        }
    }

    private static IEnumerable<CalendarProblem> Hours(string field, IReadOnlyList<WorkingInterval> hours)
    {
        foreach (var interval in hours.Where(interval => interval.End <= interval.Start))
            yield return new CalendarProblem(field, "calendar.backwards", interval.ToString());
        foreach (var (before, after) in hours.OrderBy(interval => interval.Start).Zip(hours.OrderBy(interval => interval.Start).Skip(1)))
        {
            if (after.Start < before.End)
                yield return new CalendarProblem(field, "calendar.overlap", before.ToString(), after.ToString());
        }
    }
}
