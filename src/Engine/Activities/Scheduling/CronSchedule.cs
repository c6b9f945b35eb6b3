using System.Globalization;
using System.Text.RegularExpressions;
using Quartz;

namespace AfterSales.Engine.Activities.Scheduling;

/// <summary>
/// A cron expression of five fields (from minutes on) or six (from seconds on), as Elsa reads it: days of the week are counted from Sunday as 0 or 7,
/// <c>*</c> and <c>?</c> mean the same, and where both a day of the month and a day of the week are given, both must hold.
/// </summary>
internal sealed partial class CronSchedule
{
    // Far more than the calendar needs to bring a day of the month and a day of the week together.
    private const int MaxLeaps = 1000;

    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly CronExpression _first;
    private readonly CronExpression? _second;

    private CronSchedule(CronExpression first, CronExpression? second) => (_first, _second) = (first, second);

    /// <exception cref="FormatException">The text is no cron expression; the message says why.</exception>
    public static CronSchedule Parse(string text, TimeZoneInfo zone)
    {
        var fields = text.Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is 5)
            fields = ["0", .. fields];
        if (fields.Length is not 6)
            throw new FormatException($"A cron expression has 5 fields (minute, hour, day of month, month, day of week) or 6 (with seconds in front); '{text}' has {fields.Length}.");

        var (time, day, month, weekday) = (string.Join(' ', fields[..3]), fields[3], fields[4], Weekday(fields[5]));
        var (anyDay, anyWeekday) = (day is "*" or "?", weekday is "*" or "?");
        return anyWeekday ? new CronSchedule(Read($"{time} {(anyDay ? "*" : day)} {month} ?"), null)
            : anyDay ? new CronSchedule(Read($"{time} ? {month} {weekday}"), null)
            : new CronSchedule(Read($"{time} {day} {month} ?"), Read($"{time} ? {month} {weekday}"));

        CronExpression Read(string quartz)
        {
            try
            {
                return new CronExpression(quartz, zone);
            }
            catch (Exception e) when (e is FormatException or ArgumentException)
            {
                throw new FormatException($"'{text}' is no cron expression: {e.Message}", e);
            }
        }
    }

    /// <summary>The first time after the one given; null when there is none any more.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset after)
    {
        var next = _first.GetNextValidTimeAfter(after);
        for (var leaps = 0; _second is not null && next is { } candidate; leaps++)
        {
            var other = _second.GetNextValidTimeAfter(candidate.AddSeconds(-1));
            if (other == candidate)
                return candidate;
            next = other is { } later && leaps < MaxLeaps ? _first.GetNextValidTimeAfter(later.AddSeconds(-1)) : null;
        }

        return next;
    }

    // Quartz counts the days from Sunday as 1; names say the same in every dialect.
    private static string Weekday(string field) => field is "0-7" or "0-6" or "1-7" ? "*" : DayNumber().Replace(field, day =>
        int.Parse(day.Value, CultureInfo.InvariantCulture) is var number and <= 7
            ? Weekdays[number % 7]
            : throw new FormatException($"Days of the week are 0 (Sunday) to 7 (Sunday again) or SUN to SAT; '{day.Value}' is none."));

    // Not the step of 1-5/2 nor the week of MON#2.
    [GeneratedRegex(@"(?<![/#\d])\d{1,9}")]
    private static partial Regex DayNumber();
}
