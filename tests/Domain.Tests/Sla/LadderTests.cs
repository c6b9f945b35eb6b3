using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Sla;

/// <summary>Reminders and escalations on the way to a due time and past it.</summary>
public sealed class LadderTests
{
    private static readonly LadderStep Half = new(50, LadderAction.Remind), Late = new(80, LadderAction.Remind), Over = new(150, LadderAction.NotifyManager);

    [Fact]
    public async Task Steps_are_counted_in_the_clocks_own_time_and_each_is_taken_once()
    {
        await using var promised = await PromisedCase.AtAsync("2026-11-20 17:30");
        await promised.AgreeAsync(PromisedCase.Rule("04:00:00", ladder: [Half, Late, Over]));
        await promised.StartAsync("resolution");

        await promised.PassUntilAsync("2026-11-24 09:30");

        Assert.Equal(["50 Remind at 2026-11-20 19:30", "80 Remind at 2026-11-23 10:42", "150 NotifyManager at 2026-11-23 13:30"], await promised.ToldAsync("resolution"));
        Assert.Equal(PromisedCase.At("2026-11-23 11:30"), (await promised.RowAsync("resolution")).OverdueAt);
        Assert.Null((await promised.RowAsync("resolution")).NextStepAt);
    }

    [Fact]
    public async Task Before_due_step_that_is_over_already_does_not_happen_at_creation()
    {
        await using var loaner = await PromisedCase.AtAsync("2026-11-16 14:40", (CaseFacts.Policy, "002"));
        await loaner.StartAsync("loaner", from: "2026-11-16 08:00");

        await loaner.PassUntilAsync("2026-11-16 14:50");
        Assert.Empty(await loaner.ToldAsync("loaner"));
        await loaner.PassUntilAsync("2026-11-16 16:00");

        Assert.Equal(["100 NotifyManager at 2026-11-16 16:00"], await loaner.ToldAsync("loaner"));
    }

    [Fact]
    public async Task Steps_move_with_a_pause_and_are_not_taken_again_after_reopening()
    {
        await using var held = await PromisedCase.AtAsync("2026-11-16 10:00");
        await held.AgreeAsync(PromisedCase.Rule("04:00:00", DueClock.Wall, ladder: [Half, Late]));
        await held.StartAsync("resolution");
        await held.PassUntilAsync("2026-11-16 12:30");
        await held.PauseAsync("resolution");
        await held.PassUntilAsync("2026-11-16 18:30");
        await held.ResumeAsync("resolution");
        await held.PassUntilAsync("2026-11-16 19:00");
        await held.StopAsync("resolution");
        held.GoTo("2026-11-17 09:00");
        await held.ResumeAsync("resolution", stopped: true);

        await held.PassUntilAsync("2026-11-17 12:00");

        Assert.Equal(["50 Remind at 2026-11-16 12:00", "80 Remind at 2026-11-17 09:12"], await held.ToldAsync("resolution"));
    }

    [Fact]
    public async Task Message_outside_service_hours_waits_for_the_opening()
    {
        await using var promised = await PromisedCase.AtAsync("2026-11-20 20:00");
        await promised.AgreeAsync(PromisedCase.Rule("20:00:00", DueClock.Wall, ladder: [Half with { InServiceHours = true }, Late]));
        await promised.StartAsync("resolution");

        await promised.PassUntilAsync("2026-11-24 09:30");

        Assert.Equal(["80 Remind at 2026-11-21 12:00", "50 Remind at 2026-11-23 09:30"], await promised.ToldAsync("resolution"));
    }

    [Fact]
    public async Task Reminder_survives_a_return_to_the_same_step_and_goes_to_the_holder()
    {
        await using var returned = await PromisedCase.AtAsync("2026-11-16 10:00");
        await returned.AgreeAsync(PromisedCase.Rule("02:00:00", DueClock.Wall, "department-opinion", ladder: [Half]));
        var maintenance = returned.Product.Holding(Roles.Maintenance);

        foreach (var time in (string[])["2026-11-16 10:00", "2026-11-16 14:00"])
        {
            returned.GoTo(time);
            var item = await OpenAsync(returned);
            await returned.StartAsync("department-opinion", workItem: item);
            await returned.Product.SendAsync(maintenance, new ClaimWorkItem(item));
            await returned.PassUntilAsync(PromisedCase.Local(PromisedCase.At(time).AddHours(1)));
            await returned.Product.SendAsync(maintenance, new CompleteWorkItem(item, "Done", null));
        }

        Assert.Equal(["50 Remind at 2026-11-16 11:00", "50 Remind at 2026-11-16 15:00"], await returned.ToldAsync("department-opinion"));
        Assert.All(await returned.Product.ReadAsync(db => db.ClockNotices.ToListAsync()), notice => Assert.Equal(maintenance.PersonId, notice.PersonId));
    }

