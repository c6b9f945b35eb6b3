using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AfterSales.Workflows.Definitions;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests.Studio;

/// <summary>What a process owner does with versions and files in the real Elsa Studio: back to an older version, and out to a file.</summary>
[Collection(StudioBrowser.Name)]
public sealed class StudioVersionTests(StudioFixture browser)
{
    [Fact]
    public async Task OlderVersion_IsRolledBackToAsANewDraftAndExported()
    {
        var process = await browser.Product.AddCallBackAsync("versions", "版本往返");
        await browser.AsOwnerAsync(async studio =>
        {
            await studio.OpenEditorAsync(process);
            await studio.DropAsync("售后", "人工任务");
            await studio.SavedByAsync(studio.PublishAsync);

            await studio.OpenTabAsync("版本历史");
            await Assertions.Expect(Version(studio, 1)).ToBeVisibleAsync();
            await Assertions.Expect(Version(studio, 2)).ToBeVisibleAsync();
            await Version(studio, 1).Locator("button").ClickAsync();
            await studio.PickAsync("回退到此版本");
            await Assertions.Expect(Version(studio, 3)).ToBeVisibleAsync();
            await Assertions.Expect(studio.Nodes).ToHaveCountAsync(1);
            await studio.Visitor.ScreenshotAsync("studio-version-history");
            var (first, second, draft) = (await StoredAsync(process, 1), await StoredAsync(process, 2), await StoredAsync(process));
            Assert.Equal((3, false, true), (draft.Summary.Version, draft.Summary.IsPublished, second.Summary.IsPublished));
            Assert.True(JsonNode.DeepEquals(RootOf(first.Json), RootOf(draft.Json)));

            var file = await studio.ExportAsync();
            Assert.Equal(process, (string?)JsonNode.Parse(file)!["definitionId"]);

            var path = Path.Combine(Directory.CreateTempSubdirectory("aftersales-export-").FullName, "export.json");
            await File.WriteAllTextAsync(path, file);
            await studio.OpenListAsync();
            await studio.ImportFileAsync(path);
            var imported = await StoredAsync(process);
            Assert.True(JsonNode.DeepEquals(RootOf(draft.Json), RootOf(imported.Json)));
            Assert.Equal(draft.Summary.Version, imported.Summary.Version);
            Assert.Empty(studio.Refused);
        });
    }

    [Fact]
    public async Task RunningComplaint_IsOpenedFromTheListWithItsJournalAndWhereItStands()
    {
        await using var agent = await browser.NewPersonAsync();
        await agent.SignInAsync("agent");
        var number = await agent.RegisterComplaintAsync("流程走到哪里了", "孙悦");
        await browser.AsOwnerAsync(async studio =>
        {
            await studio.Page.GotoAsync("/studio/workflows/instances");

            // Processes of other tests may start with every complaint as well.
            await studio.Page.Locator("tr", new() { HasText = number }).Filter(new() { HasText = "投诉受理" }).Locator("td", new() { HasText = number }).ClickAsync(new() { Timeout = 90_000 });
            await studio.CanvasShownAsync();

            Assert.Matches("/studio/workflows/instances/[^/]+/view$", studio.Page.Url);
            var journal = studio.Page.Locator(".mud-timeline-item");
            await Assertions.Expect(journal.First).ToContainTextAsync("投诉已登记");
            await Assertions.Expect(journal.Last).ToContainTextAsync("等待中");
            await Assertions.Expect(journal.Last).ToContainTextAsync("热线受理分派");
            // Studio asks for them only when it has drawn the whole process.
            await Assertions.Expect(studio.Node("Registered").Locator(".mud-badge")).ToHaveClassAsync(new Regex("mud-theme-success"), new() { Timeout = 30_000 });
            await Assertions.Expect(studio.Node("Triage").Locator(".mud-badge")).ToHaveClassAsync(new Regex("mud-theme-warning"));
            await Assertions.Expect(studio.Node("CustomerSatisfied").Locator(".mud-badge")).ToHaveCountAsync(0);
            await studio.Visitor.ScreenshotAsync("studio-instance-journal");
            Assert.Empty(studio.Refused);
        });
    }

    private static ILocator Version(Designer studio, int version) =>
        studio.Page.Locator("tr").Filter(new() { Has = studio.Page.Locator("td", new() { HasTextRegex = new Regex($"^\\s*{version}\\s*$") }) });

    private Task<StoredDefinition> StoredAsync(string definitionId, int? version = null) => browser.Product.StoredAsync(definitionId, version);

    private static JsonNode? RootOf(string json) => JsonNode.Parse(json)!["root"];
}
