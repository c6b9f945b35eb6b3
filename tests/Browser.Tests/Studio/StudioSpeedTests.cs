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

    [Measurement]
    public async Task LargeProcess_IsOpenedFromTheCache()
    {
        const int Activities = 108;
        await browser.Product.AddLongAsync("long", "很长的流程", Activities);
        await using var owner = await browser.NewPersonAsync();
        await owner.SignInAsync("owner");
        var studio = new Designer(owner);
        Task AllShownAsync() => Assertions.Expect(studio.Nodes).ToHaveCountAsync(Activities, new() { Timeout = 60_000 });
        await studio.OpenEditorAsync("long");

        await TimeAsync("108 activities, cached", () => owner.Page.ReloadAsync(), AllShownAsync);
        await owner.Page.ClickAsync(".studio-bar > a");
        await Assertions.Expect(studio.Row("long")).ToBeVisibleAsync();
        await TimeAsync("list to 108 activities", () => studio.Row("long").ClickAsync(), AllShownAsync);
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
