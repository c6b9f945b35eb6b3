using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla;
using AfterSales.Testing;

namespace AfterSales.Domain.Tests.Sla;

/// <summary>Promised times of a case, counted in what the promise says, with the calendars that are shipped.</summary>
public sealed class DeadlineTests : IAsyncLifetime
{
    private static int _cases;
    private readonly TestClock _clock = new(At("2026-11-16 09:00"));
    private TestProduct _product = null!;

    public async Task InitializeAsync()
    {
        _product = await TestProduct.StartAsync(clock: _clock, loadDefinitions: false);
        await _product.SendAsync(Actor.System, new SeedCalendars());
    }

    public async Task DisposeAsync() => await _product.DisposeAsync();

    [Theory]
    [InlineData("SLA-12", "2026-11-16 23:50", "02:00:00", DueClock.Wall, null, "2026-11-17 01:50")] // ACC-01
    [InlineData("SLA-13", "2026-11-16 23:50", "15.00:00:00", DueClock.CalendarDays, null, "2026-12-01 23:50")] // ACC-01
    [InlineData("SLA-14", "2026-09-30 15:00", "1.00:00:00", DueClock.WorkingDays, null, "2026-10-08 15:00")] // ACC-03
    [InlineData("SLA-14", "2026-09-19 15:00", "1.00:00:00", DueClock.WorkingDays, "cn-5x8", "2026-09-20 19:30")] // ACC-04
    [InlineData("SLA-28", "2026-11-20 19:20", "00:30:00", DueClock.WorkingTime, "cn-5x8", "2026-11-23 09:50")] // ACC-09
    [InlineData("SLA-28", "2026-11-20 19:20", "00:30:00", DueClock.WorkingTime, "cn-7x24", "2026-11-20 19:50")]
    [InlineData("SLA-09", "2028-02-27 10:00", "3.00:00:00", DueClock.CalendarDays, null, "2028-03-01 10:00")] // over a leap day
    public async Task Promised_time_is_counted_in_what_the_promise_says(string metric, string start, string duration, DueClock counted, string? calendar, string due)
    {
        var number = new CaseNumber(string.Create(CultureInfo.InvariantCulture, $"C-2026-7{Interlocked.Increment(ref _cases):0000}"));
        await using var product = await TestProduct.StartAsync(clock: new TestClock(At(start)), loadDefinitions: false);
        await product.SendAsync(Actor.System, new SeedCalendars());

        var answer = await product.SendAsync(Actor.System, new StartClock(number, metric, new DueRule(TimeSpan.Parse(duration, CultureInfo.InvariantCulture), counted, calendar)));

        Assert.Equal(At(due), answer.DueAt);
    }

    [Fact]
    public async Task Clock_keeps_what_was_promised_for_its_explanation()
    {
        var number = new CaseNumber("C-2026-77777");
        await _product.SendAsync(Actor.System, new StartClock(number, "SLA-14", new DueRule(TimeSpan.FromDays(1), DueClock.WorkingDays)));

        var clock = await _product.ReadAsync(db => Task.FromResult(ClockView.Of(db.SlaClocks.Single(c => c.CaseNumber == number), _clock.GetUtcNow())));

        Assert.Equal(new DueRule(TimeSpan.FromDays(1), DueClock.WorkingDays, CompiledCalendars.Default), clock.Rule);
    }

    [Theory]
    [InlineData("1.12:00:00", DueClock.WorkingDays)]
    [InlineData("00:30:00", DueClock.CalendarDays)]
    [InlineData("-00:30:00", DueClock.Wall)]
    [InlineData("4000.00:00:00", DueClock.Wall)]
    public async Task Promise_that_cannot_be_counted_is_refused(string duration, DueClock counted) =>
        await Refusal.FieldsAsync(_product, ["Rule due.unsound"], () =>
            _product.SendAsync(Actor.System, new StartClock(new CaseNumber("C-2026-77778"), "SLA-14", new DueRule(TimeSpan.Parse(duration, CultureInfo.InvariantCulture), counted))));

