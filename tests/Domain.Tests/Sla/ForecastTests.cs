using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Sla.Forecasts;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Testing;

namespace AfterSales.Domain.Tests.Sla;

/// <summary>What a change of a policy or calendar would do to open clocks, and does; and which promises are about to be broken.</summary>
public sealed class ForecastTests
{
    [Fact]
    public async Task New_policy_keeps_earlier_pauses_and_says_beforehand_which_clocks_move()
    {
        await using var held = await PromisedCase.AtAsync("2026-11-16 10:00");
        await held.AgreeAsync(PromisedCase.Rule("04:00:00", ladder: new LadderStep(50, LadderAction.Remind)));
        await held.StartAsync("resolution");
        held.GoTo("2026-11-16 11:00");
        await held.PauseAsync("resolution");
        held.GoTo("2026-11-16 12:30");
        await held.ResumeAsync("resolution");
        Assert.Equal("2026-11-16 15:30", await held.DueAsync("resolution"));
        SlaRule[] changed = [PromisedCase.Rule("06:00:00", ladder: new LadderStep(50, LadderAction.Remind))];
        var administrator = held.Product.Holding(Roles.Administrator);

        var preview = await held.Product.SendAsync(administrator, new PreviewPolicy("agreed", new LocalizedText("约定"), false, changed));

        Assert.Equal((1, 0, 1), (preview.Moves.Open, preview.Moves.Earlier, preview.Moves.Later));
        Assert.Equal((PromisedCase.At("2026-11-16 15:30"), PromisedCase.At("2026-11-16 17:30")), (preview.Moves.Largest[0].Before, preview.Moves.Largest[0].After));
        Assert.Equal("2026-11-16 15:30", await held.DueAsync("resolution"));

        var saved = await held.Product.SendAsync(administrator, new SavePolicy("agreed", new LocalizedText("约定"), false, changed, 0, MoveOpenClocks: true));

        Assert.Equal((1, "2026-11-16 17:30"), (saved.MovedClocks, await held.DueAsync("resolution")));
        Assert.Equal(["running", PauseReasons.WaitingCustomer, "running"], (await held.ClockAsync("resolution")).Segments.Select(segment => segment.Reason ?? "running"));
        await held.PassUntilAsync("2026-11-16 18:00");
        Assert.Equal(["50 Remind at 2026-11-16 14:30"], await held.ToldAsync("resolution"));
    }

    [Fact]
    public async Task New_policy_leaves_open_clocks_as_they_are_unless_they_are_to_move()
    {
        await using var held = await PromisedCase.AtAsync("2026-11-16 10:00");
        await held.AgreeAsync(PromisedCase.Rule("04:00:00"));
        await held.StartAsync("resolution");

        await held.Product.SendAsync(held.Product.Holding(Roles.Administrator), new SavePolicy("agreed", new LocalizedText("约定"), false, [PromisedCase.Rule("06:00:00")], 0));

        Assert.Equal("2026-11-16 14:00", await held.DueAsync("resolution"));
    }

    [Fact]
    public async Task Changed_rule_is_chosen_by_the_facts_of_when_the_clock_started()
    {
        await using var fault = await PromisedCase.AtAsync("2026-11-16 10:00", (CaseFacts.FaultLevel, "1"), (CaseFacts.Policy, "003"));
        await fault.StartAsync("arrival");
        fault.Learn(CaseFacts.FaultLevel, "3");
        var administrator = fault.Product.Holding(Roles.Administrator);
        var policy = (await fault.Product.SendAsync(administrator, new GetPolicy("003")))!;
        SlaRule[] changed = [.. policy.Rules.Select(rule => rule.Id is "SLA-19.arrival" ? rule with { Duration = TimeSpan.FromMinutes(90) } : rule)];

        await fault.Product.SendAsync(administrator, new SavePolicy("003", policy.Name, false, changed, policy.Revision, MoveOpenClocks: true));

        Assert.Equal("2026-11-16 11:30", await fault.DueAsync("arrival"));
    }

