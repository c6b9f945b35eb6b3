using AfterSales.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>An inquiry as people do it: planned, asked, and the issue that came up followed through its longest way, refused twice, to the customer's satisfaction (PRC-15, PRC-16).</summary>
[Collection(OneBrowser.Name)]
public sealed class InquiryJourneyTests(BrowserFixture browser) : IAsyncLifetime
{
    private const string Device = "DH-SD7-007301", Issue = "热成像画面夜间有重影";

    private readonly Dictionary<string, Visitor> _people = [];

    public async Task InitializeAsync()
    {
        foreach (var userName in (string[])["manager", "inquirer2", "director", "quality"])
        {
            _people[userName] = await browser.NewPersonAsync();
            await _people[userName].SignInAsync(userName);
        }
    }

    [Fact]
    public async Task Issue_IsFollowedToSatisfaction_ThoughPlanAndResultAreRefusedOnce()
    {
        var number = await AskAsync();

        await WorkAsync("director", number, "Plan", "Submitted", ("solution", "更换镜头"), ("plannedOn", "2026-12-01"), ("responsible", "张伟"));
        await WorkAsync("inquirer2", number, "Convey", "Conveyed", ("conveyedTo", "艾力"));
        await WorkAsync("inquirer2", number, "Consent", "Disagreed", ("spokenWith", "艾力"), ("comment", "希望先调焦"));
        await RoundAsync(number);
        await WorkAsync("inquirer2", number, "ReturnCall", "NotSatisfied", ("spokenWith", "艾力"), ("comment", "仍有重影"));
        await WorkAsync("quality", number, "Cause", "Found", ("cause", "支架松动"));
        await RoundAsync(number);
        await WorkAsync("inquirer2", number, "ReturnCall", "Satisfied", ("spokenWith", "艾力"));

        var closed = await ReadAsync(db => db.CaseFiles.Where(c => c.Number == new Domain.Complaints.CaseNumber(number)).Select(c => new { c.Status, c.Issue }).SingleAsync());
        Assert.Equal((Domain.Cases.CaseStatus.Closed, 2), (closed.Status, closed.Issue));
    }

    public async Task DisposeAsync()
    {
        foreach (var person in _people.Values)
            await person.DisposeAsync();
    }

    /// <summary>The manager has the plans made; the officer finds the device among what is missing and asks. Returns the number of the issue's case.</summary>
    private async Task<string> AskAsync()
    {
        var (manager, officer) = (_people["manager"].Page, _people["inquirer2"].Page);
        await manager.GotoAsync("/inquiries");
        await manager.ClickAsync("form[action='/inquiries/plans'] button");
        await Assertions.Expect(manager.Locator("[data-plan^='INQ-02']")).ToBeVisibleAsync();
        await manager.SetViewportSizeAsync(360, 780);
        Assert.True(await _people["manager"].FitsAsync());
        await _people["manager"].ScreenshotAsync("inquiries-360");

        await officer.GotoAsync("/inquiries?rule=INQ-02");
        await officer.Locator("[data-office='office-kashgar'] a").ClickAsync();
        await officer.ClickAsync($"[data-missing='{Device}'] a");
        await officer.FillAsync("[name='data.spokenWith']", "艾力");
        await officer.CheckAsync("[name='data.score'][value='3']");
        await officer.FillAsync("[name='data.runningIssue']", Issue);
        await officer.ClickAsync("button[name=outcome][value=Asked]");
        await officer.WaitForURLAsync("**/tasks**", new() { WaitUntil = WaitUntilState.DOMContentLoaded });

        await officer.GotoAsync("/inquiries/missing?plan=INQ-02/" + await PlanMonthAsync());
        await Assertions.Expect(officer.Locator($"[data-missing='{Device}']")).ToHaveCountAsync(0);
        return (await ReadAsync(db => db.CaseFiles.Where(c => c.Subject == Issue).Select(c => c.Number).SingleAsync())).Value;
    }

    private async Task RoundAsync(string number)
    {
        await WorkAsync("director", number, "Plan", "Submitted", ("solution", "现场调焦并更换支架"), ("plannedOn", "2026-12-02"), ("responsible", "张伟"));
        await WorkAsync("inquirer2", number, "Convey", "Conveyed", ("conveyedTo", "艾力"));
        await WorkAsync("inquirer2", number, "Consent", "Agreed", ("spokenWith", "艾力"));
        // The office of the device has no engineer of its own, so its work comes to the service-centre manager, with a warning.
        await WorkAsync("manager", number, "Work", "Finished", ("work", "调焦完成"));
    }

    private async Task WorkAsync(string userName, string number, string activity, string outcome, params (string Field, string Value)[] answers)
    {
        var person = _people[userName];
        var task = await ReadAsync(db => db.WorkItems
            .Where(w => w.CaseNumber == new Domain.Complaints.CaseNumber(number) && w.Status == Domain.Tasks.WorkItemStatus.Open).Select(w => new { w.Id, w.ActivityId }).SingleAsync());
        Assert.Equal(activity, task.ActivityId);
        await person.Page.GotoAsync($"/tasks/{task.Id}");
        foreach (var (field, value) in answers)
            await person.FillTaskFieldAsync(field, value);
        await person.CompleteTaskAsync(outcome);
        await person.Page.WaitForURLAsync("**/tasks**", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await Assertions.Expect(person.Page.Locator("[data-problem]")).ToHaveCountAsync(0);
        await new CaseStanding(browser.Product, new Domain.Complaints.CaseNumber(number)).AssertAfterAsync(person.Page, task.Id, userName);
    }

    private async Task<string> PlanMonthAsync() =>
        (await ReadAsync(db => db.InquiryPlans.Where(p => db.InquiryRules.Any(r => r.Id == p.RuleId && r.Code == "INQ-02")).OrderByDescending(p => p.FirstDay).Select(p => p.Number).FirstAsync())).Value.Split('/')[1];

    private async Task<T> ReadAsync<T>(Func<AfterSalesDbContext, Task<T>> read)
    {
        await using var scope = browser.Product.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>());
    }
}
