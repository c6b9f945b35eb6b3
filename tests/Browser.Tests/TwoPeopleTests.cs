using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>The verbs of design §5 as people side by side use them, one on a phone, in English and in the dark, the other at a desk in Chinese, and each also by the keyboard alone.</summary>
[Collection(OneBrowser.Name)]
public sealed class TwoPeopleTests(BrowserFixture browser)
{
    private static readonly BrowserNewContextOptions Phone = new() { ViewportSize = new ViewportSize { Width = 360, Height = 780 }, HasTouch = true, ColorScheme = ColorScheme.Dark, Locale = "en-GB" };

    // Signing before and after, no longer asking a signer, telling others, urging, planning, giving back to the group.
    [Fact]
    public async Task Task_is_signed_told_of_urged_planned_given_back_and_done_by_the_other()
    {
        await using var holder = await browser.NewPersonAsync(Phone);
        await using var other = await browser.NewPersonAsync();
        await using var manager = await browser.NewPersonAsync();
        await holder.SignInAsync("engineer1");
        await holder.SwitchLanguageAsync("en");
        await other.SignInAsync("engineer2");
        await manager.SignInAsync("manager");
        var id = await OpenAsync("两人会签");
        var task = $"/tasks/{id}";
        await holder.Page.GotoAsync(task);
        await holder.Page.ClickAsync("[data-action=claim]");

        await ByKeyboardAsync(holder, "add-signer", "engineer2");
        await Assertions.Expect(holder.Page.Locator("[data-signers]")).ToContainTextAsync("not signed", new() { IgnoreCase = true });
        await ByKeyboardAsync(holder, "add-signer", "clerk");
        await holder.Page.ClickAsync("details[data-verb=remove-signer] > summary");
        await holder.Page.CheckAsync("details[data-verb=remove-signer] input[value=clerk]");
        await holder.Page.ClickAsync("button[data-action=remove-signer]");
        await Assertions.Expect(holder.Page.Locator("[data-notice]")).ToBeVisibleAsync();
        await LooksRightAsync(holder, "two-people-phone-dark-en");
        await holder.FillTaskFieldAsync("workDone", "Replaced the supply 😀");
        await holder.CompleteTaskAsync("Done");
        await Assertions.Expect(holder.Page.Locator("#problem")).ToBeVisibleAsync();

        var signature = await ReadAsync(db => db.WorkItems.Where(w => w.ParentId == id && w.Status == WorkItemStatus.Open).Select(w => w.Id).SingleAsync());
        await other.Page.GotoAsync($"/tasks/{signature}");
        await LooksRightAsync(other, "two-people-signature");
        await other.CompleteTaskAsync(WorkItem.Agree);
        await other.Page.WaitForURLAsync("**/tasks");

        await ByKeyboardAsync(holder, "inform", "clerk, expert", task);
        await Assertions.Expect(holder.Page.Locator("[data-informed] li")).ToHaveCountAsync(2);
        await manager.Page.GotoAsync(task);
        await manager.Page.ClickAsync("button[data-action=urge]");
        await Assertions.Expect(manager.Page.Locator("[data-urged]")).ToContainTextAsync("1");
        await manager.Page.ClickAsync("button[data-action=urge]");
        await Assertions.Expect(manager.Page.Locator("#problem")).ToContainTextAsync("已经催办过");
        await holder.Page.GotoAsync(task);
        await Assertions.Expect(holder.Page.Locator("[data-urged]")).ToBeVisibleAsync();
        await holder.Page.ClickAsync("details[data-verb=plan] > summary");
        await holder.Page.CheckAsync("details[data-verb=plan] [name=priority][value='2']");
        await holder.Page.ClickAsync("button[data-action=plan]");
        await Assertions.Expect(holder.Page.Locator("[data-notice]")).ToBeVisibleAsync();

        await holder.Page.ClickAsync("[data-action=release]");
        await other.Page.GotoAsync(task);
        await other.Page.ClickAsync("[data-action=claim]");
        await other.FillTaskFieldAsync("workDone", "已更换电源");
        await other.CompleteTaskAsync("Done");
        await other.Page.WaitForURLAsync("**/tasks");
        var done = await ReadAsync(db => db.WorkItems.AsNoTracking().SingleAsync(w => w.Id == id));
        Assert.Equal((WorkItemStatus.Done, "engineer2", 2, 1), (done.Status, done.CompletedBy, done.Priority, done.UrgeCount));
    }

