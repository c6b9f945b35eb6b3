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
    public async Task Designer_StartsColdThenCachedAndThenKeepsItsRuntime() => await AsOwnerAsync(async (studio, page) =>
    {
        const string Editor = "/studio/workflows/definitions/complaint-acceptance/edit";
        Task DrawnAsync() => SeenAreDrawnAsync(page);
        Task ListShownAsync() => Assertions.Expect(studio.Row("complaint-acceptance")).ToBeVisibleAsync();

        await TimeAsync("editor, cold", () => page.GotoAsync(Editor), DrawnAsync);
        for (var round = 1; round <= 3; round++)
        {
            await SettledAsync(page);
            await TimeAsync("editor, cached", () => page.ReloadAsync(), DrawnAsync);
        }

        for (var round = 1; round <= 2; round++)
        {
            await SettledAsync(page);
            await TimeAsync("editor to list", () => page.ClickAsync(".studio-bar > a"), ListShownAsync);
            await TimeAsync("list to editor", () => studio.Row("complaint-acceptance").ClickAsync(), DrawnAsync);
        }
    });

    [Measurement]
    public async Task LargeProcess_IsOpenedFromTheCache() => await AsOwnerAsync(async (studio, page) =>
    {
        const int Activities = 108;
        await browser.Product.AddLongAsync("long", "很长的流程", Activities);
        Task AllDrawnAsync() => Assertions.Expect(studio.Drawn).ToHaveCountAsync(Activities, new() { Timeout = 60_000 });
        await studio.OpenEditorAsync("long");
        await AllDrawnAsync();

        for (var round = 1; round <= 3; round++)
        {
            await SettledAsync(page);
            await OpenAsync("108 activities, cached", () => page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit }));
        }

        await SettledAsync(page);
        await page.ClickAsync(".studio-bar > a");
        await Assertions.Expect(studio.Row("long")).ToBeVisibleAsync();
        await OpenAsync("list to 108 activities", () => studio.Row("long").ClickAsync());

        async Task OpenAsync(string what, Func<Task> open)
        {
            var clock = Stopwatch.StartNew();
            await open();
            await SeenAreDrawnAsync(page);
            Print($"{what}: those in sight", clock);
            await AllDrawnAsync();
            Print($"{what}: all", clock);
        }
    });

    private async Task AsOwnerAsync(Func<Designer, IPage, Task> walk)
    {
        var profile = Directory.CreateTempSubdirectory("aftersales-browser-");
        try
        {
            await using var owner = await browser.NewPersonWithProfileAsync(profile);
            await owner.SignInAsync("owner");
            await walk(new Designer(owner), owner.Page);
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }

    // A node is on the canvas before it shows what it stands for.
    private static Task<IJSHandle> SeenAreDrawnAsync(IPage page) => page.WaitForFunctionAsync($$"""
        () => {
          const seen = {{Designer.NodesInSight}};
          return seen.length > 0 && seen.every(node => node.querySelector(".elsa-activity"));
        }
        """, options: new() { Timeout = 60_000 });

    // As a person does who looks at the page before they leave it: its browser keeps what it compiled, and Studio has drawn all of it.
    private static async Task SettledAsync(IPage page)
    {
        await page.WaitForFunctionAsync("() => window.monaco");
        await page.EvaluateAsync("() => new Promise(resolve => requestIdleCallback(() => setTimeout(resolve, 2_000)))");
    }

    private async Task TimeAsync(string what, Func<Task> start, Func<Task> shown)
    {
        var clock = Stopwatch.StartNew();
        await start();
        await shown();
        Print(what, clock);
    }

    private void Print(string what, Stopwatch clock)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {clock.ElapsedMilliseconds} ms"));
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1));
    }
}
