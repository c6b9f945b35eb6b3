using System.Text.RegularExpressions;
using AfterSales.Domain.Complaints;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>A call taken with the keyboard alone, and what a customer does on a phone without an account.</summary>
[Collection(OneBrowser.Name)]
public sealed partial class IntakeTests(BrowserFixture browser)
{
    private static readonly BrowserNewContextOptions Phone = new() { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, HasTouch = true, ColorScheme = ColorScheme.Dark };

    [Fact]
    public async Task Call_is_taken_with_the_keyboard_alone_and_the_next_one_goes_to_the_same_case()
    {
        await using var agent = await browser.NewPersonAsync();
        await agent.SignInAsync("agent");
        await agent.Page.GotoAsync("/intake/new");
        await Assertions.Expect(agent.Page.Locator("#q")).ToBeFocusedAsync();

        // Whoever types on or leaves while something is looked up sees no error, and none is in the console.
        await agent.Page.RouteAsync("**/intake/lookup**", _ => Task.CompletedTask);
        foreach (var letters in (string[])["SR", "V-"])
            await agent.Page.RunAndWaitForRequestAsync(() => agent.Page.Keyboard.TypeAsync(letters), request => request.Url.Contains("/intake/lookup", StringComparison.Ordinal));
        await agent.Page.UnrouteAsync("**/intake/lookup**");
        await agent.Page.GotoAsync("/intake/new");

        await PickFirstAsync(agent, "SRV-R740-001203");
        await Assertions.Expect(agent.Page.Locator("#customerName")).ToHaveValueAsync("古丽娜尔");
        await agent.Page.Keyboard.TypeAsync("服务器风扇报警");
        await agent.Page.Keyboard.PressAsync("Enter");
        await agent.Page.WaitForURLAsync("**/cases/F-*");
        var number = new Uri(agent.Page.Url).Segments[^1];

        await agent.Page.GotoAsync("/intake/new");
        await PickFirstAsync(agent, "SRV-R740-001203");
        await agent.Page.Keyboard.TypeAsync("风扇还在报警");
        var add = agent.Page.Locator($"[data-similar] button[value='{number}']");
        await Assertions.Expect(add).ToBeVisibleAsync();
        for (var presses = 0; presses < 20 && !await add.EvaluateAsync<bool>("button => button === document.activeElement"); presses++)
            await agent.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(add).ToBeFocusedAsync();
        await agent.Page.Keyboard.PressAsync("Enter");

        await agent.Page.WaitForURLAsync($"**/cases/{number}");
        await Assertions.Expect(agent.Page.Locator("[data-notes]")).ToContainTextAsync("风扇还在报警");
    }

    [Fact]
    public async Task Customer_reports_on_a_phone_and_follows_the_case_with_photos_and_a_rating()
    {
        await using var customer = await browser.NewPersonAsync(Phone);
        await customer.Page.GotoAsync("/report");
        await FitsAndIsUsableAsync(customer, "report");
        await customer.Page.CheckAsync("[name=what][value=Main]");
        await customer.Page.FillAsync("#subject", "大屏左下角黑屏 😀");
        await customer.Page.FillAsync("#customerName", "<i>于女士</i>");
        await customer.Page.FillAsync("#phone", "0991-9990009");
        await customer.Page.ClickAsync("[data-action=report]");
        await customer.Page.WaitForURLAsync("**/follow/**");
        var number = new CaseNumber(await customer.Page.InnerTextAsync("[data-number]"));

        await customer.Page.FillAsync("#text", "下午又黑了一次");
        await customer.Page.ClickAsync("[data-action=tell]");
        await Assertions.Expect(customer.Page.Locator("[data-words]")).ToContainTextAsync("下午又黑了一次");
        await customer.Page.SetInputFilesAsync("#file", new FilePayload { Name = "screen.png", MimeType = "image/png", Buffer = await customer.Page.ScreenshotAsync() });
        await customer.Page.ClickAsync("[data-action=send-files]");
        await Assertions.Expect(customer.Page.Locator("[data-photos] img")).ToHaveCountAsync(1);
        Assert.True(await customer.Page.EvaluateAsync<bool>("document.querySelector('[data-photos] img').naturalWidth > 0 || new Promise(done => document.querySelector('[data-photos] img').onload = () => done(true))"));
        await FitsAndIsUsableAsync(customer, "follow");

        var confirmation = await browser.Product.OpenConfirmationAsync(number.Value);
        await customer.Page.ReloadAsync();
        await customer.Page.CheckAsync("[name=score][value='5']");
        await customer.Page.ClickAsync("[data-action=rate]");
        await Assertions.Expect(customer.Page.Locator("[data-rated]")).ToBeVisibleAsync();
        await customer.Page.ClickAsync("[data-confirm]");
        await customer.Page.WaitForURLAsync("**/c/**");
        await AnswerAsync(customer);

        await using var agent = await browser.NewPersonAsync();
        await agent.SignInAsync("agent");
        await agent.Page.GotoAsync($"/cases/{number}");
        await Assertions.Expect(agent.Page.Locator("[data-case-files]")).ToContainTextAsync("screen.png");
        await Assertions.Expect(agent.Page.Locator("[data-rating]")).ToContainTextAsync("5");
        await FitsAndIsUsableAsync(agent, "case-with-customer");
        await using var officer = await browser.NewPersonAsync();
        await officer.SignInAsync("officer1");
        await officer.Page.GotoAsync($"/tasks/{confirmation}");
        await Assertions.Expect(officer.Page.Locator("[data-field=photos] a")).ToHaveTextAsync("after.png");
        Assert.True(await officer.Page.Locator("[data-field=sign] img").EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)") > 100);
    }