    [Fact]
    public async Task Inner_group_does_not_get_a_clock_that_is_used_up_already()
    {
        await using var promised = await PromisedCase.AtAsync("2026-11-16 10:00", (CaseFacts.Policy, "001"));
        await promised.StartAsync("first-reply");

        promised.GoTo("2026-11-16 15:00");
        var item = await OpenAsync(promised);
        var started = await promised.StartAsync("department-opinion", workItem: item);

        Assert.Equal((PromisedCase.At("2026-11-16 17:00"), 0), (started.DueAt, started.UsedPercent));
        Assert.Equal(started.DueAt, (await promised.Product.ReadAsync(db => db.WorkItems.SingleAsync(w => w.Id == item))).DueAt);
    }

    [Fact]
    public async Task Work_item_is_due_when_its_clock_is_and_is_overdue_only_then()
    {
        await using var held = await PromisedCase.AtAsync("2026-11-16 10:00");
        await held.AgreeAsync(PromisedCase.Rule("02:00:00", DueClock.Wall));
        var item = await OpenAsync(held);
        await held.StartAsync("resolution", workItem: item);
        await held.PauseAsync("resolution");
        Assert.NotNull((await WorkItemAsync()).DuePausedAt);
        await held.PassUntilAsync("2026-11-16 13:00");
        await held.ResumeAsync("resolution");
        Assert.Equal((PromisedCase.At("2026-11-16 15:00"), null, null), ((await WorkItemAsync()).DueAt!.Value, (await WorkItemAsync()).DuePausedAt, (await WorkItemAsync()).OverdueAt));

        await held.PassUntilAsync("2026-11-16 15:00");

        Assert.Equal(PromisedCase.At("2026-11-16 15:00"), (await WorkItemAsync()).OverdueAt);

        Task<WorkItem> WorkItemAsync() => held.Product.ReadAsync(db => db.WorkItems.SingleAsync(w => w.Id == item));
    }

    [Fact]
    public async Task Work_item_without_a_time_of_its_own_is_due_with_the_first_of_the_cases_clocks_that_it_names()
    {
        await using var promised = await PromisedCase.AtAsync("2026-11-16 10:00");
        await promised.AgreeAsync(PromisedCase.Rule("02:00:00", DueClock.Wall), PromisedCase.Rule("00:30:00", DueClock.Wall, "arrival"), PromisedCase.Rule("00:05:00", DueClock.Wall, "response"));
        await promised.StartAsync("resolution");
        var item = await OpenAsync(promised, "resolution, arrival");
        Assert.Equal(PromisedCase.At("2026-11-16 12:00"), (await WorkItemAsync()).DueAt);

        await promised.StartAsync("arrival");
        await promised.StartAsync("response");
        Assert.Equal(PromisedCase.At("2026-11-16 10:30"), (await WorkItemAsync()).DueAt);

        // What is not running is not what one hurries for.
        await promised.PauseAsync("arrival");
        Assert.Equal((PromisedCase.At("2026-11-16 12:00"), null), ((await WorkItemAsync()).DueAt!.Value, (await WorkItemAsync()).DuePausedAt));
        await promised.PassUntilAsync("2026-11-16 11:00");
        await promised.ResumeAsync("arrival");
        Assert.Equal(PromisedCase.At("2026-11-16 11:30"), (await WorkItemAsync()).DueAt);
        await promised.Product.SendAsync(Actor.System, new StopClock(promised.Number, "arrival"));
        Assert.Equal((PromisedCase.At("2026-11-16 12:00"), null), ((await WorkItemAsync()).DueAt!.Value, (await WorkItemAsync()).OverdueAt));

        await promised.PassUntilAsync("2026-11-16 12:00");
        Assert.Equal(PromisedCase.At("2026-11-16 12:00"), (await WorkItemAsync()).OverdueAt);
        await promised.Product.SendAsync(Actor.System, new StopClock(promised.Number, "resolution"));
        Assert.Equal((null, WorkItem.NeverDue), ((await WorkItemAsync()).DueAt, (await WorkItemAsync()).DueOrder));

        Task<WorkItem> WorkItemAsync() => promised.Product.ReadAsync(db => db.WorkItems.SingleAsync(w => w.Id == item));
    }

    private static async Task<Guid> OpenAsync(PromisedCase promised, string? dueMetrics = null) => (await promised.Product.SendAsync(Actor.System, new OpenWorkItem(
        promised.Number, new LocalizedText("意见"), LocalizedText.Empty, Roles.Maintenance, null, null, WorkItemKind.Staff, [new WorkItemOutcome("Done", new LocalizedText("完成"))], null, null, null, DueMetrics: dueMetrics))).Id;
}
