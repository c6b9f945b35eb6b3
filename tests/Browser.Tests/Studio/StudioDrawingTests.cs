using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests.Studio;

/// <summary>Studio draws its canvas sooner than it would by itself, and what it draws is the same.</summary>
[Collection(StudioBrowser.Name)]
public sealed class StudioDrawingTests(StudioFixture browser)
{
    // Copies of what the canvas shows, and then, as nothing on the canvas has those ids, what Studio draws itself.
    private const string Measured = """
        async () => {
          const designer = await import("./_content/Elsa.Studio.Workflows.Designer/designer.entry.js");
          const sizes = [];
          for (const shown of document.querySelectorAll(".x6-node elsa-activity-wrapper")) {
            const activity = JSON.parse(shown.getAttribute("activity-json"));
            const scope = designer.getActivityMeasurementScopeClass(shown);
            const measure = changed => { designer.clearActivitySizeCache(); return designer.calculateActivitySize({ ...activity, ...changed }, 1, scope); };
            const [copied, drawn] = [await measure({}), await measure({ id: `${activity.id}-elsewhere` })];
            sizes.push([copied.width, copied.height, drawn.width, drawn.height]);
          }
          return sizes;
        }
        """;

    [Theory]
    [InlineData("complaint-acceptance")]
    [InlineData("wide")]
    public async Task Activities_AreAsLargeAsStudioMeasuresThem(string definitionId)
    {
        await browser.Product.AddCallBackAsync("wide", "宽");
        await browser.AsOwnerAsync(async studio =>
        {
            await OpenWholeAsync(studio, definitionId);

            var sizes = (await studio.Page.EvaluateAsync<JsonElement>(Measured)).Deserialize<double[][]>()!;

            Assert.Equal(await studio.Nodes.CountAsync(), sizes.Length);
            Assert.All(sizes, size => Assert.True(size[0] > 40 && size[1] > 20, string.Join(' ', size)));
            Assert.All(sizes, size => Assert.Equal((size[0], size[1]), (size[2], size[3])));
        });
    }

    [Fact]
    public async Task ShippedProcesses_HaveRoomBetweenTheirActivities() => await browser.AsOwnerAsync(async studio =>
    {
        var crowded = new List<string>();
        foreach (var definition in (string[])["complaint-acceptance", "fault-repair", "corrective-action", "escalation", "higher-support", "closure-verification", "inquiry-issue"])
        {
            await OpenWholeAsync(studio, definition);
            crowded.AddRange(await studio.Page.EvaluateAsync<string[]>("""
                () => {
                  const boxes = [...document.querySelectorAll(".x6-node .elsa-activity")].map(shown => ({ name: shown.textContent.trim(), ...shown.getBoundingClientRect().toJSON() }));
                  return boxes.flatMap((one, at) => boxes.slice(at + 1)
                    .filter(other => one.left < other.right + 30 && other.left < one.right + 30 && one.top < other.bottom && other.top < one.bottom)
                    .map(other => `${one.name} and ${other.name}`));
                }
                """));
        }

        Assert.Empty(crowded);
    });

    [Fact]
    public async Task ActivitiesOutOfSight_AreDrawnAfterThoseInSight()
    {
        await browser.Product.AddLongAsync("far", "远处的步骤", 60);
        await browser.AsOwnerAsync(async studio =>
        {
            await studio.OpenListAsync();
            await studio.Page.EvaluateAsync("""
                () => {
                  window.order = [];
                  new MutationObserver(changes => changes.flatMap(change => [...change.addedNodes]).forEach(node => {
                    const activity = node.nodeType === 1 && node.matches(".elsa-activity") && node.closest(".x6-node [id^=activity-]");
                    if (activity) window.order.push(+activity.id.replace(/\D+/, ""));
                  })).observe(document.body, { childList: true, subtree: true });
                }
                """);

            await studio.OpenEditorAsync("far");
            await Assertions.Expect(studio.Drawn).ToHaveCountAsync(60);

            var order = await studio.Page.EvaluateAsync<int[]>("window.order");
            var seen = await studio.Page.EvaluateAsync<int[]>($$"""() => {{Designer.NodesInSight}}.map(node => +node.querySelector("[id^=activity-]").id.replace(/\D+/, ""))""");
            Assert.Equal(60, order.Distinct().Count());
            Assert.InRange(seen.Length, 5, 50);
            // The library puts nodes on the canvas by and by, so a few in sight are later than the first out of sight.
            Assert.True(seen.Average(node => Array.IndexOf(order, node)) < seen.Length, string.Join(' ', order));
        });
    }

    [Fact]
    public async Task CanvasThatIsLeftWhileItIsDrawn_IsNotDrawnAnyFurther()
    {
        const int Activities = 200;
        await browser.Product.AddLongAsync("left", "中途离开", Activities);
        await browser.AsOwnerAsync(async studio =>
        {
            await studio.OpenListAsync();
            // At the first activity that shows what it stands for, sooner than a hand could.
            await studio.Page.EvaluateAsync("""
                () => new MutationObserver((_, observer) => {
                  if (!document.querySelector(".x6-node .elsa-activity")) return;
                  observer.disconnect();
                  document.querySelector(".studio-bar > a").click();
                }).observe(document.body, { childList: true, subtree: true })
                """);
            await studio.GoAsync("/studio/workflows/definitions/left/edit");
            await Assertions.Expect(studio.Row("complaint-acceptance")).ToBeVisibleAsync();

            // Studio is as it was: the next canvas is drawn whole.
            await OpenWholeAsync(studio, "complaint-acceptance");
        });
    }

    [Fact]
    public async Task TabsOfThePanes_AreMeasuredAfterTheCanvas()
    {
        await using var owner = await browser.NewPersonAsync();
        await owner.SignInAsync("owner");
        var studio = new Designer(owner);

        await studio.OpenEditorAsync("complaint-acceptance");

        // A tab's mark is as wide as the tab only once Studio was told how wide that is.
        await owner.Page.WaitForFunctionAsync("""
            () => {
              const marks = [...document.querySelectorAll(".mud-tab-slider")].filter(mark => mark.checkVisibility());
              return marks.length > 1 && marks.every(mark => mark.getBoundingClientRect().width > 10);
            }
            """);
        owner.AssertNoComplaints();
    }

    [Fact]
    public async Task Designer_StartsWithoutTheFileOfAllAssemblies()
    {
        await using var owner = await browser.NewPersonAsync();
        await owner.SignInAsync("owner");
        await owner.Page.RouteAsync("**/assemblies.bin*", route => route.FulfillAsync(new() { Status = 404 }));

        await new Designer(owner).OpenEditorAsync("complaint-acceptance");

        owner.AssertNoComplaints();
    }

    // The library puts activities on the canvas by and by.
    private async Task OpenWholeAsync(Designer studio, string definitionId)
    {
        var activities = JsonNode.Parse((await browser.Product.StoredAsync(definitionId)).Json)!["root"]!["activities"]!.AsArray().Count;
        await studio.OpenEditorAsync(definitionId);
        await Assertions.Expect(studio.Drawn).ToHaveCountAsync(activities);
    }
}
