using AfterSales.Domain.Sla;

namespace AfterSales.Domain.Tests.Sla;

/// <summary>The acceptance examples of promised times (seed-requirements §15), by the shipped policies.</summary>
public sealed class AcceptanceTests
{
    [Fact]
    public async Task ACC_01_first_reply_and_satisfaction_of_a_complaint_shortly_before_midnight()
    {
        await using var complaint = await PromisedCase.AtAsync("2026-11-16 23:50");

        await complaint.StartAsync("first-reply");
        await complaint.StartAsync("satisfaction");

        Assert.Equal(("2026-11-17 01:50", "2026-12-01 23:50"), (await complaint.DueAsync("first-reply"), await complaint.DueAsync("satisfaction")));
    }

    [Theory]
    [InlineData("2026-09-30 15:00", "2026-10-08 15:00")] // ACC-03
    [InlineData("2026-09-19 15:00", "2026-09-20 19:30")] // ACC-04
    public async Task ACC_03_04_plan_is_conveyed_within_a_working_day(string received, string due)
    {
        await using var issue = await PromisedCase.AtAsync(received, (CaseFacts.Policy, "001"));

        await issue.StartAsync("plan-conveyed");

        Assert.Equal(due, await issue.DueAsync("plan-conveyed"));
    }

    [Theory]
    [InlineData("2026-11-16 11:00", "2026-11-16 15:00")]
    [InlineData("2026-11-16 10:40", "2026-11-16 14:40")]
    public async Task ACC_05_level_one_fault_is_answered_reached_and_solved_counted_from_the_arrival(string arrived, string solved)
    {
        await using var fault = await PromisedCase.AtAsync("2026-11-16 10:00", (CaseFacts.Policy, "003"), (CaseFacts.FaultLevel, "1"));
        await fault.StartAsync("response");
        await fault.StartAsync("arrival");
        Assert.Equal(("2026-11-16 10:10", "2026-11-16 11:00"), (await fault.DueAsync("response"), await fault.DueAsync("arrival")));

        fault.GoTo(arrived);
        await fault.StopAsync("arrival");
        await fault.StartAsync("resolution");

        Assert.Equal(SlaClockStatus.Met, (await fault.ClockAsync("arrival")).Status);
        Assert.Equal(solved, await fault.DueAsync("resolution"));
    }

    [Fact]
    public async Task ACC_06_unsolved_fault_is_warned_of_before_and_escalated_when_due()
    {
        await using var fault = await PromisedCase.AtAsync("2026-11-16 12:00", (CaseFacts.Policy, "003"), (CaseFacts.FaultLevel, "1"));
        await fault.StartAsync("resolution");

        await fault.PassUntilAsync("2026-11-16 15:59");
        Assert.Equal(["50 Remind at 2026-11-16 14:00", "80 Remind at 2026-11-16 15:12"], await fault.ToldAsync("resolution"));
        await fault.PassUntilAsync("2026-11-16 16:00");
        Assert.Contains("100 NotifyManager at 2026-11-16 16:00", await fault.ToldAsync("resolution"));

        await fault.StartAsync("higher-arrival");
        fault.GoTo("2026-11-16 18:00");
        await fault.StopAsync("higher-arrival");
        await fault.StartAsync("higher-resolution");
        Assert.Equal(("2026-11-16 20:00", "2026-11-16 22:00"), (await fault.DueAsync("higher-arrival"), await fault.DueAsync("higher-resolution")));
    }

    [Fact]
    public async Task ACC_07_loaner_counts_from_the_faults_occurrence()
    {
        await using var fault = await PromisedCase.AtAsync("2026-11-16 08:40", (CaseFacts.Policy, "002"));
        await fault.StartAsync("arrival");
        await fault.StartAsync("loaner-need", from: "2026-11-16 08:00");
        var loaner = await fault.StartAsync("loaner", from: "2026-11-16 08:00");

        Assert.Equal(("2026-11-16 11:40", "2026-11-16 13:00", "2026-11-16 16:00"), (await fault.DueAsync("arrival"), await fault.DueAsync("loaner-need"), await fault.DueAsync("loaner")));
        Assert.Equal(8, loaner.UsedPercent);
    }

    [Fact]
    public async Task ACC_08_holiday_arrival_is_eight_hours_and_a_working_day_is_immediate()
    {
        await using var holiday = await PromisedCase.AtAsync("2026-10-03 09:00", (CaseFacts.Policy, "000"));
        await holiday.StartAsync("arrival");
        Assert.Equal("2026-10-03 17:00", await holiday.DueAsync("arrival"));

        await using var weekday = await PromisedCase.AtAsync("2026-11-16 09:00", (CaseFacts.Policy, "000"));
        await weekday.StartAsync("arrival");
        weekday.GoTo("2026-11-16 12:00");
        var clock = await weekday.ClockAsync("arrival");
        Assert.Equal((true, SlaClockStatus.Running, false), (clock.IsImmediate, clock.Status, clock.IsOverdue));
        await weekday.StopAsync("arrival");
        Assert.Equal(SlaClockStatus.Met, (await weekday.ClockAsync("arrival")).Status);
    }

    [Fact]
    public async Task ACC_09_response_in_service_hours_goes_on_after_the_week_end()
    {
        await using var request = await PromisedCase.AtAsync("2026-11-20 19:20", (CaseFacts.Policy, "004"), (CaseFacts.Calendar, "cn-5x8"));

        await request.StartAsync("response");

        Assert.Equal("2026-11-23 09:50", await request.DueAsync("response"));
    }
}
