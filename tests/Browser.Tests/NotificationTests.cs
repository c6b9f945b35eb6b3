using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>The bell on a phone: told, looked at, opened, chosen.</summary>
[Collection(OneBrowser.Name)]
public sealed class NotificationTests(BrowserFixture browser)
{
    [Fact]
    public async Task Bell_CountsAnewEachMinute_AndKeepsItsList()
    {
        await using var person = await browser.NewPersonAsync();
        await person.Page.Clock.InstallAsync();
        await person.SignInAsync("expert");
        for (var minute = 1; minute <= 2; minute++)
        {
            var counted = person.Page.WaitForResponseAsync("**/notifications/count");
            await person.Page.Clock.RunForAsync(61_000);
            await counted;
            await Assertions.Expect(person.Page.Locator("#bell-count")).ToHaveCountAsync(1);
        }

        await person.Page.ClickAsync(".bell > summary");
        await Assertions.Expect(person.Page.Locator("#bell-list > *").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Bell_TellsOfATaskAndLeadsToIt_AndChoicesAreKept()
    {
        var opened = await browser.Product.SendAsync(new OpenWorkItem(
            new CaseNumber("C-2026-90001"), new LocalizedText("核对铃声"), LocalizedText.Empty, Roles.Quality, null, null, WorkItemKind.Staff, [new WorkItemOutcome("Done", new LocalizedText("完成"))], null, null, null));
        await using var person = await browser.NewPersonAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 780 } });
        await person.SignInAsync("quality");

        await person.Page.FocusAsync(".bell > summary");
        await person.Page.Keyboard.PressAsync("Enter");
        var line = person.Page.Locator(".bell-lines a", new PageLocatorOptions { HasText = "核对铃声" });
        await Assertions.Expect(line).ToBeVisibleAsync();
        Assert.True(await person.FitsAsync());
        await person.ScreenshotAsync("bell");
        await line.ClickAsync();
        await person.Page.WaitForURLAsync($"**/tasks/{opened.Id}");

        await person.Page.GotoAsync(new Uri(new Uri(person.Page.Url), "/notifications").ToString());
        await Assertions.Expect(person.Page.Locator(".notification:not(.is-unread)", new PageLocatorOptions { HasText = "核对铃声" })).ToBeVisibleAsync();
        Assert.True(await person.FitsAsync());
        await person.Page.ClickAsync("a[href='/notifications/preferences']");
        await person.Page.FillAsync("[name=email]", "quality@example.org");
        await person.Page.CheckAsync("[name='Urged.digest']");
        Assert.True(await person.FitsAsync());
        await person.Page.ClickAsync("form[action='/notifications/preferences'] button.btn-primary");
        await Assertions.Expect(person.Page.Locator("[data-notice]")).ToBeVisibleAsync();
        await Assertions.Expect(person.Page.Locator("[name=email]")).ToHaveValueAsync("quality@example.org");
        await Assertions.Expect(person.Page.Locator("[name='Urged.digest']")).ToBeCheckedAsync();
    }
}
