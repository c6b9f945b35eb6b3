using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Contracts;
using AfterSales.Domain.Customers;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Escalations;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Tests;

/// <summary>Fault repair, from the call to the customer's word (PRC-01, PRC-20, PRC-29…31, PRC-42).</summary>
public class FaultRepairTests
{
    [Fact]
    public async Task Longest_path_goes_over_escalation_experts_a_failed_test_and_a_dissatisfied_customer()
    {
        await using var product = await TestProduct.StartAsync();
        var number = await ReportAsync(product, FaultLevel.Major);
        var walk = new CaseWalk(product, number);

        await walk.DoAsync("Respond", "OnSite");
        await walk.DoAsync("Arrive");
        await walk.DoAsync("Repair", "CannotFix");
        Assert.Equal(["Backup", "Decide", "ExpertPlan", "SupportArrive"], await walk.OpenAsync());
        await walk.DoAllAsync("Backup", "SupportArrive", "SupportSolve");
        await walk.DoAsync("Decide", "Appoint", new JsonObject { ["appointee"] = Roles.Expert });
        Assert.NotNull((await walk.TaskAsync("WorkOut")).AssigneeId);
        await walk.DoAllAsync("WorkOut", "Decide", "AnswerCustomer", "Repair", "WriteReport");
        await walk.DoAsync("Test", "Failed");
        await walk.DoAllAsync("Repair", "WriteReport", "Test", "ResponseReport");
        await walk.DoAsync("ReviewLog", null, new JsonObject { ["needsAction"] = true, ["problem"] = "交换机过热" });

        // The experts' plan is owed before the customer is asked (PRC-42).
        Assert.Equal(["ExpertPlan"], await walk.OpenAsync());
        await walk.DoAllAsync("ExpertPlan", "CarryOut", "Verify");
        await walk.DoAsync("CustomerConfirmation", CustomerConfirmation.NotSatisfied);
        Assert.Equal(2, (await walk.FileAsync()).Issue);
        var sheet = Assert.Single(await product.ReadAsync(db => db.TrackingSheets.Where(s => s.CaseNumber == number).ToListAsync()));
        Assert.Equal(($"{number}-T2", "FRM-20", product.Clock.GetUtcNow()), (sheet.Number, sheet.FormCode, sheet.IssuedAt));
        await walk.DoAllAsync("Repair", "WriteReport", "Test", "ResponseReport", "ReviewLog", "Verify", "CustomerConfirmation");

        await walk.IsOverAsync();
        Assert.Equal((CaseStatus.Closed, false), ((await walk.FileAsync()).Status, (await walk.FileAsync()).IsForced));
        var ladder = await product.ReadAsync(db => db.Escalations.Where(e => e.CaseNumber == number).OrderBy(e => e.Level).ToListAsync());
        Assert.Equal([EscalationLevel.ExpertGroup, EscalationLevel.HigherSupport, EscalationLevel.ProjectLead], ladder.Select(e => e.Level).OrderBy(l => l.ToString()));
        Assert.All(ladder, rung => Assert.NotNull(rung.Solution));
        var action = await product.ReadAsync(db => db.CaseFiles.SingleAsync(c => c.ParentCase == number));
        Assert.Equal((CaseKind.CorrectiveAction, 'A'), (action.Kind, action.Number.Value[0]));
        Assert.True((await product.SendAsync(Actor.System, new VerifyAudit())).IsIntact);
    }

    [Fact]
    public async Task Step_is_due_with_the_clock_that_runs_for_it()
    {
        await using var product = await TestProduct.StartAsync();
        var number = await ReportAsync(product);
        var walk = new CaseWalk(product, number);

        foreach (var (step, metric) in (IReadOnlyList<(string, string)>)[("Respond", "response"), ("Arrive", "arrival"), ("Repair", "resolution"), ("WriteReport", "resolution"), ("Test", "resolution")])
        {
            var due = await product.ReadAsync(db => db.SlaClocks.Where(c => c.CaseNumber == number && c.Metric == metric).Select(c => c.DueAt).SingleAsync());
            Assert.Equal((step, due), (step, (await walk.TaskAsync(step)).DueAt!.Value));
            await walk.DoAsync(step);
        }

        Assert.Null((await walk.TaskAsync("ResponseReport")).DueAt);
    }

