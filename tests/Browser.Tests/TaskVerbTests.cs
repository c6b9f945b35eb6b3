using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>Verbs of a task as two people side by side, with the keyboard alone, and on a phone.</summary>
[Collection(OneBrowser.Name)]
public sealed class TaskVerbTests(BrowserFixture browser)
{
    [Fact]
    public async Task Two_engineers_hand_a_task_to_and_fro_and_see_what_was_said()
    {
        await using var first = await browser.NewPersonAsync();
        await using var second = await browser.NewPersonAsync();
        await first.SignInAsync("engineer1");
        await second.SignInAsync("engineer2");
        var id = await OpenAsync("两人交接");

        await first.Page.GotoAsync($"/tasks/{id}");
        await first.Page.ClickAsync("[data-action=claim]");
        await second.Page.GotoAsync($"/tasks/{id}");
        await Assertions.Expect(second.Page.Locator("[data-action=claim]")).ToHaveCountAsync(0);
        await OpenVerbAsync(first, "delegate");
        await first.Page.FillAsync("#delegate-to", "engineer2");
        await first.Page.ClickAsync("button[data-action=delegate]");
        await Assertions.Expect(first.Page.Locator("[data-notice]")).ToBeVisibleAsync();

        await second.Page.GotoAsync($"/tasks/{id}");
        await second.Page.FillAsync("#comment", "已问过客户");
        await second.Page.ClickAsync("button[data-action=resolve]");
        await first.Page.GotoAsync($"/tasks/{id}");
        await Assertions.Expect(first.Page.Locator("[data-comments]")).ToContainTextAsync("已问过客户");

        await first.Page.FillAsync("#text", "<b>请看</b> @clerk");
        await first.Page.ClickAsync("[data-action=comment]");
        await Assertions.Expect(first.Page.Locator("[data-comments]")).ToContainTextAsync("<b>请看</b> @clerk");
        await Assertions.Expect(first.Page.Locator("[data-informed]")).ToContainTextAsync("未阅");
        await OpenVerbAsync(first, "transfer");
        await first.Page.FillAsync("#transfer-to", "engineer2");
        await first.Page.ClickAsync("button[data-action=transfer]");
        await first.Page.ClickAsync("[data-action=undo]");
        await first.Page.GotoAsync($"/tasks/{id}");
        await Assertions.Expect(first.Page.Locator("button[name=outcome]")).ToHaveCountAsync(1);
        await SignAfterwardsAsync(first, second, id);
    }

    // 后加签: the second signs when the first has done it; an objection brings it back, and is asked about once more.
    private static async Task SignAfterwardsAsync(Visitor holder, Visitor signer, Guid id)
    {
        await OpenVerbAsync(holder, "add-signer");
        await holder.Page.FillAsync("#signer", "engineer2");
        await holder.Page.CheckAsync("details[data-verb=add-signer] input[value=After]");
        await holder.Page.ClickAsync("button[data-action=add-signer]");
        await Assertions.Expect(holder.Page.Locator("[data-signers]")).ToContainTextAsync("办理后签 · 未签署");
        await signer.Page.GotoAsync("/tasks?scope=mine&q=" + Uri.EscapeDataString("两人交接"));
        await Assertions.Expect(signer.Page.Locator("#inbox [data-task]")).ToHaveCountAsync(0);

        await DoItAsync(holder, id, "换了电源");
        await signer.Page.ReloadAsync();
        await signer.Page.ClickAsync("#inbox [data-task] .row-title");
        await signer.FillTaskFieldAsync("comment", "没有写型号");
        await signer.CompleteTaskAsync("Disagree");
        await holder.Page.GotoAsync($"/tasks/{id}");
        await Assertions.Expect(holder.Page.Locator("[data-signers]")).ToContainTextAsync("不同意");
        await DoItAsync(holder, id, "换了电源 PS-48");
        await holder.Page.GotoAsync($"/tasks/{id}");
        await Assertions.Expect(holder.Page.Locator("[data-closing]")).ToContainTextAsync("等待");

        await signer.Page.GotoAsync("/tasks?scope=mine&q=" + Uri.EscapeDataString("两人交接"));
        await signer.Page.ClickAsync("#inbox [data-task] .row-title");
        await signer.CompleteTaskAsync("Agree");
        await holder.Page.ReloadAsync();
        await Assertions.Expect(holder.Page.Locator("[data-closing]")).ToContainTextAsync("提交报告");
    }

