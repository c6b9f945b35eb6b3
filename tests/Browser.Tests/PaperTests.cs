using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Tasks;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>The papers of the source documents with much to say, as Chromium prints them: A4, one page wide, nothing cut, nothing missing, in the order of their forms.</summary>
[Collection(OneBrowser.Name)]
public sealed class PaperTests(BrowserFixture browser)
{
    // The papers one after another on one page, so that they are printed at once.
    private const string Gather = """
        async addresses => {
          for (const address of addresses) {
            const answer = await fetch(address);
            const paper = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.paper');
            if (!paper)
              throw new Error(`${address}: ${answer.status}`);
            paper.style.breakBefore = 'page';
            document.querySelector('.paper').parentElement.append(document.adoptNode(paper));
          }
        }
        """;

    // Parts of a paper that reach over its edges, or whose own content is cut.
    private const string Overflow = """
        () => [...document.querySelectorAll('.paper *')].filter(part => {
          const box = part.getBoundingClientRect();
          const paper = part.closest('.paper').getBoundingClientRect();
          return box.width > 0 && (box.right > paper.right + 1 || box.left < paper.left - 1 || part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0 && getComputedStyle(part).display !== 'inline' && getComputedStyle(part).overflowX !== 'visible');
        }).map(part => part.closest('.paper').dataset.paper + ' ' + part.outerHTML.slice(0, 120))
        """;

    private const string Radicals = "\u6236\u2EC5\u2EC9\u2ECB\u2ED3\u2ED4\u2EDA\u2EDB\u2EDC\u2EE2\u2EE5\u2EE6\u2EE9\u2EEC\u2EEE\u2EF0", Characters = "户见贝车长门页风飞马鱼鸟黄齐齿龙";

    private const string Shown = """
        () => [...document.querySelectorAll('.paper')].map(paper => ({
          code: paper.dataset.paper, title: paper.querySelector('h1').innerText, fields: [...paper.querySelectorAll('[data-printed]')].map(row => row.dataset.printed),
          labels: [...paper.querySelectorAll('.paper-table > tbody > tr > th')].map(label => label.innerText), text: paper.innerText }))
        """;

    [Fact]
    public async Task Every_shipped_paper_is_printed_on_A4_with_nothing_cut_and_in_the_order_of_its_form()
    {
        var agent = Actor.Person(Guid.NewGuid(), "agent", [Roles.Agent, Roles.Manager]);
        var fault = (await browser.Product.SendAsync(new ReportFault("纸面先生", "乌鲁木齐市公安局交通警察支队高新区大队", "0991-5550909", null, "乌鲁木齐市高新区北京南路 1234 号", Channel.Phone, FaultLevel.Major, "SRV-R740-001203", null, Long("服务器"), Long("风扇报警")), agent)).Number;
        var complaint = (await browser.Product.SendAsync(new RegisterComplaint("纸面先生", "乌鲁木齐市公安局交通警察支队高新区大队", "0991-5550909", null, "乌鲁木齐市高新区北京南路 1234 号", Channel.Phone, ComplaintSeverity.Serious, null, Long("抓拍单元"), Long("夜间无图像")), agent)).Number;
        await browser.Product.SendAsync(new IssueTrackingSheet(complaint));
        await browser.Product.SendAsync(new IssueTrackingSheet(complaint));
        var forms = ShippedForms();
        foreach (var (code, form) in forms)
            await FillInAsync(code == "FRM-17" ? complaint : fault, code, form);
        await using var manager = await browser.NewPersonAsync();
        await manager.SignInAsync("manager");

        await manager.Page.GotoAsync($"/cases/{fault}/print/FRM-01");
        string[] others = [$"{fault}/print/FRM-02", $"{complaint}/print/FRM-08", $"{complaint}/print/FRM-20", .. forms.Keys.Select(code => $"{(code == "FRM-17" ? complaint : fault)}/print/{code}")];
        await manager.Page.EvaluateAsync(Gather, others.Select(other => $"/cases/{other}"));
        await manager.Page.EmulateMediaAsync(new() { Media = Media.Print });
        // What A4 leaves between the margins that the pages ask for.
        await manager.Page.SetViewportSizeAsync(672, 1016);
        Assert.Equal("", string.Join('\n', await manager.Page.EvaluateAsync<string[]>(Overflow)));
        var papers = (await manager.Page.EvaluateAsync<JsonElement>(Shown)).Deserialize<Paper[]>(JsonText.Options)!;
        var pages = PdfText.PagesOf(await manager.Page.PdfAsync(new() { PreferCSSPageSize = true, Format = "A4" }));

        Assert.Equal(others.Length + 1, papers.Length);
        Assert.InRange(pages.Count, papers.Length, 2 * papers.Length);
        Assert.All(pages, page => Assert.Equal((595, 842), (page.Width, page.Height)));
        var printed = string.Concat(pages.SelectMany(page => Letters(page.Text)));
        var at = 0;
        foreach (var paper in papers)
        {
            Assert.Equal("", Missing(paper.Text, printed));
            foreach (var part in (string[])[paper.Title, .. paper.Labels])
            {
                // A glyph that stands for two characters is written down as both.
                var found = new Regex(string.Join(".?", Letters(part))).Match(printed, at);
                Assert.True(found.Success, $"{paper.Code}: {part} is not printed, or too early; what follows is {printed[at..Math.Min(at + 200, printed.Length)]}");
                at = found.Index;
            }

            if (forms.TryGetValue(paper.Code, out var form))
                Assert.Equal(form.Fields.Where(f => f.Access is not FieldAccess.Hidden).Select(f => f.Name), paper.Fields);
        }

        Assert.Equal("", Missing(string.Concat(papers.Select(paper => paper.Text)), printed));
    }

