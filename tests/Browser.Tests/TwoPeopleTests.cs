using AfterSales.Domain.Actors;
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

    // Signing before, no longer asking a signer, informing with a receipt, urging, planning, giving back to the group; then away with a substitute, and leaving for good.
    [Fact]
    public async Task Task_is_signed_read_urged_given_back_done_for_who_is_away_and_handed_over_by_who_leaves()
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
        Assert.True(await holder.FitsAsync());
        await holder.FillTaskFieldAsync("workDone", "Replaced the supply 😀");
        await holder.CompleteTaskAsync("Done");
        await Assertions.Expect(holder.Page.Locator("#problem")).ToBeVisibleAsync();

        var signature = await ReadAsync(db => db.WorkItems.Where(w => w.ParentId == id && w.Status == WorkItemStatus.Open).Select(w => w.Id).SingleAsync());
        await other.Page.GotoAsync($"/tasks/{signature}");
        await other.CompleteTaskAsync(WorkItem.Agree);
        await other.Page.WaitForURLAsync("**/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });

        await ByKeyboardAsync(holder, "inform", "manager", task);
        await Assertions.Expect(holder.Page.Locator("[data-informed]")).ToContainTextAsync("not read yet");
        await manager.Page.GotoAsync(task);
        await manager.Page.ClickAsync("button[data-action=urge]");
        await Assertions.Expect(manager.Page.Locator("[data-urged]")).ToContainTextAsync("1");
        await manager.Page.ClickAsync("button[data-action=urge]");
        await Assertions.Expect(manager.Page.Locator("#problem")).ToContainTextAsync("已经催办过");
        await holder.Page.GotoAsync(task);
        await Assertions.Expect(holder.Page.Locator("[data-urged]")).ToBeVisibleAsync();
        await Assertions.Expect(holder.Page.Locator("[data-informed]")).Not.ToContainTextAsync("not read");
        await holder.Page.ClickAsync("details[data-verb=plan] > summary");
        await holder.Page.CheckAsync("details[data-verb=plan] [name=priority][value='2']");
        await holder.Page.ClickAsync("button[data-action=plan]");
        await Assertions.Expect(holder.Page.Locator("[data-notice]")).ToBeVisibleAsync();

        await holder.Page.ClickAsync("[data-action=release]");
        await other.Page.GotoAsync(task);
        await other.Page.ClickAsync("[data-action=claim]");
        await SubstituteAsync(holder, other, task);
        var done = await ReadAsync(db => db.WorkItems.AsNoTracking().SingleAsync(w => w.Id == id));
        Assert.Equal((WorkItemStatus.Done, "engineer1", "engineer2", 2, 1), (done.Status, done.CompletedBy, done.OnBehalfOf, done.Priority, done.UrgeCount));
        await HandOverAsync(manager, holder, other);
    }

    // While one is away the other does the task in their place; both names stay on the record, and who is back recalls it.
    private static async Task SubstituteAsync(Visitor substitute, Visitor away, string task)
    {
        await away.Page.GotoAsync("/absences");
        await away.Page.FillAsync("#substitute", "engineer1");
        await away.Page.FillAsync("#from", "2026-01-01T08:00");
        await away.Page.FillAsync("#until", "2099-01-01T08:00");
        await away.Page.ClickAsync("[data-action=arrange]");
        await Assertions.Expect(away.Page.Locator("[data-absence] [data-action=recall]")).ToBeVisibleAsync();

        await substitute.Page.GotoAsync(task);
        await substitute.FillTaskFieldAsync("workDone", "Done in your place");
        await substitute.CompleteTaskAsync("Done");
        await substitute.Page.WaitForURLAsync("**/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });

        await away.Page.ClickAsync("[data-action=recall]");
        await Assertions.Expect(away.Page.Locator("[data-absence] [data-action=recall]")).ToHaveCountAsync(0);
    }

    // What somebody held who leaves is the successor's, and no longer theirs.
    private async Task HandOverAsync(Visitor manager, Visitor leaver, Visitor successor)
    {
        var left = await OpenAsync("离职前的待办", Roles.Maintenance, "engineer1");
        await manager.Page.GotoAsync("/absences");
        await manager.Page.FillAsync("#leaver", "engineer1");
        await manager.Page.FillAsync("#to", "engineer2");
        await manager.Page.FillAsync("[data-hand-over] [name=reason]", "本周离职");
        await manager.Page.ClickAsync("[data-action=hand-over]");
        await Assertions.Expect(manager.Page.Locator("[data-notice]")).ToBeVisibleAsync();
        await successor.Page.GotoAsync($"/tasks/{left}");
        await Assertions.Expect(successor.Page.Locator("button[name=outcome]")).ToHaveCountAsync(1);
        await leaver.Page.GotoAsync($"/tasks/{left}");
        await Assertions.Expect(leaver.Page.Locator("button[name=outcome]")).ToHaveCountAsync(0);
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
        var triage = await steps.OpenAnyAsync();
        await TriageAsync(agent, triage);

        var next = await steps.OpenAnyAsync();
        await engineer.Page.GotoAsync($"/tasks/{next}");
        await engineer.Page.ClickAsync("details[data-verb=reject] > summary");
        await engineer.Page.FillAsync("details[data-verb=reject] [name=reason]", "<b>Which junction?</b>");
        Assert.True(await engineer.FitsAsync());
        await engineer.Page.ClickAsync("button[data-action=reject]");
        await engineer.Page.WaitForURLAsync("**/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });

        var again = await steps.OpenAnyAsync();
        Assert.NotEqual(triage, again);
        await agent.Page.GotoAsync($"/tasks/{again}");
        await Assertions.Expect(agent.Page.Locator("main")).ToContainTextAsync("<b>Which junction?</b>");
        await TriageAsync(agent, again);
        await agent.Page.GotoAsync($"/tasks/{again}");
        await agent.Page.ClickAsync("[data-action=withdraw]");
        await Assertions.Expect(agent.Page.Locator("[data-notice]")).ToBeVisibleAsync();
        var taken = await steps.OpenAnyAsync();
        await TriageAsync(agent, taken);

        var last = await steps.OpenAnyAsync();
        await agent.Page.GotoAsync($"/tasks/{last}");
        await agent.Page.ClickAsync("details[data-verb=cancel] > summary");
        await agent.Page.FillAsync("details[data-verb=cancel] [name=reason]", "客户改了说法");
        await agent.Page.ClickAsync("button[data-action=cancel]");
        await agent.Page.WaitForURLAsync("**/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        Assert.NotEqual(last, await steps.OpenAnyAsync());
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
        await agent.Page.WaitForURLAsync("**/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
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

    private async Task<T> ReadAsync<T>(Func<Domain.AfterSalesDbContext, Task<T>> read)
    {
        await using var steps = new CaseSteps(browser, new CaseNumber("C-2026-99002"));
        return await steps.ReadAsync(read);
    }

    private async Task<Guid> OpenAsync(string title, string role = Roles.Maintenance, string? assignee = null) => (await browser.Product.SendAsync(new OpenWorkItem(
        new CaseNumber("C-2026-99002"), new Domain.LocalizedText(title), new Domain.LocalizedText(""), role, null, assignee, WorkItemKind.Staff, [new("Done", new("提交报告", "Submit"))], null,
        """{"fields":[{"name":"workDone","type":"multiline","label":{"zh":"处理经过","en":"Work done"},"required":true}]}""", null))).Id;
}
