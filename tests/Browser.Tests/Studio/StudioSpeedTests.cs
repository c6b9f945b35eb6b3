using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace AfterSales.Browser.Tests.Studio;

/// <summary>How long people wait for the designer. Prints its figures for docs/performance.md; they are the machine's, so only a standstill fails.</summary>
[Collection(StudioBrowser.Name)]
public sealed class StudioSpeedTests(StudioFixture browser, ITestOutputHelper output)
{
    [Measurement]
    public async Task Designer_StartsColdThenCachedAndThenKeepsItsRuntime()
    {
        await using var owner = await browser.NewPersonAsync();
        await owner.SignInAsync("owner");
        var studio = new Designer(owner);
        const string Editor = "/studio/workflows/definitions/complaint-acceptance/edit";

        await TimeAsync("editor, cold", () => owner.Page.GotoAsync(Editor), studio.CanvasShownAsync);
        await TimeAsync("editor, cached", () => owner.Page.ReloadAsync(), studio.CanvasShownAsync);
        for (var round = 1; round <= 2; round++)
        {
            await TimeAsync("editor to list", () => owner.Page.ClickAsync(".studio-bar > a"), () => Assertions.Expect(studio.Row("complaint-acceptance")).ToBeVisibleAsync());
            await TimeAsync("list to editor", () => studio.Row("complaint-acceptance").ClickAsync(), studio.CanvasShownAsync);
        }
    }

    private async Task TimeAsync(string what, Func<Task> start, Func<Task> shown)
    {
        var clock = Stopwatch.StartNew();
        await start();
        await shown();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {clock.ElapsedMilliseconds} ms"));
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1));
    }
}