    // Of each paper that the shipped processes fill in, the form with the most to say.
    private static Dictionary<string, TaskFormDefinition> ShippedForms() => Directory.GetFiles(Path.Combine(Screenshots.Root(), "workflow-definitions"), "*.json")
        .SelectMany(file => Tasks(JsonNode.Parse(File.ReadAllText(file))))
        .Select(task => (Code: Literal(task, "formCode"), Form: Literal(task, "form")))
        .Where(task => task.Code?.StartsWith("FRM-", StringComparison.Ordinal) is true && task.Form is not null)
        .GroupBy(task => task.Code!, task => TaskFormDefinition.Parse(task.Form!)).OrderBy(papers => papers.Key, StringComparer.Ordinal)
        .ToDictionary(papers => papers.Key, papers => papers.MaxBy(form => form.Fields.Count)!);

    private static IEnumerable<JsonObject> Tasks(JsonNode? node) => node switch
    {
        JsonObject part => (part["type"]?.ToString() == "AfterSales.HumanTask" ? [part] : Enumerable.Empty<JsonObject>()).Concat(part.SelectMany(property => Tasks(property.Value))),
        JsonArray list => list.SelectMany(Tasks),
        _ => [],
    };

    private static string? Literal(JsonObject task, string input) => task[input]?["expression"]?["value"] is { } value ? value is JsonValue ? value.ToString() : value.ToJsonString() : null;

    // Characters that stand on the page and not, or fewer times, in print.
    private static string Missing(string shown, string printed)
    {
        var counts = printed.GroupBy(c => c).ToDictionary(g => g.Key, g => g.Count());
        return string.Concat(Letters(shown).GroupBy(c => c).Where(g => g.Count() > counts.GetValueOrDefault(g.Key)).Select(g => g.Key));
    }

    // A font's glyph that stands for a character and for a radical of dictionaries is written down in the PDF as the radical; normalizing knows only the old radicals.
    private static IEnumerable<char> Letters(string text) =>
        text.Normalize(NormalizationForm.FormKC).Select(c => Radicals.IndexOf(c, StringComparison.Ordinal) is var at and >= 0 ? Characters[at] : c).Where(char.IsLetterOrDigit);

    private async Task FillInAsync(CaseNumber number, string code, TaskFormDefinition form)
    {
        var outcome = new WorkItemOutcome("Done", new LocalizedText("完成", "Done"));
        var task = await browser.Product.SendAsync(new OpenWorkItem(
            number, new LocalizedText("填写", "Fill in"), LocalizedText.Empty, "maintenance", null, null, WorkItemKind.Staff, [outcome], code, JsonSerializer.Serialize(form, JsonText.Options), null));
        var everything = form with { Fields = [.. form.Fields.Select(field => field with { Required = true })] };
        var rows = Enumerable.Range(1, 3).Select(JsonNode (n) => new JsonObject { ["part"] = $"电源模块 PS-48-{n}", ["model"] = $"SNABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789{n}", ["quantity"] = n, ["price"] = 1005.5m }).ToArray();
        var given = code == "FRM-14" ? new JsonObject { ["workDone"] = $"{Long("更换")} https://example.org/a-very-long-address-without-any-blank-in-it/0123456789012345678901234567890123456789", ["parts"] = new JsonArray(rows) } : null;
        var data = FormFiller.Fill(everything, "Done", Long("处理"), DateTimeOffset.Parse("2026-11-22T09:00+08:00", CultureInfo.InvariantCulture), given, "engineer1");
        await browser.Product.SendAsync(new CompleteWorkItem(task.Id, "Done", data), Actor.Person(Guid.NewGuid(), "engineer1", [Roles.Maintenance]));
    }

    private static string Long(string words) => string.Concat(Enumerable.Repeat(words + "每隔几分钟中断一次，夜间更严重。", 4))[..60];

    private sealed record Paper(string Code, string Title, string[] Fields, string[] Labels, string Text);
}
