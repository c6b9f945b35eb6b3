using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Sla;
using AfterSales.Testing;

namespace AfterSales.Domain.Tests.Sla;

/// <summary>What clocks of other systems got wrong when they stood still. The calendar is 5×8: Monday to Friday, 9:30 to 19:30, with the holidays of China 2026.</summary>
public sealed class ClockPauseTests
{
    [Fact]
    public async Task Hold_over_a_night_and_a_week_end_adds_only_working_time()
    {
        await using var held = await PromisedCase.AtAsync("2026-11-20 15:00");
        await held.AgreeAsync(PromisedCase.Rule("08:00:00"));
        await held.StartAsync("resolution");
        Assert.Equal("2026-11-23 13:00", await held.DueAsync("resolution"));

        held.GoTo("2026-11-20 19:00");
        await held.PauseAsync("resolution");
        held.GoTo("2026-11-23 10:30");
        await held.ResumeAsync("resolution");

        Assert.Equal("2026-11-23 14:30", await held.DueAsync("resolution"));
    }

    [Fact]
    public async Task Pause_never_puts_the_due_moment_past_closing_time()
    {
        await using var held = await PromisedCase.AtAsync("2026-11-16 09:30");
        await held.AgreeAsync(PromisedCase.Rule("09:30:00"));
        await held.StartAsync("resolution");

        held.GoTo("2026-11-16 11:00");
        await held.PauseAsync("resolution");
        held.GoTo("2026-11-16 12:00");
        await held.ResumeAsync("resolution");

        Assert.Equal("2026-11-17 10:00", await held.DueAsync("resolution"));
    }

    [Fact]
    public async Task Lunch_counts_neither_in_the_time_nor_in_the_pause()
    {
        await using var held = await PromisedCase.AtAsync("2026-11-16 10:00");
        string[] week = ["", "09:00-12:00 13:00-18:00", "09:00-12:00 13:00-18:00", "", "", "", ""];
        await held.Product.SendAsync(held.Product.Holding(Roles.Administrator), new SaveCalendar("lunch", new LocalizedText("午休"), "Asia/Shanghai", week, null));
        await held.AgreeAsync(PromisedCase.Rule("04:00:00", calendar: "lunch"));
        await held.StartAsync("resolution");
        Assert.Equal("2026-11-16 15:00", await held.DueAsync("resolution"));

        held.GoTo("2026-11-16 11:20");
        await held.PauseAsync("resolution");
        held.GoTo("2026-11-16 13:05");
        await held.ResumeAsync("resolution");

        Assert.Equal("2026-11-16 15:45", await held.DueAsync("resolution"));
    }

    [Fact]
    public async Task Make_up_week_end_is_worked_like_any_other_day()
    {
        // Saturday 10 October 2026 makes up for the holiday; Sunday is free.
        await using var held = await PromisedCase.AtAsync("2026-10-09 18:30");
        await held.AgreeAsync(PromisedCase.Rule("02:00:00"));

        await held.StartAsync("resolution");

        Assert.Equal("2026-10-10 10:30", await held.DueAsync("resolution"));
    }

    [Fact]
    public async Task Change_on_a_holiday_pauses_and_costs_no_working_time()
    {
        await using var held = await PromisedCase.AtAsync("2026-09-30 15:30");
        await held.AgreeAsync(PromisedCase.Rule("08:00:00"));
        await held.StartAsync("resolution");
        Assert.Equal("2026-10-08 13:30", await held.DueAsync("resolution"));

        held.GoTo("2026-10-03 11:00");
        await held.PauseAsync("resolution");
        Assert.Equal(SlaClockStatus.Paused, (await held.ClockAsync("resolution")).Status);
        held.GoTo("2026-10-08 10:30");
        await held.ResumeAsync("resolution");

        Assert.Equal("2026-10-08 14:30", await held.DueAsync("resolution"));
    }

    [Theory]
    [InlineData("2026-11-16 07:00", "2026-11-16 11:30")] // before opening
    [InlineData("2026-11-16 22:00", "2026-11-17 11:30")] // after closing
    [InlineData("2026-11-14 12:00", "2026-11-16 11:30")] // on a week-end
    [InlineData("2026-09-20 12:00", "2026-09-20 14:00")] // on a make-up week-end, which is worked
    [InlineData("2026-02-23 12:00", "2026-02-24 11:30")] // on the last day of a holiday
    public async Task Clock_started_outside_hours_counts_from_the_next_opening(string start, string due)
    {
        await using var early = await PromisedCase.AtAsync(start);
        await early.AgreeAsync(PromisedCase.Rule("02:00:00"));

        await early.StartAsync("resolution");

        Assert.Equal(due, await early.DueAsync("resolution"));
    }

    [Fact]
    public async Task Day_is_a_working_day_and_not_twenty_four_working_hours()
    {
        await using var promised = await PromisedCase.AtAsync("2026-11-16 15:00");
        await promised.AgreeAsync(PromisedCase.Rule("1.00:00:00", DueClock.WorkingDays));
        await promised.StartAsync("resolution");
        Assert.Equal("2026-11-17 15:00", await promised.DueAsync("resolution"));

        promised.GoTo("2026-11-16 16:00");
        await promised.PauseAsync("resolution");
        promised.GoTo("2026-11-16 18:00");
        await promised.ResumeAsync("resolution");

        Assert.Equal("2026-11-17 17:00", await promised.DueAsync("resolution"));
    }

    [Fact]
    public async Task Calendar_days_move_by_the_time_that_passed()
    {
        await using var held = await PromisedCase.AtAsync("2026-11-16 15:00");
        await held.StartAsync("DEF.resolution");
        held.GoTo("2026-11-17 08:00");
        await held.PauseAsync("DEF.resolution");
        held.GoTo("2026-11-18 11:00");
        await held.ResumeAsync("DEF.resolution");

        Assert.Equal("2026-11-20 18:00", await held.DueAsync("DEF.resolution"));
    }

