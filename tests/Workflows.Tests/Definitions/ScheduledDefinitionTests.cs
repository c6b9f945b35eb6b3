using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using AfterSales.Testing;
using AfterSales.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests.Definitions;

/// <summary>The shipped definitions that the clock starts, in the company's time: they run when they say, once, and no minute before. See also <see cref="Inquiries.SatisfactionCheckTests"/>.</summary>
public sealed class ScheduledDefinitionTests : IAsyncLifetime
{
    private TestProduct _product = null!;

    public async Task InitializeAsync()
    {
        _product = await TestProduct.StartAsync(loadDefinitions: false);
        await _product.SendAsync(Actor.System, new SeedInquiryRules());
        await _product.SendAsync(Actor.System, new ImportDefinitionFiles(TestProduct.DefinitionsDirectory));
    }

    public async Task DisposeAsync()
    {
        Assert.Equal(0, await _product.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync()));
        await _product.DisposeAsync();
    }

    [Fact]
    public async Task PRC_07_first_day_of_a_month_at_eight_sums_up_the_month_before_once()
    {
        await _product.RegisterAsync();

        await GoToAsync(new DateTime(2026, 12, 1, 7, 59, 0));
        Assert.Empty(await SummariesAsync());
        await GoToAsync(new DateTime(2026, 12, 1, 8, 1, 0));

        var summary = Assert.Single(await SummariesAsync());
        Assert.Equal(("PRC-07/2026-11", Roles.Quality), (summary.CaseNumber.Value, summary.CandidateRole));
        Assert.Contains("投诉 1", summary.Instructions.Zh, StringComparison.Ordinal);
        await GoToAsync(new DateTime(2027, 1, 1, 8, 1, 0)); // December had no problems
        Assert.Single(await SummariesAsync());
    }

    [Fact]
    public async Task INQ_02_every_morning_at_six_plans_what_has_been_opened_since_and_nothing_twice()
    {
        await _product.OpenOfficeAsync("hami", "north");
        await _product.InstallAsync("hami", 3, null, Today());

        await GoToAsync(new DateTime(2026, 11, 17, 5, 59, 0));
        Assert.Equal(0, await PlannedAsync());
        await GoToAsync(new DateTime(2026, 11, 17, 6, 1, 0));
        Assert.Equal(3, await PlannedAsync());
        Assert.Equal(new Coverage(0, 3), (await _product.CoverageAsync("INQ-02")).Total);

        await _product.InstallAsync("hami", 2, null, Today(), prefix: "NEW");
        await GoToAsync(new DateTime(2026, 11, 18, 6, 1, 0));
        Assert.Equal(5, await PlannedAsync());
        await GoToAsync(new DateTime(2026, 11, 19, 6, 1, 0));
        Assert.Equal(5, await PlannedAsync());
    }

    private DateOnly Today() => CompanyTime.DayOf(_product.Clock.GetUtcNow());

    private async Task GoToAsync(DateTime local)
    {
        _product.Clock.Set(new DateTimeOffset(local, TimeSpan.FromHours(8)));
        while (await _product.RunTimersAsync() > 0)
        {
        }
    }

    private Task<List<WorkItem>> SummariesAsync() => _product.ReadAsync(async db =>
        (await db.WorkItems.AsNoTracking().ToListAsync()).Where(w => w.CaseNumber.Value.StartsWith("PRC-07/", StringComparison.Ordinal)).ToList());

    private Task<int> PlannedAsync() => _product.ReadAsync(db => db.PlannedInquiries.CountAsync());
}
