using AfterSales.Engine.Activities.Scheduling;

namespace AfterSales.Engine.Tests.Timers;

public sealed class CronScheduleTests
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    // From Monday 2026-11-23, 17:00 in Shanghai.
    private static string Next(string text, int count = 3)
    {
        var schedule = CronSchedule.Parse(text, Shanghai);
        var times = new List<string>();
        for (DateTimeOffset? at = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero); times.Count < count && (at = schedule.NextAfter(at!.Value)) is not null;)
            times.Add(TimeZoneInfo.ConvertTime(at.Value, Shanghai).ToString("ddd MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
        return string.Join(", ", times);
    }

    [Theory]
    [InlineData("0 9 * * 1-5", "Tue 11-24 09:00:00, Wed 11-25 09:00:00, Thu 11-26 09:00:00")]
    [InlineData("0 0 9 * * 1-5", "Tue 11-24 09:00:00, Wed 11-25 09:00:00, Thu 11-26 09:00:00")]
    [InlineData("0 0 9 ? * MON-FRI", "Tue 11-24 09:00:00, Wed 11-25 09:00:00, Thu 11-26 09:00:00")]
    [InlineData("0 9 * * 0", "Sun 11-29 09:00:00, Sun 12-06 09:00:00, Sun 12-13 09:00:00")]
    [InlineData("0 9 * * 7", "Sun 11-29 09:00:00, Sun 12-06 09:00:00, Sun 12-13 09:00:00")]
    [InlineData("0 9 * * 5-7", "Fri 11-27 09:00:00, Sat 11-28 09:00:00, Sun 11-29 09:00:00")]
    [InlineData("0 9 * * 1-5/2", "Wed 11-25 09:00:00, Fri 11-27 09:00:00, Mon 11-30 09:00:00")]
    [InlineData("0 9 ? * ?", "Tue 11-24 09:00:00, Wed 11-25 09:00:00, Thu 11-26 09:00:00")]
    [InlineData("0 9 * * 0-6", "Tue 11-24 09:00:00, Wed 11-25 09:00:00, Thu 11-26 09:00:00")]
    [InlineData("*/15 * * * *", "Mon 11-23 17:15:00, Mon 11-23 17:30:00, Mon 11-23 17:45:00")]
    [InlineData("*/20 * * * * *", "Mon 11-23 17:00:20, Mon 11-23 17:00:40, Mon 11-23 17:01:00")]
    [InlineData("0 0 1 * ?", "Tue 12-01 00:00:00, Fri 01-01 00:00:00, Mon 02-01 00:00:00")]
    [InlineData("0 0 L * *", "Mon 11-30 00:00:00, Thu 12-31 00:00:00, Sun 01-31 00:00:00")]
    [InlineData("0 0 0 15W * *", "Tue 12-15 00:00:00, Fri 01-15 00:00:00, Mon 02-15 00:00:00")]
    [InlineData("0 0 * * 1#2", "Mon 12-14 00:00:00, Mon 01-11 00:00:00, Mon 02-08 00:00:00")]
    [InlineData("0 0 * * 5L", "Fri 11-27 00:00:00, Fri 12-25 00:00:00, Fri 01-29 00:00:00")]
    [InlineData("0 0 13 * 5", "Fri 08-13 00:00:00, Fri 10-13 00:00:00, Fri 04-13 00:00:00")]
    [InlineData("0 30 8 1-7 * MON", "Mon 12-07 08:30:00, Mon 01-04 08:30:00, Mon 02-01 08:30:00")]
    public void Next_times_are_those_of_cron(string text, string expected) => Assert.Equal(expected, Next(text));

    [Theory]
    [InlineData("", "5 fields")]
    [InlineData("* * * *", "5 fields")]
    [InlineData("0 0 0 1 1 ? 2030", "5 fields")]
    [InlineData("every day at nine, please now", "every day at nine, please now")]
    [InlineData("61 * * * *", "61 * * * *")]
    [InlineData("0 24 * * *", "0 24 * * *")]
    [InlineData("0 0 32 * *", "0 0 32 * *")]
    [InlineData("0 0 * 13 *", "0 0 * 13 *")]
    [InlineData("0 0 * * 8", "'8' is none")]
    [InlineData("0 0 * * 99999999999", "Days of the week")]
    public void What_is_no_cron_expression_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => CronSchedule.Parse(text, Shanghai)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("0 0 30 2 *")]
    [InlineData("0 0 31 4 MON")]
    public void Days_that_never_come_have_no_next_time(string text) => Assert.Equal("", Next(text));
}