    [Fact]
    public async Task Calendar_that_does_not_exist_is_named() =>
        await Refusal.NotFoundAsync(_product, () =>
            _product.SendAsync(Actor.System, new StartClock(new CaseNumber("C-2026-77779"), "SLA-14", new DueRule(TimeSpan.FromDays(1), DueClock.WorkingDays, "moon"))));

    [Fact]
    public async Task Changed_calendar_counts_from_its_change_on_and_leaves_running_clocks_as_they_are()
    {
        var (before, after) = (new CaseNumber("C-2026-77780"), new CaseNumber("C-2026-77781"));
        var rule = new DueRule(TimeSpan.FromHours(1), DueClock.WorkingTime);
        await _product.SendAsync(Actor.System, new StartClock(before, "SLA-28", rule));
        var administrator = await _product.HireAsync("calendars", Roles.Administrator);
        var calendar = (await _product.SendAsync(administrator, new GetCalendar(CompiledCalendars.Default, 2026)))!;

        await _product.SendAsync(administrator, new SaveCalendarYear(
            CompiledCalendars.Default, 2026, [new SpecialDay(new DateOnly(2026, 11, 16), SpecialDayKind.Holiday, new LocalizedText("停电"))], "test", calendar.YearRevision));

        Assert.Equal(At("2026-11-17 10:30"), (await _product.SendAsync(Actor.System, new StartClock(after, "SLA-28", rule))).DueAt);
        Assert.Equal(At("2026-11-16 10:30"), await _product.ReadAsync(db => Task.FromResult(db.SlaClocks.Single(c => c.CaseNumber == before).DueAt)));
    }

    [Fact]
    public async Task Calendar_somebody_else_has_changed_is_not_overwritten()
    {
        var administrator = await _product.HireAsync("calendars-2", Roles.Administrator);
        string[] week = ["", "09:00-18:00", "09:00-18:00", "09:00-18:00", "09:00-18:00", "09:00-18:00", ""];
        await _product.SendAsync(administrator, new SaveCalendar("night", new LocalizedText("夜班"), "Asia/Shanghai", week, null));

        await Refusal.RuleAsync(_product, "calendar.changed", () => _product.SendAsync(administrator, new SaveCalendar("night", new LocalizedText("夜班"), "Asia/Shanghai", week, null)));
        await Refusal.RuleAsync(_product, "calendar.changed", () => _product.SendAsync(administrator, new SaveCalendarYear("night", 2026, [], "test", 3)));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(_product.Holding(Roles.Agent), new SaveCalendar("x", new LocalizedText("x"), "Asia/Shanghai", week, null)));
    }

    [Fact]
    public async Task Calendar_that_makes_no_sense_is_refused_field_by_field()
    {
        var administrator = await _product.HireAsync("calendars-3", Roles.Administrator);

        await Refusal.FieldsAsync(_product, ["week.monday calendar.overlap", "week.tuesday calendar.backwards"], () => _product.SendAsync(
            administrator, new SaveCalendar("bad", new LocalizedText("坏"), "Asia/Shanghai", ["", "09:00-12:00 11:00-13:00", "18:00-09:00", "", "", "", ""], null)));
        await Refusal.FieldsAsync(_product, ["week calendar.no-working-time"], () => _product.SendAsync(
            administrator, new SaveCalendar("bad", new LocalizedText("坏"), "Asia/Shanghai", ["", "", "", "", "", "", ""], null)));
        await Refusal.FieldsAsync(_product, ["Zone calendar.zone"], () => _product.SendAsync(
            administrator, new SaveCalendar("bad", new LocalizedText("坏"), "Moon/Base", ["", "09:00-12:00", "", "", "", "", ""], null)));
        await Refusal.FieldsAsync(_product, ["days.2026-11-16 calendar.day-twice"], () => _product.SendAsync(
            administrator, new SaveCalendarYear(CompiledCalendars.Default, 2026, [.. Enumerable.Repeat(new SpecialDay(new DateOnly(2026, 11, 16), SpecialDayKind.Holiday, LocalizedText.Empty), 2)], "x", 0)));
    }

    private static DateTimeOffset At(string local) => new(DateTime.Parse(local, CultureInfo.InvariantCulture), TimeSpan.FromHours(8));
}