    [Fact]
    public async Task Fault_solved_by_phone_needs_nobody_on_site()
    {
        await using var product = await TestProduct.StartAsync();
        var number = await ReportAsync(product);
        var walk = new CaseWalk(product, number);

        await walk.DoAsync("Respond", "Guided");
        await walk.DoAllAsync("WriteReport", "Test", "ResponseReport", "ReviewLog", "Verify", "CustomerConfirmation");

        await walk.IsOverAsync();
        var fault = await product.ReadAsync(db => db.Faults.SingleAsync(f => f.Number == number));
        Assert.Null(fault.ArrivedAt);
        Assert.NotNull(fault.ResolvedAt);
        Assert.Equal(CaseStatus.Closed, (await walk.FileAsync()).Status);
    }

    [Fact]
    public async Task INQ_03_repair_on_site_is_a_job_of_the_month_that_its_customer_is_asked_about_and_one_by_phone_is_not()
    {
        await using var product = await TestProduct.StartAsync();
        await product.SendAsync(Actor.System, new SeedInquiryRules());
        await product.OpenOfficeAsync("hami", "north");
        await product.InstallAsync("hami", 1, null, null, "KK");
        foreach (var isOnSite in (bool[])[true, false])
        {
            var report = new ReportFault("林涛", "hami客户", "0991", null, null, Channel.Phone, FaultLevel.Minor, "KK-hami-00001", null, "抓拍离线", "抓拍离线");
            var walk = new CaseWalk(product, (await product.SendAsync(product.Holding(Roles.Agent), report)).Number);
            await walk.DoAsync("Respond", isOnSite ? "OnSite" : "Guided");
            if (isOnSite)
                await walk.DoAllAsync("Arrive", "Repair");
            await walk.DoAllAsync("WriteReport", "Test", "ResponseReport", "ReviewLog", "Verify");
            if (isOnSite)
            {
                await walk.DoAsync("CustomerConfirmation", CustomerConfirmation.NotSatisfied);
                await walk.DoAllAsync("Repair", "WriteReport", "Test", "ResponseReport", "ReviewLog", "Verify");
            }

            await walk.DoAsync("CustomerConfirmation");
            await walk.IsOverAsync();
        }

        await product.GenerateAsync("INQ-03");

        var jobs = await product.ReadAsync(db => db.FieldJobs.AsNoTracking().OrderBy(j => j.Number).ToListAsync());
        var plan = await product.CoverageAsync("INQ-03");
        Assert.Equal(["-J1", "-J2"], jobs.Select(job => job.Number[^3..])); // both visits of the one case
        Assert.Single(jobs.Select(job => job.CaseNumber).Distinct());
        Assert.Equal([("hami", new Coverage(0, 2))], plan.Offices.Select(office => (office.Code!, office.Coverage)));
    }

    [Fact]
    public async Task PRC_01_fault_that_a_colleague_has_solved_is_registered_afterwards_and_still_confirmed_by_the_customer()
    {
        await using var product = await TestProduct.StartAsync();
        var number = await ReportAsync(product, solvedBy: "张伟");
        var walk = new CaseWalk(product, number);

        await walk.DoAllAsync("WriteReport", "Test", "ResponseReport", "ReviewLog", "Verify", "CustomerConfirmation");

        await walk.IsOverAsync();
        Assert.Equal(CaseStatus.Closed, (await walk.FileAsync()).Status);
    }

    [Fact]
    public async Task ACC_05_arrival_stops_its_clock_and_the_time_to_solve_counts_from_arrival()
    {
        await using var product = await TestProduct.StartAsync();
        var number = await ReportAsync(product, FaultLevel.Major);
        var (walk, reported) = (new CaseWalk(product, number), product.Clock.GetUtcNow());
        Assert.Equal(reported.AddMinutes(10), await DueAsync(product, number, "response"));
        Assert.Equal(reported.AddHours(1), await DueAsync(product, number, "arrival"));

        product.Clock.Advance(TimeSpan.FromMinutes(5));
        await walk.DoAsync("Respond", "OnSite");
        product.Clock.Advance(TimeSpan.FromMinutes(35));
        await walk.DoAsync("Arrive");

        Assert.Equal(reported.AddMinutes(40).AddHours(4), await DueAsync(product, number, "resolution"));
        Assert.Equal(reported.AddMinutes(40), (await product.ReadAsync(db => db.SlaClocks.SingleAsync(c => c.CaseNumber == number && c.Metric == "arrival"))).StoppedAt);
        Assert.Equal(reported.AddMinutes(40), (await product.ReadAsync(db => db.Faults.SingleAsync(f => f.Number == number))).ArrivedAt);
    }

