using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Publications;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>What guards a change of a process: it is compared, tried, approved by another owner, and running cases go over to it step by step.</summary>
[Collection(OneBrowser.Name)]
public sealed class ProcessTests(BrowserFixture browser)
{
    private static readonly (string Name, int Width, ColorScheme Scheme, string Language)[] Looks =
    [
        ("wide-light-zh", 1440, ColorScheme.Light, "zh-CN"), ("wide-dark-en", 1440, ColorScheme.Dark, "en"),
        ("narrow-light-en", 360, ColorScheme.Light, "en"), ("narrow-dark-zh", 360, ColorScheme.Dark, "zh-CN"),
    ];

    private Task<Visitor> OpenAsync(int width = 1440, ColorScheme scheme = ColorScheme.Light) =>
        browser.NewPersonAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 }, ColorScheme = scheme });

    private async Task<Actor> PrepareAsync(string id, int cases)
    {
        var owner = await browser.Product.PersonAsync("owner");
        await browser.Product.LoadAsync(id, ProcessDefinitions.First(id));
        for (var i = 0; i < cases; i++)
            await browser.Product.SendAsync(new RegisterComplaint("韩雪", "高速公路管理处", "0991-5550202", null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "抓拍单元离线", "三号卡口无图像"));
        await browser.Product.SendAsync(new SaveDefinitionDraft(ProcessDefinitions.Second(id)), owner);
        return owner;
    }

    [Fact]
    public async Task Change_IsComparedOnTheDiagram()
    {
        await PrepareAsync("compared", 2);
        foreach (var look in Looks)
        {
            await using var auditor = await OpenAsync(look.Width, look.Scheme);
            await auditor.SignInAsync("auditor");
            await auditor.SwitchLanguageAsync(look.Language);
            await auditor.Page.GotoAsync("/processes/compared/compare?from=1&to=2");

            await Assertions.Expect(auditor.Page.Locator("[data-diagram='compare-after'] [data-step='Check']")).ToHaveAttributeAsync("data-mark", "Added");
            await Assertions.Expect(auditor.Page.Locator("[data-diagram='compare-before'] [data-step='Dispatch']")).ToHaveAttributeAsync("data-mark", "Removed");
            await Assertions.Expect(auditor.Page.Locator("[data-diagram='compare-before'] [data-step='CallBack']")).ToHaveAttributeAsync("data-mark", "Changed");
            await Assertions.Expect(auditor.Page.Locator("[data-diagram='compare-after'] [data-step='OrderParts']")).ToHaveAttributeAsync("data-mark", "Moved");
            await Assertions.Expect(auditor.Page.Locator("[data-diagram='compare-before'] [data-step='Dispatch'] [data-count]")).ToHaveAttributeAsync("data-count", "2");
            await Assertions.Expect(auditor.Page.Locator("[data-changes] [data-activity='Dispatch'] [data-standing]")).ToBeVisibleAsync();
            Assert.True(await auditor.FitsAsync(), $"The comparison scrolls sideways ({look.Name}).");
            await auditor.ScreenshotAsync($"process-compare-{look.Name}");
            await auditor.Page.GotoAsync("/processes/compared");
            Assert.True(await auditor.FitsAsync(), $"The overview scrolls sideways ({look.Name}).");
            await auditor.ScreenshotAsync($"process-overview-{look.Name}");
        }
    }

    [Fact]
    public async Task Draft_IsTriedOnACaseWithChosenAnswers()
    {
        await PrepareAsync("tried", 0);
        await using var owner = await OpenAsync();
        await owner.SignInAsync("owner");
        await owner.Page.GotoAsync("/processes/tried/trial");
        await owner.ScreenshotAsync("process-trial-form");
        await owner.Page.SelectOptionAsync("[name='task.Repair.outcome']", "PartsMissing");
        await owner.Page.FillAsync("[name='task.Check.after']", "5");
        await owner.Page.ClickAsync("[data-run]");

        await Assertions.Expect(owner.Page.Locator("[data-result='Finished']")).ToBeVisibleAsync();
        await Assertions.Expect(owner.Page.Locator("[data-diagram='trial'] [data-step='OrderParts']")).ToHaveAttributeAsync("data-mark", "Passed");
        await Assertions.Expect(owner.Page.Locator("[data-diagram='trial'] [data-step='Repair'] [data-count]")).ToHaveAttributeAsync("data-count", "2");
        await Assertions.Expect(owner.Page.Locator("[data-trial-task='CallBack']")).ToBeVisibleAsync();
        Assert.True(await owner.FitsAsync());
        await owner.ScreenshotAsync("process-trial-wide");

        await owner.Page.SetViewportSizeAsync(360, 780);
        await owner.SwitchThemeAsync("dark");
        await owner.Page.GotoAsync("/processes/tried/trial");
        await owner.Page.CheckAsync("[name=unscripted][value=Unanswered]");
        await owner.Page.ClickAsync("[data-run]");
        await Assertions.Expect(owner.Page.Locator("[data-result='Waiting']")).ToBeVisibleAsync();
        await Assertions.Expect(owner.Page.Locator("[data-diagram='trial'] [data-step='Assign']")).ToHaveAttributeAsync("data-mark", "Waiting");
        Assert.True(await owner.FitsAsync());
        await owner.ScreenshotAsync("process-trial-narrow-dark");
    }

    [Fact]
    public async Task FinishedCases_AreTriedInTheDraft()
    {
        var owner = await browser.Product.PersonAsync("owner");
        await browser.Product.LoadAsync("past", ProcessDefinitions.AtOnce("past"));
        for (var i = 0; i < 2; i++)
            await browser.Product.SendAsync(new RegisterComplaint("韩雪", "高速公路管理处", "0991-5550202", null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "抓拍单元离线", "三号卡口无图像"));
        await browser.Product.SendAsync(new SaveDefinitionDraft(ProcessDefinitions.AtOnce("past", "电话回访")), owner);
        await using var visitor = await OpenAsync(360, ColorScheme.Dark);
        await visitor.SignInAsync("owner");
        await visitor.SwitchLanguageAsync("en");
        await visitor.Page.GotoAsync("/processes/past/past-trials");
        await visitor.Page.ClickAsync("[data-past] button");

        await Assertions.Expect(visitor.Page.Locator("[data-past-case='different']")).ToHaveCountAsync(2);
        await visitor.Page.Locator("[data-past-case] summary").First.ClickAsync();
        Assert.True(await visitor.FitsAsync());
        await visitor.ScreenshotAsync("process-past-narrow-dark-en");
        await visitor.Page.SetViewportSizeAsync(1440, 900);
        await visitor.ScreenshotAsync("process-past-wide-dark-en");
    }

    [Fact]
    public async Task PublicationAskedForByOneOwner_IsApprovedByAnotherWithTheDifferenceInView()
    {
        var first = await PrepareAsync("approved", 1);
        await browser.Product.SendAsync(new RequestPublication("approved", null, "维修后要抽查质量"), first);
        await using var owner = await OpenAsync(360);
        await owner.SignInAsync("owner");
        await owner.Page.GotoAsync("/processes/approvals");
        await Assertions.Expect(owner.Page.Locator("[data-request] button[value=approve]")).ToHaveCountAsync(0);
        await Assertions.Expect(owner.Page.Locator("[data-request] button[value=withdraw]")).ToBeVisibleAsync();
        Assert.True(await owner.FitsAsync());
        await owner.ScreenshotAsync("process-approvals-narrow");

        await using var second = await OpenAsync();
        await second.SignInAsync("owner2");
        await second.Page.GotoAsync("/processes/approvals");
        await Assertions.Expect(second.Page.Locator("[data-request] [data-changes] [data-activity='Check']")).ToBeVisibleAsync();
        await second.ScreenshotAsync("process-approvals-wide");
        await second.Page.FillAsync("[data-request] [name=reason]", "已对照差异");
        await second.Page.ClickAsync("[data-request] button[value=approve]");
        await Assertions.Expect(second.Page.Locator("[data-notice]")).ToBeVisibleAsync();
        await second.Page.GotoAsync("/processes/approved");
        await Assertions.Expect(second.Page.Locator("[data-version='2'] [data-version-state]")).ToHaveTextAsync("生效");
        await Assertions.Expect(second.Page.Locator("[data-action='ApprovePublication']")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task RunningCases_GoOverAFewFirstThenTheRest()
    {
        var owner = await PrepareAsync("migrated", 3);
        await browser.Product.SendAsync(new PublishDefinition("migrated"), owner);
        await using var visitor = await OpenAsync();
        await visitor.SignInAsync("owner");
        var page = visitor.Page;
        await page.GotoAsync("/processes/migrated/migrations");
        await page.ClickAsync("[data-plan] button");
        await Assertions.Expect(page.Locator("[data-verdict='blocked']")).ToHaveCountAsync(3);
        await visitor.ScreenshotAsync("process-migration-planned");

        await page.SelectOptionAsync("[data-map-step='Dispatch'] select", "Assign");
        await page.ClickAsync("[data-map] button");
        await Assertions.Expect(page.Locator("[data-verdict='ready']")).ToHaveCountAsync(3);
        await page.FillAsync("[name=canary]", "1");
        await page.FillAsync("[name=reason]", "新版增加抽查");
        await page.ClickAsync("button[value=start]");
        await Assertions.Expect(page.Locator("[data-progress='CanaryDone']")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("[data-item-count='Migrated']")).ToHaveTextAsync("1");
        await page.SetViewportSizeAsync(360, 780);
        Assert.True(await visitor.FitsAsync());
        await visitor.ScreenshotAsync("process-migration-canary-narrow");

        await page.FillAsync("[name=reason]", "一切正常");
        await page.ClickAsync("button[value=continue]");
        await Assertions.Expect(page.Locator("[data-progress='Completed']")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("[data-item-count='Migrated']")).ToHaveTextAsync("3");
        await page.SetViewportSizeAsync(1440, 900);
        await visitor.ScreenshotAsync("process-migration-done");
    }
}
