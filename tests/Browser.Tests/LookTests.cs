using AfterSales.Browser.Tests.Studio;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>Every page on a wide and on a narrow screen, light and dark, in both languages: nothing scrolls sideways or jumps while it loads, none is heavy, axe-core finds nothing serious, and a picture is kept to be looked at.</summary>
[Collection(StudioBrowser.Name)]
public sealed class LookTests(StudioFixture browser)
{
    // Both widths, both themes and both languages are in the first two; the others are for the long mode.
    private static readonly (string Name, int Width, ColorScheme Scheme, string Language)[] Looks =
    [
        ("wide-light-zh", 1440, ColorScheme.Light, "zh-CN"), ("narrow-dark-en", 360, ColorScheme.Dark, "en"),
        ("wide-dark-en", 1440, ColorScheme.Dark, "en"), ("narrow-light-zh", 360, ColorScheme.Light, "zh-CN"),
    ];

    private static readonly int LooksInTheSuite = Environment.GetEnvironmentVariable("AFTERSALES_TEST_LONG") == "1" ? 4 : 2;

    private readonly List<string> _findings = [];

    [Fact]
    public async Task EveryPage_FitsIsPicturedAndCanBeUsedByAll()
    {
        var (number, opinion, confirmation, link) = await PrepareAsync();
        foreach (var look in Looks[..LooksInTheSuite])
        {
            await using var manager = await OpenAsync(look.Width, look.Scheme);
            await manager.Page.GotoAsync("/sign-in");
            await manager.SwitchLanguageAsync(look.Language);
            await PictureAsync(manager, "/sign-in", "sign-in", look.Name);
            await manager.SignInAsync("manager");
            await PictureAsync(manager, "/", "home", look.Name);
            await PictureAsync(manager, "/tasks?scope=mine", "inbox-empty", look.Name);
            await PictureAsync(manager, "/tasks?scope=all", "inbox", look.Name);
            await PictureAsync(manager, "/complaints", "cases", look.Name);
            await PictureAsync(manager, "/complaints/new", "new-complaint", look.Name);
            await PictureAsync(manager, "/intake/new", "intake", look.Name);
            await PictureAsync(manager, $"/complaints/{number}", "case", look.Name);
            await PictureAsync(manager, $"/cases/{number}/print/FRM-08", "paper", look.Name);
            await PictureAsync(manager, "/nowhere", "error", look.Name);

            await using var director = await OpenAsync(look.Width, look.Scheme);
            await director.SignInAsync("director");
            await director.SwitchLanguageAsync(look.Language);
            await director.Page.GotoAsync($"/tasks/{opinion}");
            await director.CompleteTaskAsync("Agreed");
            await Assertions.Expect(director.Page.Locator("[data-problem]")).ToBeVisibleAsync();
            await PictureAsync(director, null, "task", look.Name);

            await using var officer = await OpenAsync(look.Width, look.Scheme);
            await officer.SignInAsync("officer1");
            await officer.SwitchLanguageAsync(look.Language);
            await PictureAsync(officer, $"/tasks/{confirmation}", "confirmation-task", look.Name);
            await officer.Page.ClickAsync("details[data-user-menu] > summary");
            await PictureAsync(officer, null, "menu", look.Name);

            await using var owner = await OpenAsync(look.Width, look.Scheme);
            await owner.SignInAsync("owner");
            await owner.SwitchLanguageAsync(look.Language);
            await PictureAsync(owner, "/processes/complaint-acceptance", "process", look.Name);
            await PictureAsync(owner, "/processes/complaint-acceptance/compare", "compare", look.Name);
            await PictureAsync(owner, "/processes/complaint-acceptance/trial", "trial", look.Name);
            await PictureAsync(owner, "/processes/complaint-acceptance/past-trials", "past-trials", look.Name);
            await PictureAsync(owner, "/processes/complaint-acceptance/migrations", "migrations", look.Name);
            await PictureAsync(owner, "/processes/approvals", "approvals", look.Name);

            await using var administrator = await OpenAsync(look.Width, look.Scheme);
            await administrator.SignInAsync("admin");
            await administrator.SwitchLanguageAsync(look.Language);
            await PictureAsync(administrator, "/", "home-administrator", look.Name);
            await PictureAsync(administrator, "/operations", "operations", look.Name);
            await PictureAsync(administrator, "/operations?tab=node", "node", look.Name);
            await PictureAsync(administrator, "/calendars", "calendars", look.Name);
            await PictureAsync(administrator, "/calendars/cn-5x8?year=2026", "calendar", look.Name);
            await PictureAsync(administrator, "/policies/new", "policy-new", look.Name);
            await PictureAsync(administrator, "/policies/002/edit", "policy-edit", look.Name);
            await PictureAsync(administrator, "/policies", "policies", look.Name);
            await PictureAsync(administrator, "/organisation", "organisation", look.Name);
            await PictureAsync(administrator, "/inquiries", "inquiries", look.Name);
            await PictureAsync(administrator, "/inquiries/rules", "inquiry-rules", look.Name);
            await PictureAsync(administrator, "/equipment", "equipment", look.Name);
            await PictureAsync(administrator, "/customers", "customers", look.Name);
            await administrator.Page.Locator("[data-customer] a").First.ClickAsync();
            await administrator.Page.WaitForURLAsync("**/customers/*");
            await PictureAsync(administrator, null, "customer-in-register", look.Name);
            await PictureAsync(administrator, "/customers/import", "customer-import", look.Name);

            await using var customer = await OpenAsync(look.Width, look.Scheme);
            await customer.Page.GotoAsync(link);
            await customer.SwitchLanguageAsync(look.Language);
            await PictureAsync(customer, null, "customer", look.Name);
        }

        Assert.True(_findings.Count == 0, string.Join('\n', _findings));
    }