    [Fact]
    public async Task ACC_06_level_1_fault_unsolved_four_hours_after_arrival_gets_higher_support_in_four_hours_and_four_more_to_solve()
    {
        await using var product = await TestProduct.StartAsync();
        var number = await ReportAsync(product, FaultLevel.Major);
        var walk = new CaseWalk(product, number);
        await walk.DoAsync("Respond", "OnSite");
        await walk.DoAsync("Arrive");
        var arrived = product.Clock.GetUtcNow();

        product.Clock.Advance(TimeSpan.FromHours(4) - TimeSpan.FromMinutes(1));
        await RunClocksAsync(product);
        Assert.DoesNotContain("SupportArrive", await walk.OpenAsync());
        product.Clock.Advance(TimeSpan.FromMinutes(1));
        await RunClocksAsync(product);

        Assert.Contains("SupportArrive", await walk.OpenAsync());
        Assert.Equal(arrived.AddHours(8), await DueAsync(product, number, "higher-arrival"));
        product.Clock.Advance(TimeSpan.FromHours(3));
        await walk.DoAsync("SupportArrive");
        Assert.Equal(arrived.AddHours(11), await DueAsync(product, number, "higher-resolution"));
    }

    [Fact]
    public async Task ACC_10_not_solved_raises_the_escalation_at_once_and_keeps_the_facts()
    {
        await using var product = await TestProduct.StartAsync();
        var number = await ReportAsync(product);
        var walk = new CaseWalk(product, number);
        await walk.DoAsync("Respond", "OnSite");
        await walk.DoAsync("Arrive");

        await walk.DoAsync("Repair", "CannotFix", new JsonObject { ["finding"] = "主板损坏" });

        var rungs = await product.ReadAsync(db => db.Escalations.Where(e => e.CaseNumber == number).OrderBy(e => e.Id).ToListAsync());
        Assert.Equal([EscalationLevel.ProjectLead, EscalationLevel.HigherSupport], rungs.Select(r => r.Level));
        Assert.All(rungs, rung => Assert.Equal(("主板损坏", product.Clock.GetUtcNow()), (rung.Reason, rung.RaisedAt)));
        Assert.Contains("Decide", await walk.OpenAsync());
    }

