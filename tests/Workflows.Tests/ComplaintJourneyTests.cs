using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using AfterSales.Testing;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests;

/// <summary>The two shipped processes, from registration to the customer's word (PRC-02, PRC-06, PRC-08, PRC-17).</summary>
public class ComplaintJourneyTests
{
    [Fact]
    public async Task Ordinary_complaint_runs_to_verified_closure()
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync()).Number;

        var path = await CompleteUntilClosedAsync(product, number);

        string[] expected =
        [
            "Triage", "Contact", "Dispatch", "DepartmentOpinion", "ConsultCustomer", "Handle", "TestAndConfirm", "ResponseReport", "ResultStatement", "PhoneNotice", "ClosedLoopRequest", "Verify",
            "CustomerConfirmation",
        ];
        Assert.Equal(expected, path);
        var complaint = (await product.SendAsync(Actor.System with { Roles = product.Holding(Roles.Agent).Roles }, new GetComplaint(number)))!;
        Assert.Equal(CaseStatus.Closed, complaint.Status);
        Assert.All(complaint.Clocks, clock => Assert.Equal(SlaClockStatus.Met, clock.Status));
        Assert.Equal(["FRM-17"], complaint.TrackingSheets.Select(s => s.FormCode));
        Assert.True((await product.SendAsync(Actor.System, new VerifyAudit())).IsIntact);
        Assert.All(await InstancesAsync(product, number), instance => Assert.Equal(WorkflowStatus.Finished, instance.Status));
        Assert.Equal(0, await product.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync()));
    }

    [Fact]
    public async Task ACC_20_serious_complaint_takes_the_directors_instruction_and_a_letter()
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync(ComplaintSeverity.Serious)).Number;

        var path = await CompleteUntilClosedAsync(product, number);

        Assert.Equal(["Triage", "Contact", "DirectorInstruction"], path[..3]);
        Assert.Contains("ResultLetter", path);
        Assert.DoesNotContain("PhoneNotice", path);
    }

    [Fact]
    public async Task ACC_02_dissatisfied_customer_gets_a_reissued_sheet_and_the_half_month_clock_is_not_reset()
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync()).Number;
        var dueBefore = await HalfMonthDueAsync(product, number);

        product.Clock.Advance(TimeSpan.FromDays(4));
        await CompleteUntilAsync(product, number, "CustomerConfirmation");
        await product.CompleteNextAsync(number, CustomerConfirmation.NotSatisfied);

        var complaint = await product.ReadAsync(db => db.CaseFiles.SingleAsync(c => c.Number == number));
        Assert.Equal(CaseStatus.Open, complaint.Status);
        Assert.Equal("DepartmentOpinion", (await product.OpenTaskAsync(number))!.ActivityId);
        var sheets = await product.ReadAsync(db => db.TrackingSheets.Where(s => s.CaseNumber == number).OrderBy(s => s.Issue).ToListAsync());
        Assert.Equal(["FRM-17", "FRM-20"], sheets.Select(s => s.FormCode));
        Assert.Equal(2, sheets.Select(s => s.Number).Distinct().Count());
        Assert.Equal(dueBefore, await HalfMonthDueAsync(product, number));

        await CompleteUntilClosedAsync(product, number);
        Assert.Equal(2, await product.ReadAsync(db => db.CaseRecords.CountAsync(r => r.CaseNumber == number && r.FormCode == "FRM-18")));
    }

    [Fact]
    public async Task SLA_11_department_opinion_is_marked_overdue_after_two_hours_and_can_still_be_given()
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync()).Number;
        await CompleteUntilAsync(product, number, "DepartmentOpinion");
        var task = (await product.OpenTaskAsync(number))!;
        Assert.Equal(product.Clock.GetUtcNow().AddHours(2), task.DueAt);

        product.Clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        await product.RunTimersAsync();
        Assert.Null((await product.OpenTaskAsync(number))!.OverdueAt);
        product.Clock.Advance(TimeSpan.FromSeconds(1));
        await product.RunTimersAsync();

        Assert.NotNull((await product.OpenTaskAsync(number))!.OverdueAt);
        product.Clock.Advance(TimeSpan.FromMinutes(1));
        await product.CompleteNextAsync(number);
        var clock = await product.ReadAsync(db => db.SlaClocks.SingleAsync(c => c.Metric == "department-opinion"));
        Assert.Equal(SlaClockStatus.Breached, clock.StatusAt(product.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task ACC_01_complaint_just_before_midnight_is_answered_in_two_hours_and_satisfied_in_half_a_month()
    {
        await using var product = await TestProduct.StartAsync();
        product.Clock.Set(new DateTimeOffset(2026, 11, 16, 23, 50, 0, TimeSpan.FromHours(8)));

        var number = (await product.RegisterAsync()).Number;

        Assert.Equal(new DateTimeOffset(2026, 11, 17, 1, 50, 0, TimeSpan.FromHours(8)), await FaultRepairTests.DueAsync(product, number, "first-reply"));
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 23, 50, 0, TimeSpan.FromHours(8)), await HalfMonthDueAsync(product, number));
        product.Clock.Advance(TimeSpan.FromHours(1));
        await CompleteUntilAsync(product, number, "ConsultCustomer");
        await product.CompleteNextAsync(number);
        Assert.Equal(product.Clock.GetUtcNow(), await product.ReadAsync(db => db.SlaClocks.Where(c => c.CaseNumber == number && c.Metric == "first-reply").Select(c => c.StoppedAt).SingleAsync()));
    }

    [Fact]
    public async Task PRC_03_what_maintenance_cannot_solve_is_escalated_and_comes_back_with_a_solution()
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync()).Number;
        await CompleteUntilAsync(product, number, "Handle");
        var walk = new CaseWalk(product, number);

        await walk.DoAsync("Handle", "NotSolved");
        await walk.DoAllAsync("Decide", "AnswerCustomer", "Handle");

        Assert.Equal("TestAndConfirm", (await product.OpenTaskAsync(number))!.ActivityId);
        Assert.NotNull(await product.ReadAsync(db => db.Escalations.Where(e => e.CaseNumber == number).Select(e => e.Solution).SingleAsync()));
    }

    [Fact]
    public async Task PRC_39_supervision_complaint_is_investigated_within_one_working_day()
    {
        await using var product = await TestProduct.StartAsync();
        product.Clock.Advance(TimeSpan.FromHours(1)); // the working day has begun
        var request = new RegisterComplaint("周女士", null, "0995-1", null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "维护人员态度", "投诉服务人员", IsSupervision: true);
        var number = (await product.SendAsync(product.Holding(Roles.Agent), request)).Number;
        var walk = new CaseWalk(product, number);

        Assert.Equal(["Investigate"], await walk.OpenAsync());
        Assert.Equal(product.Clock.GetUtcNow().AddDays(1), await FaultRepairTests.DueAsync(product, number, "supervision-reply"));
        var clock = await product.ReadAsync(db => db.SlaClocks.Where(c => c.CaseNumber == number && c.Metric == "supervision-reply").Select(c => c.Id).FirstAsync());
        Assert.Null(await product.SendAsync(product.Holding(Roles.Clerk), new GetClock(clock)));
        Assert.NotNull(await product.SendAsync(product.Holding(Roles.EngineeringDirector), new GetClock(clock)));
        await walk.DoAsync("Investigate");

        Assert.Equal(["Dispatch"], await walk.OpenAsync());
        Assert.True((await walk.FileAsync()).IsConfidential);
    }

    [Fact]
    public async Task SLA_13_case_is_marked_overdue_after_fifteen_days()
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync()).Number;

        product.Clock.Advance(TimeSpan.FromDays(15));
        await product.RunTimersAsync();

        Assert.NotNull((await product.ReadAsync(db => db.SlaClocks.SingleAsync(c => c.CaseNumber == number && c.Metric == "satisfaction"))).OverdueAt);
    }

    [Theory]
    [InlineData(Roles.Expert, "urgent", 1)]
    [InlineData(Roles.Quality, "normal", 0)]
    public async Task PRC_41_the_group_that_triage_names_gets_the_next_task_as_urgent_as_the_call(string group, string urgency, int priority)
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync()).Number;
        var walk = new CaseWalk(product, number);

        Assert.Equal(Roles.Agent, (await walk.TaskAsync("Triage")).CandidateRole);
        await walk.DoAsync("Triage", null, new JsonObject { ["category"] = "software", ["urgency"] = urgency, ["supportGroup"] = group });

        var next = Assert.Single((await product.SendAsync(product.Holding(group), new ListWorkItems(TaskScope.Group))).Items, item => item.CaseNumber == number);
        Assert.Equal(("第一时间联系客户", group, priority), (next.Title.Zh, next.CandidateRole, next.Priority));
        Assert.Contains("\"urgency\":\"" + urgency, await product.ReadAsync(db => db.CaseRecords.Where(r => r.CaseNumber == number && r.FormCode == "FRM-39").Select(r => r.Data).SingleAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PRC_30_the_time_promised_for_the_answer_is_a_clock_of_the_case_due_at_that_very_moment()
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync()).Number;
        var walk = new CaseWalk(product, number);
        await walk.DoAsync("Triage");

        var refusal = await Assert.ThrowsAsync<ValidationException>(() => walk.DoAsync("Contact", "TimePromised", new JsonObject { ["answerAt"] = "2026-11-16T08:00" }));
        Assert.Equal(("data.answerAt", "form.not-in-future"), (refusal.Errors.Single().PropertyName, refusal.Errors.Single().ErrorCode));
        await walk.DoAsync("Contact", "TimePromised", new JsonObject { ["answerAt"] = "2026-11-17T10:30" });

        var promised = (await product.SendAsync(product.Holding(Roles.Agent), new GetCase(number)))!.Clocks.Single(c => c.Metric == "answer");
        Assert.Equal((new DateTimeOffset(2026, 11, 17, 10, 30, 0, TimeSpan.FromHours(8)), true, SlaClockStatus.Running), (promised.DueAt, promised.IsDueByHand, promised.Status));
        product.Clock.Set(promised.DueAt.AddMinutes(1));
        await product.RunTimersAsync();
        Assert.NotNull(await product.ReadAsync(db => db.SlaClocks.Where(c => c.Id == promised.Id).Select(c => c.OverdueAt).SingleAsync()));
        await CompleteUntilAsync(product, number, "Handle");
        Assert.Equal(product.Clock.GetUtcNow(), await product.ReadAsync(db => db.SlaClocks.Where(c => c.Id == promised.Id).Select(c => c.StoppedAt).SingleAsync()));
    }

    [Fact]
    public async Task PRC_30_a_plan_given_at_the_first_contact_is_the_first_reply()
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync()).Number;
        var walk = new CaseWalk(product, number);

        await walk.DoAllAsync("Triage", "Contact");

        var clocks = (await product.SendAsync(product.Holding(Roles.Agent), new GetCase(number)))!.Clocks.ToDictionary(c => c.Metric, c => c.StoppedAt);
        Assert.Equal(product.Clock.GetUtcNow(), clocks["first-reply"]);
        Assert.DoesNotContain("answer", clocks.Keys);
    }

    [Fact]
    public async Task Q_09_half_a_month_is_fifteen_calendar_days_in_the_policys_unit()
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync()).Number;

        var clock = (await product.SendAsync(product.Holding(Roles.Agent), new GetCase(number)))!.Clocks.Single(c => c.Metric == "satisfaction");

        Assert.Equal(("SLA-13", new DueRule(TimeSpan.FromDays(15), DueClock.CalendarDays)), (clock.Choice!.Rule, clock.Rule! with { Calendar = null }));
    }

    [Fact]
    public async Task Customer_who_does_not_agree_is_consulted_again_until_agreed()
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync()).Number;
        await CompleteUntilAsync(product, number, "ConsultCustomer");

        await product.CompleteNextAsync(number, "NotAgreed");
        Assert.Equal("DepartmentOpinion", await product.CompleteNextAsync(number));

        Assert.Equal("ConsultCustomer", (await product.OpenTaskAsync(number))!.ActivityId);
    }

    private static async Task<List<string>> CompleteUntilClosedAsync(TestProduct product, CaseNumber number)
    {
        var path = new List<string>();
        while (await product.OpenTaskAsync(number) is not null)
            path.Add(await product.CompleteNextAsync(number));
        return path;
    }

    private static async Task CompleteUntilAsync(TestProduct product, CaseNumber number, string activityId)
    {
        while ((await product.OpenTaskAsync(number))!.ActivityId != activityId)
            await product.CompleteNextAsync(number);
    }

    private static Task<DateTimeOffset> HalfMonthDueAsync(TestProduct product, CaseNumber number) =>
        product.ReadAsync(db => db.SlaClocks.Where(c => c.CaseNumber == number && c.Metric == "satisfaction").Select(c => c.DueAt).SingleAsync());

    private static Task<List<WorkflowInstance>> InstancesAsync(TestProduct product, CaseNumber number) =>
        product.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.CorrelationId == number.Value).ToListAsync());
}
