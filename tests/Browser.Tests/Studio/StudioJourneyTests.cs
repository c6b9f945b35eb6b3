using Microsoft.Playwright;

namespace AfterSales.Browser.Tests.Studio;

/// <summary>What a process owner does, in the real Elsa Studio: change a process so that the next complaint takes the new route.</summary>
[Collection(StudioBrowser.Name)]
public sealed class StudioJourneyTests(StudioFixture browser)
{
    [Fact]
    public async Task NewTask_IsDraggedInConnectedPublishedAndReachesTheInboxOfItsRole()
    {
        await browser.Product.AddCallBackAsync("call-back", "投诉回访");
        await browser.AsOwnerAsync(async studio =>
        {
            await studio.Page.ClickAsync("nav a[href='/studio/workflows/definitions']");
            await studio.Row("call-back").ClickAsync(new() { Timeout = 90_000 });
            await studio.CanvasShownAsync();
            Assert.EndsWith("/studio/workflows/definitions/call-back/edit", studio.Page.Url, StringComparison.Ordinal);

            var task = await studio.DropAsync("售后", "人工任务");
            await studio.ConnectAsync(studio.Nodes.First, task);
            await studio.SelectAsync(task);
            await studio.FillAsync("标题", "回访投诉客户");
            await studio.ChooseAsync("办理角色", "信息员");
            await studio.AddWordAsync("结果", "Reached");
            await studio.AddWordAsync("结果", "NoAnswer");
            await Assertions.Expect(task.Locator(".x6-port-out")).ToHaveCountAsync(3);
            await studio.SavedByAsync(studio.PublishAsync);
            await Assertions.Expect(studio.Snackbars.Filter(new() { HasText = "流程已发布" })).ToBeVisibleAsync();
            await studio.Visitor.ScreenshotAsync("studio-journey-published");

            await using var agent = await browser.NewPersonAsync();
            await agent.SignInAsync("agent");
            var number = await agent.RegisterComplaintAsync("按新流程回访", "艾力·买买提");
            await using var clerk = await browser.NewPersonAsync();
            await clerk.SignInAsync("clerk");
            await clerk.Page.GotoAsync("/tasks?scope=group");
            await Assertions.Expect(clerk.Page.Locator("[data-task]", new() { HasText = number })).ToContainTextAsync("回访投诉客户");
            Assert.Empty(studio.Refused);
        });
    }
}
