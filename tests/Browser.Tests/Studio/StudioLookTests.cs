using Microsoft.Playwright;

namespace AfterSales.Browser.Tests.Studio;

/// <summary>The designer's pages on a wide and on a narrow screen, light and dark, in both languages, with a picture of each to be looked at.</summary>
[Collection(StudioBrowser.Name)]
public sealed class StudioLookTests(StudioFixture browser)
{
    private const string Labels = "[data-studio-stage] :is(h1,h2,h3,h4,h5,h6,th,button,label,.mud-tab)";

    [Theory]
    [InlineData("wide-light-zh", 1440, ColorScheme.Light, "zh-CN")]
    [InlineData("narrow-dark-en", 360, ColorScheme.Dark, "en")]
    public async Task EveryPlace_FitsSpeaksTheLanguageAndIsPictured(string look, int width, ColorScheme scheme, string language)
    {
        var instance = await StartAsync();
        await using var person = await browser.NewPersonAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        await person.SignInAsync("owner");
        await person.SwitchLanguageAsync(language);
        var studio = new Designer(person);

        await studio.OpenListAsync();
        await PictureAsync(studio, "list", look, language);
        await studio.Row("complaint-acceptance").ClickAsync();
        await studio.CanvasShownAsync();
        await PictureAsync(studio, "editor", look, language);
        await person.Page.GoBackAsync();
        await Assertions.Expect(studio.Row("complaint-acceptance")).ToBeVisibleAsync();
        await person.Page.ClickAsync(".studio-tabs a[href$='/instances']");
        await Assertions.Expect(studio.Row(instance)).ToBeVisibleAsync();
        await PictureAsync(studio, "instances", look, language);
        await studio.Row(instance).ClickAsync();
        await studio.CanvasShownAsync();
        await Assertions.Expect(person.Page.Locator("[data-studio-stage]").GetByText(language == "en" ? "Journal" : "流水", new() { Exact = true }).First).ToBeVisibleAsync();
        await PictureAsync(studio, "viewer", look, language);

        var background = await person.Page.EvaluateAsync<int>(
            "(() => { const c = document.createElement('canvas').getContext('2d'); c.fillStyle = getComputedStyle(document.querySelector('[data-studio-stage]')).backgroundColor; c.fillRect(0, 0, 1, 1); return c.getImageData(0, 0, 1, 1).data[0]; })()");
        Assert.True(scheme == ColorScheme.Dark ? background < 80 : background > 200, $"The background is {background} of 255.");
        Assert.Empty(studio.Refused);
    }

    private static async Task PictureAsync(Designer studio, string place, string look, string language)
    {
        Assert.True(await studio.Visitor.FitsAsync(), $"{place} scrolls sideways ({look}).");
        if (language == "zh-CN")
        {
            // Whole labels, for data that people and programs wrote may hold the same words.
            await Assertions.Expect(studio.Page.Locator("[data-studio-stage] :text-matches('^\\\\s*(Activities|Properties|Workflow instances|Bulk actions|Rows Per Page|Auto-save|Create workflow|Journal|Details)\\\\s*$')")).ToHaveCountAsync(0);
            Assert.NotEqual(0, await studio.Page.Locator(Labels).CountAsync());
        }

        await studio.Visitor.ScreenshotAsync($"studio-{place}-{look}");
    }

    private async Task<string> StartAsync()
    {
        await using var agent = await browser.NewPersonAsync();
        await agent.SignInAsync("agent");
        return await agent.RegisterComplaintAsync("流程实例里能看到的投诉", "林涛");
    }
}
