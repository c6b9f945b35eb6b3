using System.Globalization;
using AfterSales.Domain.Calendars;

namespace AfterSales.Domain.Tests.Calendars;

/// <summary>Calendars and moments as the tests write them.</summary>
internal static class Calendars
{
    public static TimeZoneInfo Shanghai { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>SLA-33: Monday to Friday, 9:30 to 19:30, with China's holidays of 2026.</summary>
    public static WorkingTime FiveByEight { get; } = new(Plan("09:30-19:30", ChinaIn2026));

    private static SpecialDay[] ChinaIn2026 =>
    [
        .. Days("2026-02-15", 9, SpecialDayKind.Holiday), .. Days("2026-10-01", 7, SpecialDayKind.Holiday),
        .. Days("2026-02-14", 1, SpecialDayKind.MakeUpDay), .. Days("2026-02-28", 1, SpecialDayKind.MakeUpDay), .. Days("2026-09-20", 1, SpecialDayKind.MakeUpDay),
        .. Days("2026-10-10", 1, SpecialDayKind.MakeUpDay),
    ];

    /// <summary>The same hours from Monday to Friday.</summary>
    public static CalendarPlan Plan(string hours, params SpecialDay[] days) => Plan(Shanghai, [.. Enumerable.Range(0, 7).Select(day => day is 0 or 6 ? "" : hours)], days);

    /// <param name="week">Hours by weekday, Sunday first, with spaces between the stretches.</param>
    public static CalendarPlan Plan(TimeZoneInfo zone, string[] week, params SpecialDay[] days) =>
        new(zone, [.. week.Select(Hours)], days.ToDictionary(day => day.Date));

    public static WorkingInterval[] Hours(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => WorkingInterval.TryParse(part, out var interval) ? interval.Value : throw new FormatException(part))];

    /// <summary>A moment in Shanghai.</summary>
    public static DateTimeOffset At(string local) => new(DateTime.Parse(local, CultureInfo.InvariantCulture), TimeSpan.FromHours(8));

    private static IEnumerable<SpecialDay> Days(string first, int count, SpecialDayKind kind) =>
        Enumerable.Range(0, count).Select(day => new SpecialDay(DateOnly.Parse(first, CultureInfo.InvariantCulture).AddDays(day), kind, LocalizedText.Empty));
}