    private static async Task DoItAsync(Visitor holder, Guid id, string workDone)
    {
        await holder.Page.GotoAsync($"/tasks/{id}");
        await holder.FillTaskFieldAsync("workDone", workDone);
        await holder.CompleteTaskAsync("Done");
        await holder.Page.WaitForURLAsync("**/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
    }

    [Fact]
    public async Task What_is_typed_is_kept_and_a_colleague_who_was_faster_is_named()
    {
        await using var first = await browser.NewPersonAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 780 } });
        await first.SignInAsync("engineer1");
        var id = await OpenAsync("草稿");
        await first.Page.GotoAsync($"/tasks/{id}");
        await first.FillTaskFieldAsync("workDone", "更换电源模块😀");
        await Assertions.Expect(first.Page.Locator("[data-draft-state]")).ToHaveTextAsync("草稿已保存");
        Assert.True(await first.FitsAsync());

        await first.Page.GotoAsync($"/tasks/{id}");
        await Assertions.Expect(first.Page.Locator("[name='data.workDone']")).ToHaveValueAsync("更换电源模块😀");
        await Assertions.Expect(first.Page.Locator("[data-draft-restored]")).ToBeVisibleAsync();
        await using var second = await browser.NewPersonAsync();
        await second.SignInAsync("engineer2");
        await second.Page.GotoAsync($"/tasks/{id}");
        await second.FillTaskFieldAsync("workDone", "我先做完了");
        await second.CompleteTaskAsync("Done");
        await second.Page.WaitForURLAsync("**/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });

        await first.CompleteTaskAsync("Done");

        await Assertions.Expect(first.Page.Locator("#problem")).ToContainTextAsync("已经完成");
        await Assertions.Expect(first.Page.Locator("[name='data.workDone']")).ToHaveValueAsync("更换电源模块😀");
    }

    [Fact]
    public async Task Inbox_is_worked_by_keyboard_and_hears_of_news()
    {
        await using var clerk = await browser.NewPersonAsync();
        await clerk.SignInAsync("inquirer");
        var first = await OpenAsync("键盘一", "inquiry-officer");
        await clerk.Page.GotoAsync("/tasks?scope=group");
        await clerk.Page.Locator("#inbox [data-task]").First.WaitForAsync();

        await clerk.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(clerk.Page.Locator("#keys")).ToBeVisibleAsync();
        await clerk.Page.Keyboard.PressAsync("Escape");
        await clerk.Page.Keyboard.PressAsync("j");
        await Assertions.Expect(clerk.Page.Locator($"#task-{first}")).ToBeFocusedAsync();
        await clerk.Page.Keyboard.PressAsync("o");
        await Assertions.Expect(clerk.Page.Locator("#pane form[data-draft]")).ToBeVisibleAsync();
        await clerk.Page.FillAsync("#pane [name='data.workDone']", "边写边看");

        // The list hears of a new task; what is being written stays.
        await clerk.Page.Locator("body[data-hears]").WaitForAsync();
        var second = await OpenAsync("键盘二", "inquiry-officer");
        await Assertions.Expect(clerk.Page.Locator($"#task-{second}")).ToBeVisibleAsync();
        await Assertions.Expect(clerk.Page.Locator("#pane [name='data.workDone']")).ToHaveValueAsync("边写边看");
        await Assertions.Expect(clerk.Page.Locator("#pane [data-draft-state]")).ToHaveTextAsync("草稿已保存");

        await clerk.Page.CheckAsync($"#tick-{first}");
        await clerk.Page.CheckAsync($"#tick-{second}");
        await clerk.Page.ClickAsync("[data-bulk] button[value=claim]");
        await Assertions.Expect(clerk.Page.Locator("[data-bulk-results] li")).ToHaveCountAsync(2);
        await clerk.Page.GotoAsync("/tasks?scope=mine&q=" + Uri.EscapeDataString("键盘"));
        await Assertions.Expect(clerk.Page.Locator("#inbox [data-task]")).ToHaveCountAsync(2);
    }

    private static async Task OpenVerbAsync(Visitor person, string verb) => await person.Page.ClickAsync($"details[data-verb={verb}] > summary");

    private async Task<Guid> OpenAsync(string title, string role = "maintenance") => (await browser.Product.SendAsync(new Domain.Tasks.OpenWorkItem(
        new Domain.Complaints.CaseNumber("C-2026-99001"), new Domain.LocalizedText(title), new Domain.LocalizedText(""), role, null, null, Domain.Tasks.WorkItemKind.Staff,
        [new("Done", new("提交报告", "Submit"))], null,
        """{"fields":[{"name":"workDone","type":"multiline","label":{"zh":"处理经过","en":"Work done"},"required":true}]}""", null))).Id;
}
