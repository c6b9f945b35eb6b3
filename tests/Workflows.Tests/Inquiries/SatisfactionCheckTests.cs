using AfterSales.Domain.Actors;
using AfterSales.Domain.Inquiries;
using AfterSales.Engine.Runtime;
using AfterSales.Testing;
using AfterSales.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests.Inquiries;

/// <summary>The shipped definition that checks each quarter's satisfaction when the next begins (NUM-06, ORG-08).</summary>
public sealed class SatisfactionCheckTests
{
    [Fact]
    public async Task ACC_23_First_day_of_a_quarter_has_the_division_improve_what_was_below_the_target_in_the_one_before()
    {
        await using var product = await TestProduct.StartAsync(loadDefinitions: false);
        await product.SendAsync(Actor.System, new SeedInquiryRules());
        await product.SendAsync(Actor.System, new ImportDefinitionFiles(TestProduct.DefinitionsDirectory));
        var officer = await product.OpenOfficeAsync("hami", "north");
        var customer = await product.InstallAsync("hami", 0, null, null);
        await product.RecordJobsAsync("hami", customer, 2, Domain.CompanyTime.DayOf(product.Clock.GetUtcNow()));
        await product.GenerateAsync("INQ-03");
        foreach (var (n, task) in (await product.ReadAsync(db => db.PlannedInquiries.Select(i => i.WorkItemId).ToListAsync())).Index())
            await product.AskAsync(officer, task, n is 0 ? 3 : 5);

        var seven = Domain.CompanyTime.StartOf(new DateOnly(2027, 1, 1)).AddHours(7);
        product.Clock.Advance(seven - product.Clock.GetUtcNow() - TimeSpan.FromMinutes(1));
        await RunAsync(product);
        Assert.Empty(await ImprovementsAsync(product));
        product.Clock.Advance(TimeSpan.FromMinutes(2));
        await RunAsync(product);

        var improvement = Assert.Single(await ImprovementsAsync(product));
        Assert.Equal(new DateOnly(2026, 10, 1), improvement.Quarter);
        var title = await product.ReadAsync(db => db.WorkItems.Where(w => w.Id == improvement.WorkItemId).Select(w => w.Title).SingleAsync());
        Assert.Equal("Draft an improvement: satisfaction below target: 50.0 % < 95.0 % (1/2, 2026-Q4)", title.En);
        Assert.Equal(0, await product.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync()));
    }

    private static async Task RunAsync(TestProduct product)
    {
        while (await product.RunTimersAsync() > 0)
        {
        }
    }

    private static Task<List<InquiryImprovement>> ImprovementsAsync(TestProduct product) =>
        product.ReadAsync(db => db.InquiryImprovements.AsNoTracking().Where(i => i.Reason == ImprovementReason.BelowTarget).ToListAsync());
}
