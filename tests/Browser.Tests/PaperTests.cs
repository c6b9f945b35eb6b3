using System.Text;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Tasks;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>A paper of the source documents with much to say, as Chromium prints it: A4, one page wide, nothing cut, nothing missing. What each paper holds is tested without a browser.</summary>
[Collection(OneBrowser.Name)]
public sealed class PaperTests(BrowserFixture browser)
{
    // Parts of the paper that reach over its edges, or whose own content is cut.
    private const string Overflow = """
        () => [...document.querySelectorAll('.paper *')].filter(part => {
          const box = part.getBoundingClientRect();
          const paper = document.querySelector('.paper').getBoundingClientRect();
          return box.width > 0 && (box.right > paper.right + 1 || box.left < paper.left - 1 || part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0 && getComputedStyle(part).display !== 'inline' && getComputedStyle(part).overflowX !== 'visible');
        }).map(part => part.outerHTML.slice(0, 120))
        """;

    [Fact]
    public async Task Full_paper_is_printed_on_A4_with_nothing_cut()
    {
        var agent = Actor.Person(Guid.NewGuid(), "agent", [Roles.Agent, Roles.Manager]);
        var fault = (await browser.Product.SendAsync(new ReportFault("纸面先生", "乌鲁木齐市公安局交通警察支队高新区大队", "0991-5550909", null, "乌鲁木齐市高新区北京南路 1234 号", Channel.Phone, FaultLevel.Major, "SRV-R740-001203", null, Long("服务器"), Long("风扇报警")), agent)).Number;
        await FillInAsync(fault, "FRM-14");
        await using var manager = await browser.NewPersonAsync();
        await manager.SignInAsync("manager");

        await manager.Page.GotoAsync($"/cases/{fault}/print/FRM-14");
        await manager.Page.EmulateMediaAsync(new() { Media = Media.Print });
        // What A4 leaves between the margins that the pages ask for.
        await manager.Page.SetViewportSizeAsync(672, 1016);
        Assert.Equal("", string.Join('\n', await manager.Page.EvaluateAsync<string[]>(Overflow)));
        var shown = await manager.Page.EvaluateAsync<string>("document.querySelector('.paper').innerText");
        var pages = PdfText.PagesOf(await manager.Page.PdfAsync(new() { PreferCSSPageSize = true, Format = "A4" }));

        Assert.InRange(pages.Count, 1, 2);
        Assert.All(pages, page => Assert.Equal((595, 842), (page.Width, page.Height)));
        Assert.Equal("", Missing(shown, string.Concat(pages.Select(page => page.Text))));
    }

    // Characters that stand on the page and not, or fewer times, in print.
    private static string Missing(string shown, string printed)
    {
        var counts = Letters(printed).GroupBy(c => c).ToDictionary(g => g.Key, g => g.Count());
        return string.Concat(Letters(shown).GroupBy(c => c).Where(g => g.Count() > counts.GetValueOrDefault(g.Key)).Select(g => g.Key));
    }

    // A font's glyph that stands for a character and for a radical of dictionaries is written down in the PDF as the radical.
    private static IEnumerable<char> Letters(string text) => text.Normalize(NormalizationForm.FormKC).Replace('\u6236', '户').Replace('\u2EEC', '齐').Where(char.IsLetterOrDigit);

    private async Task FillInAsync(CaseNumber number, string code)
    {
        var outcome = new WorkItemOutcome("Done", new LocalizedText("完成", "Done"));
        const string Form = """
            {"fields":[{"name":"workDone","type":"multiline","label":{"zh":"处理经过","en":"Work done"},"required":true},{"name":"on","type":"date","label":{"zh":"日期","en":"Date"}},
              {"name":"kind","type":"choice","label":{"zh":"类别","en":"Kind"},"options":[{"value":"a","label":{"zh":"硬件","en":"Hardware"}},{"value":"b","label":{"zh":"软件","en":"Software"}}]},
              {"name":"parts","type":"table","label":{"zh":"部件","en":"Parts"},"columns":[{"name":"part","label":{"zh":"名称","en":"Name"}},{"name":"serial","label":{"zh":"序列号","en":"Serial number"}},{"name":"note","label":{"zh":"说明","en":"Note"}}]}]}
            """;
        var task = await browser.Product.SendAsync(new OpenWorkItem(number, new LocalizedText("填写", "Fill in"), LocalizedText.Empty, "maintenance", null, null, WorkItemKind.Staff, [outcome], code, Form, null));
        var rows = string.Join(',', Enumerable.Range(1, 3).Select(n => $$"""{"part":"电源模块 PS-48-{{n}}","serial":"SNABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789{{n}}","note":"现场更换"}"""));
        var data = System.Text.Json.JsonElement.Parse($$"""{"workDone":"{{Long("更换")}} https://example.org/a-very-long-address-without-any-blank-in-it/0123456789012345678901234567890123456789","on":"2026-11-22","kind":"b","parts":[{{rows}}]}""");
        await browser.Product.SendAsync(new CompleteWorkItem(task.Id, "Done", data), Actor.Person(Guid.NewGuid(), "engineer1", [Roles.Maintenance]));
    }

    private static string Long(string words) => string.Concat(Enumerable.Repeat(words + "每隔几分钟中断一次，夜间更严重。", 4))[..60];
}
