using AfterSales.Domain.Actors;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Inquiries;

/// <summary>The three 100 % rules: whom they ask, and what their coverage says (INQ-01…03). The tests' Monday is in November 2026.</summary>
public sealed class InquiryPlanTests : IAsyncLifetime
{
    private TestProduct _product = null!;
    private Actor _officer = null!;

    private DateOnly Today => CompanyTime.DayOf(_product.Clock.GetUtcNow());

    private DateOnly FirstOfMonth => PeriodDays.Of(InquiryPeriod.Month, Today).First;

    public async Task InitializeAsync()
    {
        _product = await TestProduct.StartAsync(loadDefinitions: false);
        await _product.SendAsync(Actor.System, new SeedInquiryRules());
        _officer = await _product.OpenOfficeAsync("hami", "division");
    }

    public async Task DisposeAsync() => await _product.DisposeAsync();

    [Fact]
    public async Task ACC_14_Thirty_seven_jobs_of_the_month_make_thirty_seven_tasks_and_only_all_of_them_are_100_percent()
    {
        var customer = await _product.InstallAsync("hami", 0, null, null);
        await _product.RecordJobsAsync("hami", customer, 37, FirstOfMonth);

        Assert.Equal(37, (await _product.GenerateAsync("INQ-03")).Added);

        var tasks = await _product.ReadAsync(db => db.PlannedInquiries.Select(i => i.WorkItemId).ToListAsync());
        foreach (var task in tasks.Skip(1))
            await _product.AskAsync(_officer, task);
        var almost = (await _product.CoverageAsync("INQ-03")).Total;
        await _product.AskAsync(_officer, tasks[0]);
        var all = (await _product.CoverageAsync("INQ-03")).Total;

        Assert.Equal((37, 37), (tasks.Distinct().Count(), almost.Planned));
        Assert.Equal((36, 97.2m, false), (almost.Done, almost.Percent, almost.IsComplete));
        Assert.Equal((37, 100m, true), (all.Done, all.Percent, all.IsComplete));
    }

    [Fact]
    public async Task ACC_15_One_of_1204_devices_missing_is_99_9_percent_and_is_named_with_its_office()
    {
        await _product.OpenOfficeAsync("yili", "division");
        await _product.InstallAsync("hami", 1200, new(2026, 3, 1), null);
        await _product.InstallAsync("yili", 4, new(2026, 9, 30), null);
        Assert.Equal(1204, (await _product.GenerateAsync("INQ-01")).Added);

        // Asking 1 203 people one by one is another test's matter; here the figures are.
        var missing = await _product.ReadAsync(db => db.PlannedInquiries.Where(i => i.Subject == "SN-yili-00003").Select(i => i.Id).SingleAsync());
        await DatabaseImage.TamperAsync(_product, $"UPDATE PlannedInquiries SET DoneAt = 1, DoneBy = 'hami' WHERE Subject <> 'SN-yili-00003'");

        var plan = await _product.CoverageAsync("INQ-01");
        var named = Assert.Single(await _product.SendAsync(_product.Holding(Roles.Auditor), new ListMissingInquiries(plan.Number)));

        Assert.Equal((1203, 1204, 99.9m), (plan.Total.Done, plan.Total.Planned, plan.Total.Percent));
        Assert.Equal((missing, "SN-yili-00003", "yili", "yili客户"), (named.Id, named.Subject, named.OfficeCode, named.CustomerName));
        Assert.Equal([("hami", true), ("yili", false)], plan.Offices.Select(o => (o.Code!, o.Coverage.IsComplete)));
    }

    [Fact]
    public async Task INQ_02_Month_takes_what_was_opened_or_accepted_in_it_and_nothing_else()
    {
        await _product.InstallAsync("hami", 1, FirstOfMonth.AddDays(-1), FirstOfMonth.AddDays(-9), "OLD");
        await _product.InstallAsync("hami", 1, null, FirstOfMonth, "OPENED");
        await _product.InstallAsync("hami", 1, Today, FirstOfMonth.AddDays(-40), "ACCEPTED");
        await _product.InstallAsync("hami", 1, null, null, "NEITHER");

        await _product.GenerateAsync("INQ-02");
        await _product.GenerateAsync("INQ-01");

        var plans = (await _product.ReadAsync(db => db.PlannedInquiries.Join(db.InquiryPlans, i => i.PlanId, p => p.Id, (i, p) => new { i.Subject, p.Number }).ToListAsync()))
            .ToLookup(i => i.Number.Value[..6], i => i.Subject.Split('-')[0]);
        Assert.Equal(["ACCEPTED", "OPENED"], plans["INQ-02"].Order());
        Assert.Equal(["ACCEPTED", "OLD"], plans["INQ-01"].Order());
    }