    // A photo and a signature by finger, with what is wrong said before anything is sent.
    private static async Task AnswerAsync(Visitor customer)
    {
        await customer.Page.SetInputFilesAsync("[name='data.photos']", new FilePayload { Name = "huge.png", MimeType = "image/png", Buffer = new byte[11 * 1024 * 1024] });
        await customer.CompleteTaskAsync("Satisfied");
        await Assertions.Expect(customer.Page.Locator("#problem li")).ToHaveCountAsync(2);
        await customer.Page.SetInputFilesAsync("[name='data.photos']", new FilePayload { Name = "after.png", MimeType = "image/png", Buffer = await customer.Page.ScreenshotAsync() });
        await customer.Page.CheckAsync("[name='data.confirmed']");
        var pad = customer.Page.Locator("[data-pad]");
        await pad.ScrollIntoViewIfNeededAsync();
        var box = (await pad.BoundingBoxAsync())!;
        Assert.True(box.Height > 120, $"The place to sign is {box.Height} pixels high.");
        var finger = await customer.Context.NewCDPSessionAsync(customer.Page);
        foreach (var (type, x, y) in ((string, float, float)[])[("Start", .15f, .6f), ("Move", .35f, .25f), ("Move", .5f, .75f), ("Move", .7f, .3f), ("Move", .85f, .6f)])
            await TouchAsync(type, [new { x = box.X + x * box.Width, y = box.Y + y * box.Height }]);
        await TouchAsync("End", []);
        await Assertions.Expect(customer.Page.Locator("[name='data.sign.image']")).ToHaveValueAsync(new Regex("^data:image/png;base64,"));
        await FitsAndIsUsableAsync(customer, "confirm");
        await customer.CompleteTaskAsync("Satisfied");
        await Assertions.Expect(customer.Page.Locator("[name=outcome]")).ToHaveCountAsync(0);

        Task TouchAsync(string type, object[] touchPoints) => finger.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = $"touch{type}", ["touchPoints"] = touchPoints });
    }

    [Fact]
    public async Task Registers_and_intake_fit_every_screen_and_can_be_used_by_all()
    {
        await using var wide = await browser.NewPersonAsync();
        await using var narrow = await browser.NewPersonAsync(Phone);
        foreach (var manager in (Visitor[])[wide, narrow])
        {
            await manager.SignInAsync("manager");
            if (manager == wide)
                await manager.SwitchLanguageAsync("en");
            foreach (var page in (string[])["/intake/new?q=SRV", "/intake/import", "/equipment", "/equipment/new?q=0991", "/equipment/labels?search=SW-24", "/contracts", "/contracts/HT-2026-003"])
            {
                await manager.Page.GotoAsync(page);
                await FitsAndIsUsableAsync(manager, NoLetter().Replace(page, "-").Trim('-') + (manager == wide ? "-wide" : "-narrow"));
            }

            await manager.Page.GotoAsync("/equipment?search=SW-24");
            await manager.Page.ClickAsync(".row-title >> nth=0");
            await FitsAndIsUsableAsync(manager, "device");
            await manager.Page.ClickAsync("[data-action=label]");
            await Assertions.Expect(manager.Page.Locator("[data-qr]")).ToBeVisibleAsync();
            await FitsAndIsUsableAsync(manager, "labels");
        }
    }

    private static async Task PickFirstAsync(Visitor agent, string serial)
    {
        await agent.Page.Keyboard.TypeAsync(serial);
        await Assertions.Expect(agent.Page.Locator("[data-device]")).ToHaveCountAsync(1);
        await agent.Page.Keyboard.PressAsync("Tab");
        await agent.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(agent.Page.Locator("[data-device]")).ToBeFocusedAsync();
        await agent.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(agent.Page.Locator("#subject")).ToBeFocusedAsync();
    }

    private static async Task FitsAndIsUsableAsync(Visitor visitor, string page)
    {
        await visitor.ScreenshotAsync($"intake-{page}");
        Assert.True(await visitor.FitsAsync(), $"{page} scrolls sideways.");
        var findings = await visitor.SeriousFindingsAsync();
        Assert.True(findings.Count == 0, $"{page}: {string.Join('\n', findings)}");
    }

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NoLetter();
}
