using System.Globalization;
using AfterSales.Domain.Calendars;

namespace AfterSales.Domain.Tests.Calendars;

/// <summary>Time counted in working hours, across days, holidays, make-up days and breaks.</summary>
public sealed class WorkingTimeTests
{
    private static readonly WorkingTime WithLunch = new(Calendars.Plan("09:00-12:00 13:00-18:00"));
    private static readonly WorkingTime RoundTheClock = new(Calendars.Plan(Calendars.Shanghai, [.. Enumerable.Repeat("00:00-24:00", 7)]));

    [Theory]
    [InlineData("2026-11-20 19:20", "00:30", "2026-11-23 09:50")] // ACC-09: ten minutes on Friday, the rest on Monday
    [InlineData("2026-11-20 19:00", "00:30", "2026-11-20 19:30")] // due at the end of the day, not when the next begins
    [InlineData("2026-11-21 12:00", "00:00", "2026-11-23 09:30")]
    [InlineData("2026-11-21 12:00", "00:01", "2026-11-23 09:31")]
    [InlineData("2026-09-30 19:00", "01:00", "2026-10-08 10:00")] // over the National Day holidays
    [InlineData("2026-10-09 19:00", "01:00", "2026-10-10 10:00")] // Saturday, a make-up day
    [InlineData("2026-02-13 19:30", "10:00", "2026-02-14 19:30")] // Saturday before the Spring Festival
    [InlineData("2026-12-31 19:00", "10:30", "2027-01-01 19:30")] // the holidays of 2027 are not known
    public void Added_working_time_skips_what_is_free(string start, string work, string due) =>
        Assert.Equal(Calendars.At(due), Calendars.FiveByEight.Add(Calendars.At(start), TimeSpan.Parse(work, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-09-30 15:00", 1, "2026-10-08 15:00")] // ACC-03
    [InlineData("2026-09-19 15:00", 1, "2026-09-20 19:30")] // ACC-04: from the beginning of the make-up day to its end
    [InlineData("2026-11-20 15:00", 1, "2026-11-23 15:00")]
    [InlineData("2026-11-20 15:00", 0, "2026-11-20 15:00")]
    [InlineData("2026-11-20 20:00", 2, "2026-11-24 19:30")]
    [InlineData("2024-02-28 15:00", 1, "2024-02-29 15:00")]
    [InlineData("2026-12-31 10:00", 3, "2027-01-05 10:00")]
    public void Added_working_days_end_at_the_same_hour(string start, int days, string due) =>
        Assert.Equal(Calendars.At(due), Calendars.FiveByEight.AddDays(Calendars.At(start), days));

    [Theory]
    [InlineData("2026-11-23 11:30", "01:00", "2026-11-23 13:30")]
    [InlineData("2026-11-23 11:00", "01:00", "2026-11-23 12:00")]
    [InlineData("2026-11-23 12:30", "00:00", "2026-11-23 13:00")]
    [InlineData("2026-11-23 17:00", "09:00", "2026-11-24 18:00")]
    public void Breaks_of_a_day_are_not_counted(string start, string work, string due) =>
        Assert.Equal(Calendars.At(due), WithLunch.Add(Calendars.At(start), TimeSpan.Parse(work, CultureInfo.InvariantCulture)));

    [Fact]
    public void Day_that_is_shorter_ends_what_would_go_beyond_it()
    {
        var half = new WorkingTime(Calendars.Plan("09:00-18:00", new SpecialDay(new DateOnly(2026, 11, 24), SpecialDayKind.OtherHours, LocalizedText.Empty, Calendars.Hours("09:00-12:00"))));

        Assert.Equal(Calendars.At("2026-11-24 12:00"), half.AddDays(Calendars.At("2026-11-23 15:00"), 1));
    }

    [Fact]
    public void Round_the_clock_is_elapsed_time()
    {
        var start = Calendars.At("2026-12-31 23:59:30");

        Assert.Equal(start + TimeSpan.FromDays(400), RoundTheClock.Add(start, TimeSpan.FromDays(400)));
        Assert.Equal(start - TimeSpan.FromDays(400), RoundTheClock.Subtract(start, TimeSpan.FromDays(400)));
        Assert.True(RoundTheClock.IsWorking(start));
    }

    [Fact]
    public void Calendar_without_working_time_says_so_instead_of_searching_for_ever()
    {
        var never = new WorkingTime(Calendars.Plan(""));

        Assert.Throws<NoWorkingTimeException>(() => never.Add(Calendars.At("2026-11-23 10:00"), TimeSpan.FromMinutes(1)));
        Assert.Throws<NoWorkingTimeException>(() => never.AddDays(Calendars.At("2026-11-23 10:00"), 1));
        Assert.Throws<NoWorkingTimeException>(() => never.NextWorking(Calendars.At("2026-11-23 10:00")));
        Assert.Throws<NoWorkingTimeException>(() => never.Subtract(Calendars.At("2026-11-23 10:00"), TimeSpan.FromMinutes(1)));
        Assert.Equal(TimeSpan.Zero, never.Between(Calendars.At("2026-11-23 10:00"), Calendars.At("2027-11-23 10:00")));
    }

    [Theory]
    [InlineData("09:00-12:00 11:00-13:00", "calendar.overlap")]
    [InlineData("12:00-09:00", "calendar.backwards")]
    [InlineData("09:00-09:00", "calendar.backwards")]
    [InlineData("", "calendar.no-working-time")]
    [InlineData("00:00-09:00 09:00-24:00", null)]
    public void Hours_that_make_no_sense_are_refused(string hours, string? code) =>
        Assert.Equal(code is null ? [] : [code], CalendarCheck.Week([.. Enumerable.Repeat(Calendars.Hours(hours), 7)]).Select(problem => problem.Code).Distinct());
}
