using AfterSales.Domain.Actors;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Domain.Tests.Inquiries;

/// <summary>A quarter's satisfaction against its target (NUM-06, ORG-08). The tests' Monday is in the fourth quarter of 2026.</summary>
public sealed class SatisfactionTests : IAsyncLifetime
{
    private TestProduct _product = null!;
    private Actor _officer = null!;

    private Actor Admin => _product.Holding(Roles.Administrator);

    public async Task InitializeAsync()
    {
        _product = await TestProduct.StartAsync(loadDefinitions: false);
        await _product.SendAsync(Actor.System, new SeedInquiryRules());
        _officer = await _product.OpenOfficeAsync("hami", "north");
    }

    public async Task DisposeAsync() => await _product.DisposeAsync();

    [Fact]
    public async Task ACC_23_Quarter_of_94_2_percent_makes_the_second_tier_draft_an_improvement()
    {
        await AskedAsync(_officer, "hami", satisfied: 49, dissatisfied: 3);

        var checkedNow = await CheckAsync();

        Assert.Equal((new Satisfaction(52, 49), SatisfactionAnswer.BelowTarget, 1), (checkedNow.Company, checkedNow.Answer, checkedNow.Asked));
        var improvement = await _product.ReadAsync(db => db.InquiryImprovements.SingleAsync(i => i.Reason == ImprovementReason.BelowTarget));
        var task = await _product.ReadAsync(db => db.WorkItems.AsNoTracking().SingleAsync(w => w.Id == improvement.WorkItemId));
        var division = await _product.ReadAsync(db => db.Units.Where(u => u.Id == improvement.DivisionUnitId).Select(u => u.Code).SingleAsync());
        Assert.Equal(("north", new DateOnly(2026, 10, 1)), (division, improvement.Quarter));
        Assert.Equal(("拟定改进：94.2 % < 95.0 % (49/52, 2026-Q4)", "NUM-06/2026-Q4"), (task.Title.Zh, task.CaseNumber.Value));
    }

    [Fact]
    public async Task ACC_23_Quarter_of_95_percent_meets_the_target_and_asks_nobody()
    {
        await AskedAsync(_officer, "hami", satisfied: 19, dissatisfied: 1);

        var checkedNow = await CheckAsync();

        Assert.Equal((95.0m, SatisfactionAnswer.Met, 0), (checkedNow.Company.Percent!.Value, checkedNow.Answer, checkedNow.Asked));
        Assert.Equal(0, await BelowAsync());
    }

    [Fact]
    public async Task ACC_23_Quarter_without_a_rating_is_nobodys_fault()
    {
        var checkedNow = await CheckAsync();

        Assert.Equal((null, SatisfactionAnswer.NobodyRated, 0), (checkedNow.Company.Percent, checkedNow.Answer, checkedNow.Asked));
        Assert.Empty((await ReportAsync()).Quarters);
    }

    [Fact]
    public async Task Division_below_the_target_is_asked_though_the_company_meets_it()
    {
        var other = await _product.OpenOfficeAsync("aksu", "south");
        await AskedAsync(_officer, "hami", satisfied: 30, dissatisfied: 0);
        await AskedAsync(other, "aksu", satisfied: 9, dissatisfied: 1);

        var checkedNow = await CheckAsync();

        Assert.Equal((97.5m, SatisfactionAnswer.BelowTarget, 1), (checkedNow.Company.Percent!.Value, checkedNow.Answer, checkedNow.Asked));
        var quarter = Assert.Single((await ReportAsync()).Quarters);
        Assert.Equal([("north", 100m, false), ("south", 90m, true)], quarter.Divisions.Select(d => (d.Code!, d.Figures.Percent!.Value, d.ImprovementTask is not null)));
    }

    [Fact]
    public async Task What_customers_said_of_their_cases_counts_with_what_they_answered()
    {
        await AskedAsync(_officer, "hami", satisfied: 1, dissatisfied: 0);
        await RatedAsync(2);
        await RatedAsync(4);

        var quarter = Assert.Single((await ReportAsync()).Quarters);

        Assert.Equal(new Satisfaction(3, 2), quarter.Total);
        Assert.Equal([("north", new Satisfaction(1, 1)), (null, new Satisfaction(2, 1))], quarter.Divisions.Select(d => (d.Code, d.Figures)));
    }

