using System.Net;
using System.Net.Http.Json;
using AfterSales.Domain;
using AfterSales.Domain.Inquiries;
using AfterSales.Host.Tests.Operations;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Inquiries;

/// <summary>The coverage board of the demo company, and what programs read of it.</summary>
public sealed class InquiryPagesTests(BrokenProcess product) : IClassFixture<BrokenProcess>
{
    [Fact]
    public async Task Board_names_every_missing_inquiry_with_its_office_and_the_figures_agree()
    {
        var manager = await product.BrowserAsync("manager");
        await product.Product.SendAsync(new GenerateInquiryPlan(null, InquiryPlanPeriod.Current, new LocalizedText("询检", "Inquiry"), LocalizedText.Empty, null));

        var board = await manager.GetStringAsync("/inquiries?rule=INQ-01");
        var plan = await product.Product.ReadAsync(db => db.InquiryPlans.OrderByDescending(p => p.FirstDay).Where(p => db.InquiryRules.Any(r => r.Id == p.RuleId && r.Code == "INQ-01")).FirstAsync());
        var missing = await manager.GetStringAsync($"/inquiries/missing?plan={Uri.EscapeDataString(plan.Number.Value)}");

        Assert.Contains(plan.Number.Value, board, StringComparison.Ordinal);
        Assert.DoesNotContain("100 %</span>", board, StringComparison.Ordinal);
        var planned = await product.Product.ReadAsync(db => db.PlannedInquiries.Where(i => i.PlanId == plan.Id).Select(i => i.Subject).ToListAsync());
        Assert.True(planned.Count > 20);
        Assert.All(planned, subject => Assert.Contains($"data-missing=\"{subject}\"", missing, StringComparison.Ordinal));
        Assert.Contains("喀什办事处", missing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_record_issues_and_bad_ones_are_refused_by_field()
    {
        var officer = await product.Product.ApiAsAsync("inquirer");
        var customer = await product.Product.ReadAsync(db => db.Equipment.Where(e => e.SerialNumber == "NVR-32-090017").Select(e => new { e.CustomerId, e.Id }).SingleAsync());

        var recorded = await officer.PostAsJsonAsync("/api/v1/inquiries/issues", new { customerId = customer.CustomerId, equipmentId = customer.Id, topic = "running", description = "<b>录像</b>丢失" });
        Assert.Equal(HttpStatusCode.OK, recorded.StatusCode);
        var refused = await officer.PostAsJsonAsync("/api/v1/inquiries/issues", new { customerId = Guid.NewGuid(), topic = "running", description = "x" });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("customerId", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(InquiryTopic.Running, await product.Product.ReadAsync(db => db.InquiryIssues.Where(i => i.Description == "<b>录像</b>丢失").Select(i => i.Topic).SingleAsync()));
    }

    [Fact]
    public async Task Only_those_who_lead_have_plans_made_by_hand()
    {
        var auditor = await product.BrowserAsync("auditor");
        Assert.DoesNotContain("/inquiries/plans", await auditor.GetStringAsync("/inquiries"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.GetAsync("/inquiries/missing?plan=INQ-99/2026-Q1")).StatusCode);
    }
}