    [Fact]
    public async Task Q_08_Rule_for_opened_and_accepted_takes_only_what_was_both()
    {
        await _product.InstallAsync("hami", 1, null, FirstOfMonth, "OPENED");
        await _product.InstallAsync("hami", 1, Today, FirstOfMonth.AddDays(-40), "BOTH");
        var rule = (await _product.SendAsync(_officer, new ListInquiryRules())).Single(r => r.Code == "INQ-02");
        await _product.SendAsync(
            _product.Holding(Roles.Administrator), new SaveInquiryRule("INQ-02", rule.Name, InquiryEvent.OpenedAndFirstAccepted, InquiryPeriod.Month, true, rule.Revision));

        await _product.GenerateAsync("INQ-02");

        Assert.Equal("BOTH-hami-00001", Assert.Single(await _product.ReadAsync(db => db.PlannedInquiries.Select(i => i.Subject).ToListAsync())));
    }

    [Fact]
    public async Task Generating_again_adds_only_what_is_new_even_at_the_same_moment()
    {
        var customer = await _product.InstallAsync("hami", 3, null, FirstOfMonth);
        await Together.RunAsync(Enumerable.Range(0, 3), async _ => (await _product.GenerateAsync()).Added);
        await _product.RecordJobsAsync("hami", customer, 2, Today);

        var second = await _product.GenerateAsync();
        var third = await _product.GenerateAsync();

        Assert.Equal((2, 0), (second.Added, third.Added));
        Assert.Equal(5, await _product.ReadAsync(db => db.PlannedInquiries.CountAsync()));
        Assert.Equal(5, await _product.ReadAsync(db => db.WorkItems.CountAsync()));
    }

    [Fact]
    public async Task Job_recorded_after_the_months_end_still_gets_into_its_months_plan()
    {
        var customer = await _product.InstallAsync("hami", 0, null, null);
        var day = Today;
        await _product.GenerateAsync("INQ-03");
        _product.Clock.Advance(TimeSpan.FromDays(32));
        await _product.RecordJobsAsync("hami", customer, 1, day);

        Assert.Equal(1, (await _product.GenerateAsync("INQ-03", InquiryPlanPeriod.Previous)).Added);
        Assert.Equal(0, (await _product.GenerateAsync("INQ-03")).Added);
    }

    [Fact]
    public async Task Inquiry_goes_to_the_officer_of_the_devices_own_office_and_to_nobody_elses()
    {
        var other = await _product.OpenOfficeAsync("kashgar", "division");
        await _product.InstallAsync("hami", 1, null, FirstOfMonth);
        await _product.GenerateAsync("INQ-02");
        var task = await _product.ReadAsync(db => db.WorkItems.AsNoTracking().SingleAsync());

        Assert.Equal((Roles.InquiryOfficer, "local-office:hami"), (task.CandidateRole, task.RoutingNote));
        await Refusal.ForbiddenAsync(_product, "task.not-candidate", () => _product.SendAsync(other, new ClaimWorkItem(task.Id)));
        await _product.SendAsync(_officer, new ClaimWorkItem(task.Id));
    }

    [Fact]
    public async Task Wrong_rules_are_refused()
    {
        var admin = _product.Holding(Roles.Administrator);
        var good = new SaveInquiryRule("INQ-04", new LocalizedText("其他"), InquiryEvent.OpenedInPeriod, InquiryPeriod.Month, true, null);
        await Refusal.FieldsAsync(_product, ["Code calendar.code", "Name field.required"], () => _product.SendAsync(admin, good with { Code = "规则", Name = LocalizedText.Empty }));
        await Refusal.FieldsAsync(_product, ["Event EnumValidator"], () => _product.SendAsync(admin, good with { Event = (InquiryEvent)99 }));
        await Refusal.RuleAsync(_product, "inquiry.rule-changed", () => _product.SendAsync(admin, good with { Code = "INQ-01" }));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(_officer, good));
        await Refusal.NotFoundAsync(_product, () => _product.GenerateAsync("INQ-99"));
    }

    [Theory]
    [InlineData(2026, 11, 16, InquiryPeriod.Month, "INQ-01/2026-11")]
    [InlineData(2026, 12, 31, InquiryPeriod.Quarter, "INQ-01/2026-Q4")]
    [InlineData(2027, 1, 1, InquiryPeriod.Quarter, "INQ-01/2027-Q1")]
    public void Plan_is_numbered_by_rule_and_period(int year, int month, int day, InquiryPeriod period, string number)
    {
        var rule = InquiryRule.Create("INQ-01", new LocalizedText("规则"), InquiryEvent.FirstAccepted, period, _product.Clock.GetUtcNow());
        Assert.Equal(number, InquiryPlan.NumberOf(rule, rule.PeriodOf(new DateOnly(year, month, day))).Value);
    }
}