    [Fact]
    public async Task Quarter_is_asked_about_once_and_its_draft_is_shown_with_its_figures()
    {
        await AskedAsync(_officer, "hami", satisfied: 1, dissatisfied: 1);
        await CheckAsync();
        _product.Clock.Advance(TimeSpan.FromDays(60)); // into the next quarter, which checks the one before

        var again = await CheckAsync(InquiryPlanPeriod.Previous);

        Assert.Equal((SatisfactionAnswer.BelowTarget, 0, 1), (again.Answer, again.Asked, await BelowAsync()));
        var task = await _product.ReadAsync(db => db.InquiryImprovements.Where(i => i.Reason == ImprovementReason.BelowTarget).Select(i => i.WorkItemId).SingleAsync());
        await _product.SendAsync(_product.Holding(Roles.Manager), new CompleteWorkItem(task, "Drafted", System.Text.Json.JsonSerializer.SerializeToElement(new { draft = "每周回访" })));
        Assert.Equal("每周回访", (await ReportAsync()).Quarters.Single().Divisions.Single().Draft);
    }

    [Fact]
    public async Task Target_is_data_that_administrators_change_and_wrong_ones_are_refused()
    {
        await AskedAsync(_officer, "hami", satisfied: 19, dissatisfied: 1);
        var target = (await ReportAsync()).Target;
        Assert.Equal((95m, 4), (target.Percent, target.SatisfiedFrom));

        await _product.SendAsync(Admin, new SaveSatisfactionTarget(95.1m, 4, target.Revision, "年度目标"));

        Assert.Equal(SatisfactionAnswer.BelowTarget, (await CheckAsync()).Answer);
        await Refusal.RuleAsync(_product, "inquiry.rule-changed", () => _product.SendAsync(Admin, new SaveSatisfactionTarget(90, 4, target.Revision)));
        await Refusal.FieldsAsync(
            _product, ["Percent satisfaction.percent", "SatisfiedFrom satisfaction.score"], () => _product.SendAsync(Admin, new SaveSatisfactionTarget(95.55m, 1, target.Revision + 1)));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(_officer, new SaveSatisfactionTarget(90, 4, target.Revision + 1)));
    }

    private Task<CheckedSatisfaction> CheckAsync(InquiryPlanPeriod period = InquiryPlanPeriod.Current) =>
        _product.SendAsync(Actor.System, new CheckSatisfaction(period, new LocalizedText("拟定改进", "Improve"), LocalizedText.Empty, null));

    private Task<SatisfactionReport> ReportAsync() => _product.SendAsync(_product.Holding(Roles.Auditor), new GetSatisfaction());

    private Task<int> BelowAsync() => _product.ReadAsync(db => db.InquiryImprovements.CountAsync(i => i.Reason == ImprovementReason.BelowTarget));

    // Fair is not satisfied, and not low either: low scores have an improvement of their own.
    private async Task AskedAsync(Actor officer, string office, int satisfied, int dissatisfied)
    {
        var today = CompanyTime.DayOf(_product.Clock.GetUtcNow());
        var customer = await _product.InstallAsync(office, 0, null, null);
        await _product.RecordJobsAsync(office, customer, satisfied + dissatisfied, today);
        await _product.GenerateAsync("INQ-03");
        var tasks = await _product.ReadAsync(db => db.PlannedInquiries.Where(i => i.CustomerId == customer).Select(i => i.WorkItemId).ToListAsync());
        foreach (var (n, task) in tasks.Index())
            await _product.AskAsync(officer, task, n < dissatisfied ? 3 : 4);
    }

    private async Task RatedAsync(int score)
    {
        var registered = (await _product.RegisterAsync()).Number;
        await using var scope = _product.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>();
        var rating = ServiceRating.Of(registered);
        rating.Rate(score, null, _product.Clock.GetUtcNow());
        db.Add(rating);
        await db.SaveChangesAsync();
    }
}
