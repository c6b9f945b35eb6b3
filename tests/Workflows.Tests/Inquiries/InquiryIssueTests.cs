using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.FieldJobs;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using AfterSales.Testing;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Inquiries;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests.Inquiries;

/// <summary>What a customer says when asked is followed until they are satisfied (PRC-16, INQ-06…09).</summary>
public sealed class InquiryIssueTests : IAsyncLifetime
{
    private TestProduct _product = null!;
    private Actor _officer = null!, _engineer = null!;

    public async Task InitializeAsync()
    {
        _product = await TestProduct.StartAsync();
        await _product.SendAsync(Actor.System, new SeedInquiryRules());
        await _product.SendAsync(Actor.System, new SeedCalendars());
        _officer = await _product.OpenOfficeAsync("hami", "division");
        _engineer = await _product.ActorAsync("e-hami");
    }

    public async Task DisposeAsync() => await _product.DisposeAsync();

    [Fact]
    public async Task INQ_06_Every_issue_named_in_an_answer_becomes_a_case_of_its_own_with_its_process()
    {
        await _product.InstallAsync("hami", 1, null, CompanyTimeToday());
        await _product.SendAsync(_product.Holding(Roles.Administrator), new RefreshInquiryPlans());
        var task = await _product.ReadAsync(db => db.PlannedInquiries.Select(i => i.WorkItemId).SingleAsync());

        await _product.AskAsync(_officer, task, 4, ("runningIssue", "夜间画面偏暗"), ("trainingIssue", "希望再培训一次"));

        var files = await _product.ReadAsync(db => db.CaseFiles.OrderBy(c => c.Number).ToListAsync());
        Assert.Equal([("夜间画面偏暗", CaseKind.InquiryIssue), ("希望再培训一次", CaseKind.InquiryIssue)], files.Select(f => (f.Subject, f.Kind)));
        Assert.All(files, file => Assert.NotNull(file.EquipmentId));
        Assert.Equal("Plan", (await _product.OpenTaskAsync(files[0].Number))!.ActivityId);
        Assert.Equal("Plan", (await _product.OpenTaskAsync(files[1].Number))!.ActivityId);
        Assert.Equal(0, await _product.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync()));
    }

    private Task<string> RuleAsync(CaseNumber number, string metric) => _product.ReadAsync(async db =>
        ClockView.Of(await db.SlaClocks.AsNoTracking().SingleAsync(c => c.CaseNumber == number && c.Metric == metric), _product.Clock.GetUtcNow()).Choice!.Rule);

    [Fact]
    public async Task INQ_08_Issue_runs_from_plan_and_consent_to_the_return_call_that_closes_it()
    {
        var number = await RecordAsync();

        foreach (var (activity, outcome) in new[] { ("Plan", "Submitted"), ("Convey", "Conveyed"), ("Consent", "Agreed"), ("Work", "Finished"), ("ReturnCall", "Satisfied") })
            Assert.Equal(activity, await DoAsync(number, outcome));

        var (file, issue) = await LoadAsync(number);
        Assert.Equal((CaseStatus.Closed, false), (file.Status, issue.IsKey));
        Assert.NotNull(file.ConfirmedAt);
        Assert.Null(await _product.OpenTaskAsync(number));
        Assert.Equal(0, await _product.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync()));
    }

    [Fact]
    public async Task INQ_09_Not_fully_solved_is_investigated_issued_again_as_key_and_takes_a_new_consent()
    {
        var number = await RecordAsync();
        foreach (var outcome in (string[])["Submitted", "Conveyed", "Agreed", "Finished"])
            await DoAsync(number, outcome);

        Assert.Equal("ReturnCall", await DoAsync(number, "NotSatisfied"));
        Assert.Equal("Cause", await DoAsync(number, "Found"));

        var (file, issue) = await LoadAsync(number);
        Assert.Equal((2, true, null), (file.Issue, issue.IsKey, issue.ConsentAt));
        foreach (var outcome in (string[])["Submitted", "Conveyed", "Disagreed", "Submitted", "Conveyed", "Agreed", "Finished", "Satisfied"])
            await DoAsync(number, outcome);
        Assert.Equal(CaseStatus.Closed, (await LoadAsync(number)).File.Status);
    }

    [Fact]
    public async Task ACC_13_No_work_begins_before_the_customer_has_agreed_whatever_way_it_is_tried()
    {
        var number = await RecordAsync();
        foreach (var outcome in (string[])["Submitted", "Conveyed"])
            await DoAsync(number, outcome);
        var customer = (await LoadAsync(number)).File.CustomerId!.Value;

        await RefusedAsync(Actor.System, new StartInquiryWork(number));
        await RefusedAsync(_engineer, new RecordFieldJob(null, number, customer, null, "hami", null));
        await RefusedAsync(Actor.System, new OpenWorkItem(
            number, new Domain.LocalizedText("抢先处理"), Domain.LocalizedText.Empty, Roles.Maintenance, null, null, WorkItemKind.Staff, [new("Done", new Domain.LocalizedText("完成"))], null, null, null));
        var consentMissing = await Assert.ThrowsAsync<RuleViolationException>(() => _product.SendAsync(Actor.System, new RecordInquiryConsent(number)));
        Assert.Equal("case.record-missing", consentMissing.Code);

        await DoAsync(number, "Agreed");
        Assert.Equal("Work", (await _product.OpenTaskAsync(number))!.ActivityId);
        await _product.SendAsync(_engineer, new RecordFieldJob(null, number, customer, null, "hami", null));
        Assert.Equal("林涛", (await LoadAsync(number)).Issue.ConsentBy);
    }

    [Theory]
    [InlineData("2026-09-30T15:00:00+08:00", "2026-10-08T15:00:00+08:00", "ACC-03")]
    [InlineData("2026-09-19T15:00:00+08:00", "2026-09-20T19:30:00+08:00", "ACC-04")]
    public async Task ACC_03_ACC_04_Plan_is_conveyed_within_one_working_day_of_reaching_the_officer(string reached, string due, string example)
    {
        await using var product = await TestProduct.StartAsync(clock: new TestClock(DateTimeOffset.Parse(reached, System.Globalization.CultureInfo.InvariantCulture)));
        (_product, var shared) = (product, _product);
        try
        {
            await product.SendAsync(Actor.System, new SeedCalendars());
            _officer = await product.OpenOfficeAsync("hami", "division");
            var number = await RecordAsync();
            Assert.Equal("SLA-15", await RuleAsync(number, "inquiry-response")); // a default that can be changed
            await DoAsync(number, "Submitted");
            Assert.Equal("SLA-14", await RuleAsync(number, "plan-conveyed"));

            var convey = (await product.OpenTaskAsync(number))!;
            var clock = await product.ReadAsync(db => db.SlaClocks.AsNoTracking().SingleAsync(c => c.CaseNumber == number && c.Metric == "plan-conveyed"));

            var expected = DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(convey.DueAt == expected && clock.DueAt == expected, $"{example}: due {convey.DueAt} and {clock.DueAt}, not {expected}.");
        }
        finally
        {
            _product = shared;
        }
    }

    [Fact]
    public async Task ORG_08_Third_issue_of_a_topic_and_a_low_score_ask_the_division_for_an_improvement_once()
    {
        for (var n = 0; n < 4; n++)
            await RecordAsync(InquiryTopic.Supply);
        await RecordAsync(InquiryTopic.Training);
        await _product.InstallAsync("hami", 2, null, CompanyTimeToday(), "LOW");
        await _product.GenerateAsync("INQ-02");
        foreach (var task in await _product.ReadAsync(db => db.PlannedInquiries.Where(i => i.Score == null && i.DoneAt == null).Select(i => i.WorkItemId).ToListAsync()))
            await _product.AskAsync(_officer, task, score: 1);

        var improvements = await _product.ReadAsync(db => db.InquiryImprovements.OrderBy(i => i.Id).ToListAsync());

        Assert.Equal([(ImprovementReason.Common, InquiryTopic.Supply), (ImprovementReason.LowScore, (InquiryTopic?)null)], improvements.Select(i => (i.Reason, i.Topic)));
        Assert.All(improvements, improvement => Assert.NotNull(improvement.DivisionUnitId));
        var draft = await _product.ReadAsync(db => db.WorkItems.AsNoTracking().SingleAsync(w => w.Id == improvements[0].WorkItemId));
        await _product.CompleteAsync(draft);
        Assert.Equal("已办理", (await _product.ReadAsync(db => db.InquiryImprovements.SingleAsync(i => i.Id == improvements[0].Id))).Draft);
    }

    [Fact]
    public async Task PRC_15_Plans_are_made_at_six_every_morning_and_once_however_often()
    {
        await using var product = await TestProduct.StartAsync(loadDefinitions: false);
        await product.SendAsync(Actor.System, new SeedInquiryRules());
        await product.SendAsync(Actor.System, new ImportDefinitionFiles(TestProduct.DefinitionsDirectory));
        await product.OpenOfficeAsync("hami", "division");
        await product.InstallAsync("hami", 2, null, CompanyTimeToday());

        for (var day = 0; day < 2; day++)
        {
            product.Clock.Advance(TimeSpan.FromDays(1));
            while (await product.RunTimersAsync() > 0)
            {
            }
        }

        Assert.Equal(2, await product.ReadAsync(db => db.PlannedInquiries.CountAsync()));
        Assert.Equal(2, await product.ReadAsync(db => db.Set<WorkflowInstance>().CountAsync(i => i.Status == WorkflowStatus.Finished)));
        Assert.Equal(0, await product.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync()));
    }

    private DateOnly CompanyTimeToday() => Domain.CompanyTime.DayOf(_product.Clock.GetUtcNow());

    private async Task<CaseNumber> RecordAsync(InquiryTopic topic = InquiryTopic.Running)
    {
        var customer = await _product.ReadAsync(db => db.Equipment.Where(e => e.SerialNumber == "FIX-hami-00001").Select(e => (Guid?)e.CustomerId).SingleOrDefaultAsync())
            ?? await _product.InstallAsync("hami", 1, null, null, "FIX");
        var equipment = await _product.ReadAsync(db => db.Equipment.Where(e => e.SerialNumber == "FIX-hami-00001").Select(e => e.Id).SingleAsync());
        return await _product.SendAsync(_officer, new RecordInquiryIssue(customer, equipment, null, topic, "夜间画面偏暗"));
    }

    private async Task<string> DoAsync(CaseNumber number, string outcome)
    {
        var task = (await _product.OpenTaskAsync(number))!;
        var actor = task.CandidateUnitId is null ? _product.Holding(task.CandidateRole) : task.CandidateRole == Roles.Maintenance ? await _product.ActorAsync("e-hami") : _officer;
        var details = await _product.SendAsync(actor, new GetWorkItem(task.Id));
        await _product.SendAsync(actor, new CompleteWorkItem(task.Id, outcome, FormFiller.Fill(details.Form, outcome, "林涛", _product.Clock.GetUtcNow())));
        return task.ActivityId!;
    }

    private async Task<(CaseFile File, InquiryIssue Issue)> LoadAsync(CaseNumber number) =>
        (await _product.ReadAsync(db => db.CaseFiles.AsNoTracking().SingleAsync(c => c.Number == number)), await _product.ReadAsync(db => db.InquiryIssues.AsNoTracking().SingleAsync(i => i.CaseNumber == number)));

    private async Task RefusedAsync<T>(Actor actor, ICommand<T> command) =>
        Assert.Equal("inquiry.no-consent", (await Assert.ThrowsAsync<RuleViolationException>(() => _product.SendAsync(actor, command))).Code);
}