    // Rejecting to the step before, taking one's completion back, and the originator who cancels a step.
    [Fact]
    public async Task Step_is_rejected_done_again_taken_back_and_cancelled_by_who_opened_the_case()
    {
        await using var agent = await browser.NewPersonAsync();
        await using var engineer = await browser.NewPersonAsync(Phone);
        await agent.SignInAsync("agent");
        await engineer.SignInAsync("engineer1");
        await engineer.SwitchLanguageAsync("en");
        var number = await agent.RegisterComplaintAsync("驳回与撤回", "两人");
        await using var steps = new CaseSteps(browser, new CaseNumber(number));
        var triage = await FirstOpenAsync(steps);
        await TriageAsync(agent, triage);

        var next = await FirstOpenAsync(steps);
        await engineer.Page.GotoAsync($"/tasks/{next}");
        await engineer.Page.ClickAsync("details[data-verb=reject] > summary");
        await engineer.Page.FillAsync("details[data-verb=reject] [name=reason]", "<b>Which junction?</b>");
        await LooksRightAsync(engineer, "two-people-reject-phone-dark-en");
        await engineer.Page.ClickAsync("button[data-action=reject]");
        await engineer.Page.WaitForURLAsync("**/tasks");

        var again = await FirstOpenAsync(steps);
        Assert.NotEqual(triage, again);
        await agent.Page.GotoAsync($"/tasks/{again}");
        await Assertions.Expect(agent.Page.Locator("main")).ToContainTextAsync("<b>Which junction?</b>");
        await TriageAsync(agent, again);
        await agent.Page.GotoAsync($"/tasks/{again}");
        await agent.Page.ClickAsync("[data-action=withdraw]");
        await Assertions.Expect(agent.Page.Locator("[data-notice]")).ToBeVisibleAsync();
        var taken = await FirstOpenAsync(steps);
        await TriageAsync(agent, taken);

        var last = await FirstOpenAsync(steps);
        await agent.Page.GotoAsync($"/tasks/{last}");
        await agent.Page.ClickAsync("details[data-verb=cancel] > summary");
        await agent.Page.FillAsync("details[data-verb=cancel] [name=reason]", "客户改了说法");
        await agent.Page.ClickAsync("button[data-action=cancel]");
        await agent.Page.WaitForURLAsync("**/tasks");
        Assert.NotEqual(last, await FirstOpenAsync(steps));
        Assert.Equal(WorkItemStatus.Cancelled, await ReadAsync(db => db.WorkItems.Where(w => w.Id == last).Select(w => w.Status).SingleAsync()));
        await engineer.Page.GotoAsync($"/tasks/{last}");
        await Assertions.Expect(engineer.Page.Locator("button[name=outcome]")).ToHaveCountAsync(0);
    }

    private static async Task TriageAsync(Visitor agent, Guid task)
    {
        await agent.Page.GotoAsync($"/tasks/{task}");
        await agent.ChooseTaskFieldAsync("category", "equipment");
        await agent.ChooseTaskFieldAsync("urgency", "urgent");
        await agent.ChooseTaskFieldAsync("supportGroup", "maintenance");
        await agent.CompleteTaskAsync("Triaged");
        await agent.Page.WaitForURLAsync("**/tasks");
    }

    // Nothing but keys: the verb is opened, the name typed, and sent.
    private static async Task ByKeyboardAsync(Visitor person, string verb, string typed, string? page = null)
    {
        if (page is not null)
            await person.Page.GotoAsync(page);
        await person.Page.Locator($"details[data-verb={verb}] > summary").FocusAsync();
        await person.Page.Keyboard.PressAsync("Enter");
        await person.Page.Keyboard.PressAsync("Tab");
        await person.Page.Keyboard.TypeAsync(typed);
        await person.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(person.Page.Locator("[data-notice]")).ToBeVisibleAsync();
    }

    private static async Task LooksRightAsync(Visitor person, string name)
    {
        await person.ScreenshotAsync(name);
        Assert.True(await person.FitsAsync(), $"{name} scrolls sideways.");
        Assert.Empty(await person.SeriousFindingsAsync());
    }

    private static async Task<Guid> FirstOpenAsync(CaseSteps steps) => await steps.OpenAnyAsync();

    private async Task<T> ReadAsync<T>(Func<Domain.AfterSalesDbContext, Task<T>> read)
    {
        await using var steps = new CaseSteps(browser, new CaseNumber("C-2026-99002"));
        return await steps.ReadAsync(read);
    }

    private async Task<Guid> OpenAsync(string title) => (await browser.Product.SendAsync(new OpenWorkItem(
        new CaseNumber("C-2026-99002"), new Domain.LocalizedText(title), new Domain.LocalizedText(""), "maintenance", null, null, WorkItemKind.Staff, [new("Done", new("提交报告", "Submit"))], null,
        """{"fields":[{"name":"workDone","type":"multiline","label":{"zh":"处理经过","en":"Work done"},"required":true}]}""", null))).Id;
}