    [Fact]
    public async Task Holiday_moves_open_clocks_that_count_in_the_calendar_and_no_others()
    {
        await using var held = await PromisedCase.AtAsync("2026-11-16 15:00");
        await held.AgreeAsync(PromisedCase.Rule("10:00:00"), PromisedCase.Rule("10:00:00", DueClock.Wall, "arrival"));
        await held.StartAsync("resolution");
        await held.StartAsync("arrival");
        var administrator = held.Product.Holding(Roles.Administrator);
        var calendar = (await held.Product.SendAsync(administrator, new GetCalendar(CompiledCalendars.Default, 2026)))!;
        SpecialDay[] days = [.. calendar.Days, new SpecialDay(new DateOnly(2026, 11, 17), SpecialDayKind.Holiday, new LocalizedText("停电"))];

        var moves = await held.Product.SendAsync(administrator, new PreviewCalendarYear(CompiledCalendars.Default, 2026, days));

        var move = Assert.Single(moves.Largest);
        Assert.Equal(("resolution", PromisedCase.At("2026-11-17 15:00"), TimeSpan.FromDays(1)), (move.Metric, move.Before, move.By));

        await held.Product.SendAsync(administrator, new SaveCalendarYear(CompiledCalendars.Default, 2026, days, "test", calendar.YearRevision, MoveOpenClocks: true));

        Assert.Equal(("2026-11-18 15:00", "2026-11-17 01:00"), (await held.DueAsync("resolution"), await held.DueAsync("arrival")));
    }

    [Fact]
    public async Task Due_time_set_by_hand_is_not_moved_by_a_calendar()
    {
        await using var agreed = await PromisedCase.AtAsync("2026-11-16 15:00");
        await agreed.AgreeAsync(PromisedCase.Rule("10:00:00"));
        var id = (await agreed.StartAsync("resolution")).Id!.Value;
        await agreed.Product.SendAsync(agreed.Product.Holding(Roles.Manager), new SetClockDue(id, PromisedCase.At("2026-11-20 12:00"), "商定"));
        string[] week = ["", "09:30-12:00", "09:30-12:00", "09:30-12:00", "09:30-12:00", "09:30-12:00", ""];
        var administrator = agreed.Product.Holding(Roles.Administrator);

        Assert.Equal((1, 0), await agreed.Product.SendAsync(administrator, new PreviewCalendarWeek(CompiledCalendars.Default, week)) is var moves ? (moves.Open, moves.Moved) : default);
        await agreed.Product.SendAsync(administrator, new SaveCalendar(CompiledCalendars.Default, new LocalizedText("5×8"), "Asia/Shanghai", week, 0, MoveOpenClocks: true));

        Assert.Equal("2026-11-20 12:00", await agreed.DueAsync("resolution"));
    }

    [Fact]
    public async Task Forecast_names_what_is_over_what_is_nearly_used_and_what_is_due_before_the_next_opening()
    {
        await using var promised = await PromisedCase.AtAsync("2026-11-20 10:00");
        await promised.AgreeAsync(
            PromisedCase.Rule("08:00:00", DueClock.Wall, "arrival"), PromisedCase.Rule("10:30:00", DueClock.Wall, "response"), PromisedCase.Rule("2.00:00:00", DueClock.Wall), PromisedCase.Rule("9.00:00:00", DueClock.CalendarDays, "satisfaction"));
        foreach (var metric in (string[])["arrival", "response", "resolution", "satisfaction"])
            await promised.StartAsync(metric);

        promised.GoTo("2026-11-20 20:00");
        var risks = await promised.Product.SendAsync(promised.Product.Holding(Roles.Manager), new ListClocksAtRisk());

        Assert.Equal([("arrival", ClockRisk.Overdue), ("response", ClockRisk.AlmostUsed), ("resolution", ClockRisk.BeforeOpening)], risks.Select(risk => (risk.Metric, risk.Risk)));
    }

    [Fact]
    public async Task Attainment_counts_what_was_kept_by_metric()
    {
        await using var promised = await PromisedCase.AtAsync("2026-11-16 10:00");
        await promised.StartAsync("first-reply");
        promised.GoTo("2026-11-16 11:00");
        await promised.StopAsync("first-reply");
        await promised.StartAsync("first-reply");
        promised.GoTo("2026-11-16 14:00");
        await promised.StopAsync("first-reply");
        await promised.StartAsync("arrival");
        await promised.PauseAsync("arrival", PauseReasons.WaitingSite);

        var attainment = await promised.Product.SendAsync(promised.Product.Holding(Roles.Manager), new GetAttainment(PromisedCase.At("2026-11-16 00:00")));

        Assert.Equal([new MetricAttainment("arrival", 0, 0, 1, 1), new MetricAttainment("first-reply", 1, 1, 0, 0)], attainment);
        Assert.Equal(0.5, attainment[1].Share);
    }
}
