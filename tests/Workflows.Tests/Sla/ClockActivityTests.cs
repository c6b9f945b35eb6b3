using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Sla;
using AfterSales.Testing;
using AfterSales.Workflows.Tests.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests.Sla;

/// <summary>Clocks as definitions use them: started, paused, resumed and listened to.</summary>
public sealed class ClockActivityTests : IAsyncLifetime, IDisposable
{
    private readonly DefinitionFolder _folder = new();
    private TestProduct _product = null!;

    public async Task InitializeAsync() => _product = await TestProduct.StartAsync(loadDefinitions: false);

    public async Task DisposeAsync() => await _product.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Step_of_a_clocks_ladder_resumes_the_event_that_a_definition_waits_for()
    {
        var number = await BeginAsync(new Draft("listens").StartedBy("ComplaintRegistered").Variable("Step", "Object").Add("Clock", "AfterSales.StartClock", ("metric", "first-reply"))
            .Add("Wait", "Elsa.Event", ("eventName", "SlaStep"), ("result", Result("Step")))
            .Add("Grade", "Elsa.FlowDecision", ("condition", Draft.Expression("JavaScript", """getStep().metric === "first-reply" && getStep().percent === 100""")))
            .Asks("Late", Roles.Manager, "Done").Connect("Start->Clock", "Clock->Wait", "Wait->Grade", "Grade:True->Late"));

        await AfterAsync(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        Assert.Null(await _product.OpenTaskAsync(number));
        await AfterAsync(TimeSpan.FromSeconds(1));

        Assert.Equal("Late", (await _product.OpenTaskAsync(number))!.ActivityId);
    }

    [Fact]
    public async Task Clock_stands_still_from_PauseClock_to_ResumeClock_of_a_definition()
    {
        // By the default policy the plan's clock stands still while the customer is asked, and that of the first reply does not.
        var number = await BeginAsync(new Draft("pauses").StartedBy("ComplaintRegistered").Add("Plan", "AfterSales.StartClock", ("metric", "plan-conveyed")).Add("Reply", "AfterSales.StartClock", ("metric", "first-reply"))
            .Add("Pause", "AfterSales.PauseClock", ("reason", PauseReasons.WaitingCustomer)).Asks("Ask", Roles.Agent, "Done").Add("Resume", "AfterSales.ResumeClock").Asks("Work", Roles.Maintenance, "Done")
            .Connect("Start->Plan", "Plan->Reply", "Reply->Pause", "Pause->Ask", "Ask->Resume", "Resume->Work"));
        var before = await ClocksAsync(number);
        Assert.Equal((SlaClockStatus.Paused, SlaClockStatus.Running), (before["plan-conveyed"].Status, before["first-reply"].Status));

        await AfterAsync(TimeSpan.FromHours(1));
        await _product.CompleteNextAsync(number);

        var after = await ClocksAsync(number);
        // It was due at closing; the hour goes to the next morning and not past closing.
        Assert.Equal((new DateTimeOffset(2026, 11, 16, 19, 30, 0, TimeSpan.FromHours(8)), new DateTimeOffset(2026, 11, 17, 10, 0, 0, TimeSpan.FromHours(8))), (before["plan-conveyed"].DueAt, after["plan-conveyed"].DueAt));
        Assert.Equal(SlaClockStatus.Running, after["plan-conveyed"].Status);
        Assert.Equal(before["first-reply"].DueAt, after["first-reply"].DueAt);
        Assert.Equal([PauseReasons.WaitingCustomer, null], after["plan-conveyed"].Segments.Select(segment => segment.Reason));
        Assert.Contains("runs-on:first-reply", await _product.ReadAsync(async db => string.Join(' ', await db.Set<AfterSales.Domain.Audit.AuditRecord>().Select(r => r.Changes).ToListAsync())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_clock_goes_on_when_a_definition_opens_the_case_again_and_does_not_breach_at_once()
    {
        var number = await BeginAsync(new Draft("reopens").StartedBy("ComplaintRegistered").Add("Clock", "AfterSales.StartClock", ("metric", "first-reply")).Add("Stop", "AfterSales.StopClock", ("metric", "first-reply"))
            .Asks("Ask", Roles.Agent, "Done").Add("Resume", "AfterSales.ResumeClock", ("metric", "first-reply"), ("stopped", "true")).Asks("Work", Roles.Maintenance, "Done")
            .Connect("Start->Clock", "Clock->Stop", "Stop->Ask", "Ask->Resume", "Resume->Work"));

        await AfterAsync(TimeSpan.FromDays(3));
        await _product.CompleteNextAsync(number);

        var clock = (await ClocksAsync(number))["first-reply"];
        Assert.Equal((SlaClockStatus.Running, _product.Clock.GetUtcNow().AddHours(2)), (clock.Status, clock.DueAt));
    }

    [Fact]
    public async Task Holder_is_reminded_and_the_manager_told_in_the_product_once_a_step()
    {
        var number = await BeginAsync(new Draft("tells").StartedBy("ComplaintRegistered").Add("Clock", "AfterSales.StartClock", ("metric", "first-reply")).Asks("Ask", Roles.Maintenance, "Done").Connect("Start->Clock", "Clock->Ask"));

        await AfterAsync(TimeSpan.FromMinutes(96)); // 80 %
        await AfterAsync(TimeSpan.Zero);
        Assert.Equal($"时限提醒：投诉首次回复 2 小时 已用 80 %（{number}）", Assert.Single(await ToldAsync(Roles.Maintenance)));
        Assert.Empty(await ToldAsync(Roles.Manager));
        await AfterAsync(TimeSpan.FromMinutes(24));

        Assert.Equal($"时限提醒：投诉首次回复 2 小时 已用 100 %（{number}）", Assert.Single(await ToldAsync(Roles.Manager)));
        Assert.Single(await ToldAsync(Roles.Maintenance));
    }

    [Fact]
    public async Task PRC_39_steps_of_a_supervision_complaint_are_told_to_the_director_and_not_to_the_manager()
    {
        await _folder.Write("process.json", new Draft("hidden").StartedBy("ComplaintRegistered").Add("Clock", "AfterSales.StartClock", ("metric", "first-reply")).Asks("Ask", Roles.Quality, "Done")
            .Connect("Start->Clock", "Clock->Ask").ToString()).ImportAsync(_product);
        var request = new RegisterComplaint("周女士", null, "0995-1", null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "服务态度", "投诉服务人员", IsSupervision: true);
        await _product.SendAsync(_product.Holding(Roles.Agent), request);

        await AfterAsync(TimeSpan.FromHours(2));

        Assert.Equal((0, 1), ((await ToldAsync(Roles.Manager)).Length, (await ToldAsync(Roles.EngineeringDirector)).Length));
    }

    private static System.Text.Json.Nodes.JsonObject Result(string variable) => new() { ["typeName"] = "Object", ["memoryReference"] = new System.Text.Json.Nodes.JsonObject { ["id"] = variable } };

    private async Task<CaseNumber> BeginAsync(Draft draft)
    {
        await _folder.Write("process.json", draft.ToString()).ImportAsync(_product);
        return (await _product.RegisterAsync()).Number;
    }

    private async Task AfterAsync(TimeSpan time)
    {
        _product.Clock.Advance(time);
        await _product.RunTimersAsync();
    }

    private async Task<Dictionary<string, ClockView>> ClocksAsync(CaseNumber number) => (await _product.SendAsync(_product.Holding(Roles.Agent), new GetCase(number)))!.Clocks.ToDictionary(clock => clock.Metric);

    private async Task<string[]> ToldAsync(string person) =>
        [.. (await _product.SendAsync(_product.Holding(person), new ListNotifications(Kind: NotificationKind.ClockStep))).Lines.Select(line => line.Title)];
}