    [Theory]
    [InlineData(false, Roles.ProjectManager)]
    [InlineData(true, Roles.DepartmentDirector)]
    public async Task ACC_10_a_dissolved_team_sends_the_escalation_to_the_department_director_and_history_says_why(bool dissolved, string handler)
    {
        await using var product = await TestProduct.StartAsync();
        var since = await InstallAsync(product, dissolved);
        var number = await ReportAsync(product, equipment: "KK-900-00356");
        var walk = new CaseWalk(product, number);
        await walk.DoAsync("Respond", "OnSite");
        await walk.DoAsync("Arrive");

        await walk.DoAsync("Repair", "CannotFix");

        Assert.Equal(product.Holding(handler).PersonId, (await walk.TaskAsync("Decide")).AssigneeId);
        var rung = await product.ReadAsync(db => db.Escalations.SingleAsync(e => e.CaseNumber == number && e.Level == EscalationLevel.ProjectLead));
        Assert.Equal(("XJ-2022-004", dissolved ? ProjectTeamStatus.Dissolved : ProjectTeamStatus.Active, (DateTimeOffset?)since), (rung.ProjectCode, rung.TeamStatus, rung.TeamStatusSince));
        var record = (await product.SendAsync(product.Holding(Roles.Auditor), new GetCaseHistory(number)))!.First(e => e.Action == nameof(RaiseEscalation));
        Assert.Contains(dissolved ? "Dissolved" : "Active", record.Changes.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACC_07_loaner_is_due_eight_hours_after_the_fault_occurred_when_it_is_unsolved_after_five()
    {
        await using var product = await TestProduct.StartAsync();
        await InstallAsync(product, dissolved: false, policy: "002");
        var occurred = product.Clock.GetUtcNow();
        product.Clock.Advance(TimeSpan.FromMinutes(40));
        var number = await ReportAsync(product, occurredAt: occurred, equipment: "KK-900-00356");
        var walk = new CaseWalk(product, number);
        Assert.Equal(occurred.AddMinutes(40).AddHours(3), await DueAsync(product, number, "arrival"));

        product.Clock.Set(occurred.AddHours(5).AddMinutes(-1));
        await RunClocksAsync(product);
        Assert.DoesNotContain("ProvideLoaner", await walk.OpenAsync());
        product.Clock.Set(occurred.AddHours(5));
        await RunClocksAsync(product);

        Assert.Contains("ProvideLoaner", await walk.OpenAsync());
        Assert.Equal(occurred.AddHours(8), await DueAsync(product, number, "loaner"));
        await walk.DoAsync("ProvideLoaner");
        Assert.Equal(occurred.AddHours(5), (await product.ReadAsync(db => db.Faults.SingleAsync(f => f.Number == number))).LoanerAt);
        await walk.DoAsync("Respond", "Guided");
        await walk.DoAllAsync("WriteReport", "Test", "ResponseReport", "ReviewLog", "Verify", "CustomerConfirmation");
        await walk.IsOverAsync();
    }

    [Fact]
    public async Task FLT_02_fault_that_was_not_fixed_on_the_spot_closes_only_with_back_up_measures()
    {
        await using var product = await TestProduct.StartAsync();
        var number = await ReportAsync(product);
        var walk = new CaseWalk(product, number);
        await walk.DoAsync("Respond", "OnSite");
        await walk.DoAsync("Arrive");
        await walk.DoAsync("Repair", "CannotFix");

        var refusal = await Assert.ThrowsAsync<RuleViolationException>(() => product.SendAsync(Actor.System, new CloseCase(number)));
        Assert.Equal("case.record-missing", refusal.Code);

        await walk.DoAllAsync("Backup", "Repair", "WriteReport", "Test", "ResponseReport", "ReviewLog", "Verify", "CustomerConfirmation");
        await walk.IsOverAsync();
    }

    [Fact]
    public async Task Fault_cannot_have_begun_in_the_future()
    {
        await using var product = await TestProduct.StartAsync();

        var refusal = await Assert.ThrowsAsync<RuleViolationException>(() => ReportAsync(product, occurredAt: product.Clock.GetUtcNow().AddSeconds(1)));

        Assert.Equal("fault.future", refusal.Code);
        Assert.Equal(0, await product.ReadAsync(db => db.CaseFiles.CountAsync()));
    }

    internal static async Task<CaseNumber> ReportAsync(
        TestProduct product, FaultLevel level = FaultLevel.Minor, DateTimeOffset? occurredAt = null, string? solvedBy = null, string? equipment = null, string? contract = null, string subject = "卡口离线") =>
        (await product.SendAsync(
            product.Holding(Roles.Agent),
            new ReportFault("韩雪", "高速公路管理处", "0991-5550202", null, null, Channel.Phone, level, equipment, contract, subject, "三号卡口无图像", occurredAt, solvedBy))).Number;

    internal static Task<DateTimeOffset> DueAsync(TestProduct product, CaseNumber number, string metric) =>
        product.ReadAsync(db => db.SlaClocks.Where(c => c.CaseNumber == number && c.Metric == metric && c.StoppedAt == null).Select(c => c.DueAt).SingleAsync());

    /// <summary>Puts one device of a project into service; returns since when its team is as it is.</summary>
    private static async Task<DateTimeOffset> InstallAsync(TestProduct product, bool dissolved, string? policy = null)
    {
        await using var scope = product.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>();
        var now = product.Clock.GetUtcNow();
        var customer = Customer.Register("韩雪", "高速公路管理处", "0991-5550202", null, null, now);
        var project = Project.Create("XJ-2022-004", new LocalizedText("卡口改造"), product.Holding(Roles.ProjectManager).PersonId, product.Holding(Roles.DepartmentDirector).PersonId, now);
        if (dissolved)
            project.DissolveTeam(now);
        var contract = Contract.Sign("HT-002", customer.Id, new ContractTerms(new LocalizedText("维护"), project.Id, new DateOnly(2026, 1, 1), new DateOnly(2028, 12, 31), policy, null), now);
        db.AddRange(customer, project, contract, Equipment.Install(customer.Id, "KK-900-00356", new EquipmentFacts("卡口抓拍单元", null, project.Id, contract.Id), now));
        await db.SaveChangesAsync();
        return now;
    }

    private static async Task RunClocksAsync(TestProduct product)
    {
        while (await product.RunTimersAsync() > 0)
        {
        }
    }
}
