using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

[Collection(OneBrowser.Name)]
public sealed class SignInTests(BrowserFixture browser)
{
    [Fact]
    public async Task RightPassword_ShowsTheEmptyInbox_AndSigningOutEndsIt()
    {
        await using var quality = await browser.NewPersonAsync();

        await quality.SignInAtTheFormAsync("quality");

        await Assertions.Expect(quality.Page.Locator("h1")).ToHaveTextAsync("待办");
        await Assertions.Expect(quality.Page.Locator(".empty-title")).ToHaveTextAsync("没有等您处理的事项");
        await quality.SignOutAsync();
        await quality.Page.GotoAsync("/tasks");
        Assert.Contains("/sign-in", quality.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongPassword_IsRefusedAtTheForm_KeepingTheName()
    {
        await using var visitor = await browser.NewPersonAsync();
        await visitor.Page.GotoAsync("/sign-in");

        await visitor.Page.FillAsync("#userName", "clerk");
        await visitor.Page.FillAsync("#password", "wrong-password");
        await visitor.Page.ClickAsync("form.sign-in button");

        await Assertions.Expect(visitor.Page.Locator("[data-problem]")).ToContainTextAsync("用户名或密码不正确");
        await Assertions.Expect(visitor.Page.Locator("#userName")).ToHaveValueAsync("clerk");
    }

    [Fact]
    public async Task ReturnUrl_LeadsBackToThePage_ButNeverToAnotherSite()
    {
        await using var agent = await browser.NewPersonAsync();
        await agent.Page.GotoAsync("/complaints");
        await agent.Page.FillAsync("#userName", "agent");
        await agent.Page.FillAsync("#password", Visitor.DemoPassword);
        await agent.Page.ClickAsync("form.sign-in button");
        await agent.Page.WaitForURLAsync("**/complaints");

        await agent.Page.GotoAsync("/sign-in?returnUrl=https%3A%2F%2Fexample.org%2F");

        Assert.EndsWith("/tasks", agent.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LanguageAndTheme_AreChosenByTheReader_NotByTheBrowser()
    {
        await using var visitor = await browser.NewPersonAsync(new BrowserNewContextOptions { Locale = "en-US", ColorScheme = ColorScheme.Dark });
        await visitor.SignInAtTheFormAsync("inquirer");
        var html = visitor.Page.Locator("html");
        await Assertions.Expect(html).ToHaveAttributeAsync("lang", "zh-CN");
        await Assertions.Expect(html).ToHaveAttributeAsync("data-bs-theme", "dark");

        await visitor.SwitchLanguageAsync("en");
        await visitor.SwitchThemeAsync("light");

        await Assertions.Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Inbox");
        await Assertions.Expect(html).ToHaveAttributeAsync("data-bs-theme", "light");
    }

    [Fact]
    public async Task Keyboard_ReachesTheContentFirst()
    {
        await using var visitor = await browser.NewPersonAsync();
        await visitor.SignInAtTheFormAsync("pm");

        await visitor.Page.Keyboard.PressAsync("Tab");

        await Assertions.Expect(visitor.Page.Locator(".skip-link")).ToBeFocusedAsync();
    }
}