    [Fact]
    public async Task Due_time_set_by_hand_does_not_drift()
    {
        await using var agreed = await PromisedCase.AtAsync("2026-11-16 10:00");
        await agreed.AgreeAsync(PromisedCase.Rule("04:00:00"));
        var id = (await agreed.StartAsync("resolution")).Id!.Value;
        await agreed.Product.SendAsync(agreed.Product.Holding(Roles.Manager), new SetClockDue(id, PromisedCase.At("2026-11-18 12:00"), "与客户商定"));

        agreed.GoTo("2026-11-16 11:00");
        await agreed.PauseAsync("resolution");
        agreed.GoTo("2026-11-17 16:00");
        await agreed.ResumeAsync("resolution");

        Assert.Equal("2026-11-18 12:00", await agreed.DueAsync("resolution"));
        await Refusal.FieldsAsync(agreed.Product, ["DueAt clock.due-past", "Reason NotEmptyValidator"], () =>
            agreed.Product.SendAsync(agreed.Product.Holding(Roles.Manager), new SetClockDue(id, PromisedCase.At("2026-11-16 12:00"), "")));
    }

    [Fact]
    public async Task Clock_that_was_frozen_does_not_breach_at_once_when_the_case_is_open_again()
    {
        await using var reopened = await PromisedCase.AtAsync("2026-11-16 10:00");
        await reopened.AgreeAsync(PromisedCase.Rule("04:00:00", DueClock.Wall));
        await reopened.StartAsync("resolution");
        reopened.GoTo("2026-11-16 11:00");
        await reopened.StopAsync("resolution");

        reopened.GoTo("2026-12-16 09:00");
        Assert.Equal(SlaClockStatus.Met, (await reopened.ClockAsync("resolution")).Status);
        await reopened.ResumeAsync("resolution", stopped: true);

        var clock = await reopened.ClockAsync("resolution");
        Assert.Equal((SlaClockStatus.Running, "2026-12-16 12:00"), (clock.Status, PromisedCase.Local(clock.DueAt)));
        Assert.Equal(["running", "closed", "running"], clock.Segments.Select(segment => segment.Reason ?? "running"));
    }

    [Fact]
    public async Task Clock_that_is_paused_is_neither_late_nor_reminded_of_and_one_that_was_late_before_stays_late()
    {
        await using var held = await PromisedCase.AtAsync("2026-11-16 10:00");
        await held.AgreeAsync(PromisedCase.Rule("04:00:00", DueClock.Wall));
        await held.StartAsync("resolution");
        held.GoTo("2026-11-16 11:00");
        await held.PauseAsync("resolution");

        await held.PassUntilAsync("2026-11-17 10:00");
        Assert.Equal(SlaClockStatus.Paused, (await held.ClockAsync("resolution")).Status);
        Assert.Null((await held.RowAsync("resolution")).OverdueAt);

        await held.ResumeAsync("resolution");
        await held.PassUntilAsync("2026-11-17 14:00");
        await held.PauseAsync("resolution");
        Assert.Equal(SlaClockStatus.Breached, (await held.ClockAsync("resolution")).Status);
        held.GoTo("2026-11-18 10:00");
        await held.ResumeAsync("resolution");
        Assert.Equal("2026-11-17 13:00", await held.DueAsync("resolution"));
    }

    [Fact]
    public async Task Event_older_than_the_last_one_is_refused()
    {
        await using var held = await PromisedCase.AtAsync("2026-11-16 10:00");
        await held.AgreeAsync(PromisedCase.Rule("04:00:00"));
        await held.StartAsync("resolution");
        held.GoTo("2026-11-16 12:00");
        await held.PauseAsync("resolution", at: "2026-11-16 11:30");

        await Refusal.RuleAsync(held.Product, "clock.older-event", () => held.ResumeAsync("resolution", at: "2026-11-16 11:00"));
        await Refusal.FieldsAsync(held.Product, ["At clock.from-future"], () => held.ResumeAsync("resolution", at: "2026-11-16 12:01"));
        await held.ResumeAsync("resolution", at: "2026-11-16 11:45");

        Assert.Equal("2026-11-16 14:15", await held.DueAsync("resolution"));
    }

    [Fact]
    public async Task Clock_stands_still_only_for_what_its_rule_names_and_only_by_those_who_may()
    {
        await using var held = await PromisedCase.AtAsync("2026-11-16 10:00");
        await held.StartAsync("arrival");
        await held.StartAsync("first-reply");

        await Refusal.RuleAsync(held.Product, "clock.reason-not-allowed", () => held.PauseAsync("arrival", PauseReasons.WaitingParts));
        await Refusal.ForbiddenAsync(held.Product, "role.missing", () =>
            held.Product.SendAsync(held.Product.Holding(Roles.Agent), new PauseClock(held.Number, "arrival", PauseReasons.WaitingSite)));
        Assert.Equal(1, await held.PauseAsync(null, PauseReasons.WaitingSite));
        await Refusal.RuleAsync(held.Product, "clock.paused", () => held.PauseAsync("arrival", PauseReasons.WaitingSite));

        Assert.Equal(1, await held.ResumeAsync(null));
        await Refusal.RuleAsync(held.Product, "clock.not-paused", () => held.ResumeAsync("arrival"));
        await held.StopAsync("arrival");
        await Refusal.RuleAsync(held.Product, "clock.stopped", () => held.PauseAsync("arrival", PauseReasons.WaitingSite));
        await Refusal.NotFoundAsync(held.Product, () => held.PauseAsync("loaner"));
    }
}
