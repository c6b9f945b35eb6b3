using System.Net;
using System.Text.Json;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Tasks;

namespace AfterSales.Host.Tests.Printing;

/// <summary>Records of a case as papers: the order of the documents, blanks where nothing was written, one paper for each issue.</summary>
[Collection(SharedProduct.Name)]
public sealed class PrintPagesTests(ProductFactory product)
{
    private const string Report = """{"fields":[{"name":"cause","type":"multiline","label":"原因"},{"name":"kind","type":"choice","label":"类别","options":[{"value":"a","label":"硬件"},{"value":"b","label":"软件"}]},{"name":"parts","type":"table","label":"部件","columns":[{"name":"part","label":"名称"}]}]}""";

    [Fact]
    public async Task Acceptance_form_is_there_from_the_first_moment_in_the_papers_order()
    {
        var number = await product.FileComplaintAsync();
        var agent = await product.SignedInAsync("agent");

        var page = WebUtility.HtmlDecode(await agent.GetStringAsync($"/cases/{number}/print/frm-08"));

        Assert.Contains("用户投诉受理表", page, StringComparison.Ordinal);
        string[] order = ["案件编号</th>", "渠道</th>", "客户单位</th>", "客户姓名</th>", "电话</th>", "地址</th>", "投诉内容</th>", "记录人：", "维修人员："];
        Assert.All(order, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Equal(order, order.OrderBy(text => page.IndexOf(text, StringComparison.Ordinal)));
        Assert.Contains("三号卡口无图像", page, StringComparison.Ordinal);
        Assert.Contains($"/cases/{number}/print/FRM-08", await agent.GetStringAsync($"/cases/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Basics_of_a_caller_stand_in_the_order_of_their_paper()
    {
        var number = (await product.SendAsync(Fault)).Number;

        var page = WebUtility.HtmlDecode(await (await product.SignedInAsync("agent")).GetStringAsync($"/cases/{number}/print/FRM-01"));

        // FRM-01: 客户单位、地址、联系人、联系电话、客户需求、时间.
        string[] order = ["高速公路管理处", "乌鲁木齐市北京南路 1234 号", "纸面先生", "0991-5550909", "风扇报警，要求当天处理", $"{CompanyTime.Local(product.Clock.GetUtcNow()):yyyy-MM-dd}"];
        Assert.Equal(order, order.OrderBy(text => page.IndexOf(text, page.IndexOf("paper-table", StringComparison.Ordinal), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_paper_has_a_title_the_facts_of_the_case_every_field_of_its_form_in_order_and_a_place_to_sign()
    {
        var (fault, complaint) = ((await product.SendAsync(Fault)).Number, await product.FileComplaintAsync());
        await product.SendAsync(new IssueTrackingSheet(complaint));
        await product.SendAsync(new IssueTrackingSheet(complaint));
        string[] filledIn = ["FRM-03", "FRM-09", "FRM-10", "FRM-14", "FRM-15", "FRM-18", "FRM-19", "FRM-22", "FRM-32", "FRM-38", "FRM-39"];
        foreach (var code in filledIn)
        {
            var id = await product.OpenTaskAsync(fault, Roles.Maintenance, Report, formCode: code);
            await product.SendAsync(new CompleteWorkItem(id, "Done", JsonElement.Parse("""{"cause":"电源","kind":"b","parts":[{"part":"PS-48"}]}""")), Actor.Person(Guid.NewGuid(), "engineer1", [Roles.Maintenance]));
        }

        var manager = await product.SignedInAsync("manager");
        string[] papers =
        [
            $"{fault}/print/FRM-01", $"{fault}/print/FRM-02", $"{complaint}/print/FRM-08", $"{complaint}/print/FRM-17?issue=1", $"{complaint}/print/FRM-20?issue=2", .. filledIn.Select(code => $"{fault}/print/{code}"),
        ];
        foreach (var paper in papers)
        {
            var page = WebUtility.HtmlDecode(await manager.GetStringAsync($"/cases/{paper}"));
            var code = paper.Split('/')[2].Split('?')[0];
            Assert.Matches($"<h1>[^<]*\\p{{IsCJKUnifiedIdeographs}}[^<]*</h1>\\s*<p class=\"paper-number\">{code}", page);
            string[] parts = ["paper-head", "<th scope=\"row\">", .. filledIn.Contains(code) ? (string[])["data-printed=\"cause\"", "电源", "data-printed=\"kind\"", "软件", "data-printed=\"parts\"", "PS-48"] : [], "paper-signatures", "paper-line"];
            var at = 0;
            foreach (var part in parts)
            {
                at = page.IndexOf(part, at, StringComparison.Ordinal) + part.Length;
                Assert.True(at >= part.Length, $"{paper}: {part} is missing or stands too early.");
            }

            Assert.Equal(filledIn.Contains(code) ? 3 : 0, page.Split("data-printed=").Length - 1);
        }
    }

    [Fact]
    public async Task Empty_fields_are_left_to_the_pen_and_filled_ones_are_printed()
    {
        var number = await product.FileComplaintAsync();
        var id = await product.OpenTaskAsync(number, Roles.Maintenance, Report, formCode: "FRM-14");
        var engineer = await product.SignedInAsync("engineer1");
        var blank = WebUtility.HtmlDecode(await engineer.GetStringAsync($"/cases/{number}/print/FRM-14"));
        Assert.Contains("□ 硬件　□ 软件", blank, StringComparison.Ordinal);

        await (await product.ApiAsAsync("engineer1")).PostAsync($"/api/v1/tasks/{id}/complete", JsonContent(new { outcome = "Done", data = new { cause = "<b>电源</b>", kind = "b", parts = new[] { new { part = "PS-48" } } } }));

        var filled = WebUtility.HtmlDecode(await engineer.GetStringAsync($"/cases/{number}/print/FRM-14"));
        Assert.Contains("<b>电源</b>", filled, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>电源</b>", await engineer.GetStringAsync($"/cases/{number}/print/FRM-14"), StringComparison.Ordinal);
        Assert.Contains("PS-48", filled, StringComparison.Ordinal);
        Assert.DoesNotContain("□ 硬件", filled, StringComparison.Ordinal);
        Assert.Contains("售后维修报告", filled, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_issue_of_a_tracking_sheet_is_a_paper_with_its_own_number()
    {
        var number = await product.FileComplaintAsync();
        var (first, second) = (await product.SendAsync(new IssueTrackingSheet(number)), await product.SendAsync(new IssueTrackingSheet(number)));
        var agent = await product.SignedInAsync("agent");

        var (sheet, again) = (await agent.GetStringAsync($"/cases/{number}/print/FRM-17?issue=1"), await agent.GetStringAsync($"/cases/{number}/print/FRM-20?issue=2"));

        Assert.Contains(first.Number, sheet, StringComparison.Ordinal);
        Assert.DoesNotContain(second.Number, sheet, StringComparison.Ordinal);
        Assert.Contains(second.Number, again, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await agent.GetAsync($"/cases/{number}/print/FRM-17?issue=2")).StatusCode);
        Assert.Contains($"/cases/{number}/print/FRM-20?issue=2", await agent.GetStringAsync($"/cases/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paper_that_the_case_does_not_have_and_case_that_is_not_there_are_not_found()
    {
        var number = await product.FileComplaintAsync();
        var agent = await product.SignedInAsync("agent");
        foreach (var path in (string[])[$"/cases/{number}/print/FRM-18", $"/cases/{number}/print/FRM-17?issue=9", $"/cases/{number}/print/x", "/cases/C-2026-00000/print/FRM-08"])
            Assert.Equal(HttpStatusCode.NotFound, (await agent.GetAsync(path)).StatusCode);
    }

    private static ReportFault Fault => new(
        "纸面先生", "高速公路管理处", "0991-5550909", null, "乌鲁木齐市北京南路 1234 号", Channel.Phone, FaultLevel.Major, "SRV-R740-001203", null, "服务器", "风扇报警，要求当天处理");

    private static StringContent JsonContent(object body) => new(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
}
