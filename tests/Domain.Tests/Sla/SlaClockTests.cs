using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tests.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Sla;

public sealed class SlaClockTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private static readonly DateTimeOffset Monday9am = new(2026, 11, 16, 9, 0, 0, TimeSpan.FromHours(8));
    private readonly TestProduct _product = fixture.Product;

    [Fact]
    public async Task ACC_01_complaint_shortly_before_midnight_is_due_fifteen_days_later_to_the_minute()
    {
        await using var product = await TestProduct.StartAsync(clock: new TestClock(new DateTimeOffset(2026, 11, 16, 23, 50, 0, TimeSpan.FromHours(8))));

        var number = (await product.RegisterAsync()).Number;

        var clocks = (await product.SendAsync(product.Holding(Roles.Agent), new GetComplaint(number)))!.Clocks.ToDictionary(clock => clock.Metric);
        Assert.All(clocks.Values, clock => Assert.Equal(SlaClockStatus.Running, clock.Status));
        Assert.Equal(new DateTime(2026, 11, 17, 1, 50, 0), CompanyTime.Local(clocks["first-reply"].DueAt).DateTime);
        Assert.Equal(new DateTime(2026, 12, 1, 23, 50, 0), CompanyTime.Local(clocks["satisfaction"].DueAt).DateTime);
    }

    [Fact]
    public void Promise_kept_at_the_last_moment_is_met_and_a_moment_later_breached()
    {
        SlaClock Clock() => SlaClock.Start(TaskSteps.NoCase, "SLA-11", null, new DueRule(TimeSpan.FromHours(2)), new ClockSpan(Monday9am, TimeSpan.FromHours(2), null), Monday9am, Monday9am);
        var (met, breached) = (Clock(), Clock());
        met.Stop(Monday9am.AddHours(2));
        breached.Stop(Monday9am.AddHours(2).AddMicroseconds(1));

        Assert.Equal((SlaClockStatus.Met, SlaClockStatus.Breached), (met.StatusAt(Monday9am.AddDays(1)), breached.StatusAt(Monday9am.AddDays(1))));
        Assert.Equal((SlaClockStatus.Running, SlaClockStatus.Breached), (Clock().StatusAt(Monday9am.AddHours(2)), Clock().StatusAt(Monday9am.AddHours(3))));
    }

    [Fact]
    public void Overdue_mark_comes_neither_early_nor_after_the_stop()
    {
        var clock = SlaClock.Start(TaskSteps.NoCase, "SLA-11", null, new DueRule(TimeSpan.FromHours(2)), new ClockSpan(Monday9am, TimeSpan.FromHours(2), null), Monday9am, Monday9am);
        clock.MarkOverdue(Monday9am.AddHours(1));
        Assert.Null(clock.OverdueAt);
        clock.Stop(Monday9am.AddHours(1));
        clock.MarkOverdue(Monday9am.AddHours(3));
        Assert.Null(clock.OverdueAt);
    }

    [Fact]
    public async Task ACC_02_running_clock_is_not_started_again()
    {
        var number = new CaseNumber("C-2026-88888");
        var due = await _product.SendAsync(Actor.System, new StartClock(number, "SLA-13", new DueRule(TimeSpan.FromDays(15))));
        _product.Clock.Advance(TimeSpan.FromDays(3));

        Assert.Equal(due, await _product.SendAsync(Actor.System, new StartClock(number, "SLA-13", new DueRule(TimeSpan.FromDays(15)))));
        Assert.Equal(1, await _product.ReadAsync(db => db.SlaClocks.CountAsync(c => c.CaseNumber == number)));

        await _product.SendAsync(Actor.System, new StopClock(number, "SLA-13"));
        Assert.Equal(_product.Clock.GetUtcNow().AddDays(1), (await _product.SendAsync(Actor.System, new StartClock(number, "SLA-13", new DueRule(TimeSpan.FromDays(1))))).DueAt);
    }

    [Fact]
    public async Task Clock_without_a_name_or_a_duration_is_refused() =>
        await Refusal.FieldsAsync(
            _product, ["Metric NotEmptyValidator", "Rule due.unsound"], () => _product.SendAsync(Actor.System, new StartClock(TaskSteps.NoCase, "", new DueRule(TimeSpan.Zero))));
}