    private Task<Visitor> OpenAsync(int width, ColorScheme scheme) =>
        browser.NewPersonAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 800 }, ColorScheme = scheme });

    private async Task PictureAsync(Visitor visitor, string? address, string page, string look)
    {
        if (address is not null)
        {
            await visitor.Page.GotoAsync(address);
            var (shift, kilobytes) = await visitor.LoadedAsync();
            if (shift > 0.01)
                _findings.Add($"{page} ({look}) jumps by {shift:F3} while it loads.");
            if (kilobytes > 150)
                _findings.Add($"{page} ({look}) is {kilobytes:F0} kB.");
        }

        Assert.True(await visitor.FitsAsync(), $"{page} scrolls sideways ({look}).");
        await visitor.ScreenshotAsync($"{page}-{look}");
        // Colours differ by theme and structure by width: the first two looks hold all four.
        if (look is "wide-light-zh" or "narrow-dark-en")
            _findings.AddRange((await visitor.SeriousFindingsAsync()).Select(finding => $"{page} ({look}): {finding}"));
    }

    private async Task<(string Number, Guid Opinion, Guid Confirmation, string Link)> PrepareAsync()
    {
        await using var agent = await browser.NewPersonAsync();
        await agent.SignInAsync("agent");
        await agent.RegisterComplaintAsync("外场机柜断电后无法自动恢复，值班人员须到场手动合闸", "林涛");
        var number = await agent.RegisterComplaintAsync("友好北路 3 号球机画面频繁中断", "艾力·买买提", "Serious");
        await browser.Product.StartClocksAsync(number);
        var report = await browser.Product.OpenReportAsync(number);
        await browser.Product.OpenOpinionAsync(number, "quality", TimeSpan.FromTicks(1));
        var opinion = await browser.Product.OpenOpinionAsync(number);
        var confirmation = await browser.Product.OpenConfirmationAsync(number);
        await using var engineer = await browser.NewPersonAsync();
        await engineer.SignInAsync("engineer1");
        await engineer.Page.GotoAsync($"/tasks/{report}");
        await engineer.FillTaskFieldAsync("workDone", "更换球机电源模块（PS-48），重做防水接头；连续观察 24 小时未再中断。");
        await engineer.CompleteTaskAsync("Done");
        await engineer.Page.WaitForURLAsync("**/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await using var officer = await browser.NewPersonAsync();
        await officer.SignInAsync("officer1");
        await officer.Page.GotoAsync($"/tasks/{confirmation}");
        return (number, opinion, confirmation, await officer.Page.InputValueAsync("[data-customer-link]"));
    }
}
