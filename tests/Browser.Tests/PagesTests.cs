using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>Each page at work, as the person who uses it.</summary>
[Collection(OneBrowser.Name)]
public sealed class PagesTests(BrowserFixture browser)
{
    [Fact]
    public async Task NewComplaint_ShowsWhatIsMissingAtTheFields_AndKeepsWhatWasTyped()
    {
        await using var agent = await browser.NewPersonAsync();
        await agent.SignInAsync("agent");
        await agent.Page.GotoAsync("/complaints/new");

        await agent.Page.FillAsync("#description", "<b>黑屏</b>");
        await agent.Page.FillAsync("#email", "不是邮箱");
        await agent.Page.FillAsync("#projectCode", "");
        await agent.Page.ClickAsync("[data-action=register]");

        await Assertions.Expect(agent.Page.Locator("#subject-error")).ToBeVisibleAsync();
        await Assertions.Expect(agent.Page.Locator("#customerName-error")).ToBeVisibleAsync();
        await Assertions.Expect(agent.Page.Locator("#email-error")).ToBeVisibleAsync();
        await Assertions.Expect(agent.Page.Locator("#description")).ToHaveValueAsync("<b>黑屏</b>");
        await Assertions.Expect(agent.Page.Locator("#problem")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task NewComplaint_LeadsToItsCase()
    {
        await using var agent = await browser.NewPersonAsync();
        await agent.SignInAsync("agent");

        var number = await agent.RegisterComplaintAsync("球机画面中断", "艾力·买买提");

        await Assertions.Expect(agent.Page.Locator("[data-notice]")).ToContainTextAsync(number);
        await Assertions.Expect(agent.Page.Locator("h1")).ToHaveTextAsync("球机画面中断");
        await Assertions.Expect(agent.Page.Locator("[data-timeline] [data-action=RegisterComplaint]")).ToContainTextAsync("李晓雯");
    }

    [Fact]
    public async Task Task_IsClaimedFilledInAndCompleted()
    {
        await using var agent = await browser.NewPersonAsync();
        await agent.SignInAsync("agent");
        var number = await agent.RegisterComplaintAsync("录像丢失", "韩雪");
        var task = await browser.Product.OpenOpinionAsync(number);
        await using var director = await browser.NewPersonAsync();
        await director.SignInAsync("director");
        await director.Page.GotoAsync("/tasks?scope=group");
        await director.Page.ClickAsync($"[data-task='{task}'] a");
        await director.Page.ClickAsync("[data-action=claim]");

        await director.CompleteTaskAsync("Agreed");
        await Assertions.Expect(director.Page.Locator("#data-opinion-error")).ToContainTextAsync("处理意见");
        await director.FillTaskFieldAsync("opinion", "硬盘坏道，\n更换后恢复。");
        await director.FillTaskFieldAsync("hours", "2.5");
        await director.ChooseTaskFieldAsync("cause", "hardware");
        await director.ConfirmTaskFieldAsync("checked");
        await director.CompleteTaskAsync("Agreed");

        await director.Page.WaitForURLAsync("**/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await Assertions.Expect(director.Page.Locator("[data-notice]")).ToContainTextAsync(number);
        await director.Page.GotoAsync($"/complaints/{number}");
        await director.Page.ClickAsync("[data-record='FRM-17'] summary");
        await Assertions.Expect(director.Page.Locator("[data-record='FRM-17'] dd").First).ToContainTextAsync("硬盘坏道");
    }

    [Fact]
    public async Task TaskThatAColleagueCompletedMeanwhile_KeepsWhatWasTyped()
    {
        await using var agent = await browser.NewPersonAsync();
        await agent.SignInAsync("agent");
        var number = await agent.RegisterComplaintAsync("立杆倾斜", "林涛");
        var task = await browser.Product.OpenReportAsync(number);
        await using var first = await browser.NewPersonAsync();
        await first.SignInAsync("engineer1");
        await first.Page.GotoAsync($"/tasks/{task}");
        await using var second = await browser.NewPersonAsync();
        await second.SignInAsync("engineer2");
        await second.Page.GotoAsync($"/tasks/{task}");
        await first.FillTaskFieldAsync("workDone", "我写了很久的报告");
        await second.FillTaskFieldAsync("workDone", "同事先提交");
        await second.CompleteTaskAsync("Done");
        await second.Page.WaitForURLAsync("**/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });

        await first.CompleteTaskAsync("Done");

        await Assertions.Expect(first.Page.Locator("[data-problem]")).ToBeVisibleAsync();
        await Assertions.Expect(first.Page.Locator("[data-closing]")).ToContainTextAsync("刘洋");
        await Assertions.Expect(first.Page.Locator("[name='data.workDone']")).ToHaveValueAsync("我写了很久的报告");
    }

    [Fact]
    public async Task Customer_ConfirmsThroughTheLink_AndSeesNothingElse()
    {
        await using var agent = await browser.NewPersonAsync();
        await agent.SignInAsync("agent");
        var number = await agent.RegisterComplaintAsync("补光灯不亮", "艾力·买买提");
        var task = await browser.Product.OpenConfirmationAsync(number);
        await using var officer = await browser.NewPersonAsync();
        await officer.SignInAsync("officer1");
        await officer.Page.GotoAsync($"/tasks/{task}");
        var link = await officer.Page.InputValueAsync("[data-customer-link]");
        await using var customer = await browser.NewPersonAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 780 } });
        await customer.Page.GotoAsync(link);
        await customer.CompleteTaskAsync("NotSatisfied");
        await Assertions.Expect(customer.Page.Locator("#data-comment-error")).ToBeVisibleAsync();

        await customer.ConfirmTaskFieldAsync("confirmed");
        await customer.CompleteTaskAsync("Satisfied");

        await Assertions.Expect(customer.Page.Locator(".empty-title")).ToHaveTextAsync("谢谢您的答复");
        await customer.Page.GotoAsync($"/complaints/{number}");
        Assert.Contains("/sign-in", customer.Page.Url, StringComparison.Ordinal);
        await customer.Page.GotoAsync(link[..^4] + "AAAA");
        await Assertions.Expect(customer.Page.Locator(".empty-title")).ToHaveTextAsync("链接无效");
    }

    [Fact]
    public async Task PagesWithoutScript_StillWork()
    {
        await using var agent = await browser.NewPersonAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        await agent.Page.GotoAsync("/sign-in");
        await agent.Page.FillAsync("#userName", "agent");
        await agent.Page.FillAsync("#password", Visitor.DemoPassword);
        await agent.Page.ClickAsync("form.sign-in button");
        await agent.Page.WaitForURLAsync("**/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });

        await agent.RegisterComplaintAsync("无脚本登记", "林涛");

        await Assertions.Expect(agent.Page.Locator("[data-notice]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task UnknownAndForbiddenPages_AreExplained()
    {
        await using var auditor = await browser.NewPersonAsync();
        await auditor.SignInAsync("auditor");

        var unknown = await auditor.Page.GotoAsync("/complaints/C-1999-00001");
        Assert.Equal(404, unknown!.Status);
        await Assertions.Expect(auditor.Page.Locator(".empty-title")).ToHaveTextAsync("未找到");
        var forbidden = await auditor.Page.GotoAsync("/complaints/new");
        Assert.Equal(403, forbidden!.Status);
        await Assertions.Expect(auditor.Page.Locator(".empty-title")).ToHaveTextAsync("没有权限");
    }
}
