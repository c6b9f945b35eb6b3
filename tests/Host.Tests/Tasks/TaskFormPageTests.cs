using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Tests.Operations;
using AfterSales.Host.Tests.Problems;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Tasks;

/// <summary>The form of a task as a page without script: every kind of field is drawn, sent, kept and shown again.</summary>
[Collection(SharedProduct.Name)]
public sealed partial class TaskFormPageTests(ProductFactory product)
{
    private const string Form = """
        {"fields":[
          {"name":"mode","type":"choice","label":{"zh":"方式","en":"Way"},"options":[{"value":"phone","label":"电话"},{"value":"site","label":"现场"}]},
          {"name":"arrived","type":"date","label":{"zh":"到场","en":"Arrived"},"required":true,"when":{"field":"mode","equals":"site"}},
          {"name":"parts","type":"table","label":{"zh":"部件","en":"Parts"},"columns":[{"name":"part","label":"名称","required":true},{"name":"quantity","type":"number","label":"数量"},{"name":"price","type":"money","label":"单价"},{"name":"amount","type":"money","label":"金额","compute":"quantity*price"}]},
          {"name":"total","type":"money","label":"合计","compute":"sum(parts.amount)"},
          {"name":"who","type":"person","label":{"zh":"责任人","en":"Responsible"}},
          {"name":"photos","type":"attachment","label":{"zh":"照片","en":"Photos"}},
          {"name":"sign","type":"signature","label":{"zh":"签名","en":"Signature"}},
          {"name":"number","label":"编号","access":"read","default":"K-7"},{"name":"secret","label":"内部","access":"hidden"}]}
        """;

    private static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0];

    [Fact]
    public async Task Page_draws_what_may_be_filled_in_and_shows_what_may_only_be_read()
    {
        var (id, browser) = await OpenAsync();

        var page = await browser.GetStringAsync($"/tasks/{id}");

        Assert.Contains("name=\"data.parts.0.part\"", page, StringComparison.Ordinal);
        Assert.Contains("hx-get=\"/lookups/person\"", page, StringComparison.Ordinal);
        Assert.Contains("type=\"file\" name=\"data.photos\"", page, StringComparison.Ordinal);
        Assert.Contains("name=\"data.sign.name\"", page, StringComparison.Ordinal);
        Assert.Contains("K-7", page, StringComparison.Ordinal);
        Assert.All((string[])["data.number\"", "data.total\"", "data.secret", "内部"], hidden => Assert.DoesNotContain($"name=\"{hidden}", page, StringComparison.Ordinal));
        var rule = JsonElement.Parse(WebUtility.HtmlDecode(Rules().Matches(page).Single(m => m.Groups["name"].Value == "arrived").Groups["rule"].Value));
        Assert.Equal(("mode", "请填写「到场」。", true), (rule.GetProperty("when").GetProperty("field").GetString(), rule.GetProperty("texts").GetProperty("required").GetString(), rule.GetProperty("required").GetBoolean()));
    }

    [Fact]
    public async Task Sent_form_is_kept_with_its_rows_files_and_drawing_and_computed_here()
    {
        var (id, browser) = await OpenAsync();

        var sent = await SendAsync(
            browser, id, ("data.mode", "phone"), ("data.arrived", "left over"), ("data.parts.0.part", "电源"), ("data.parts.0.quantity", "2"), ("data.parts.0.price", "1,005.5"), ("data.parts.4.part", "接头"), ("data.total", ""),
            ("data.who", "刘洋（engineer2）"), ("data.sign.name", "李工"), ("data.sign.image", $"data:image/png;base64,{Convert.ToBase64String(Picture)}"));

        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var data = JsonElement.Parse(await product.ReadAsync(db => db.WorkItems.Where(w => w.Id == id).Select(w => w.Data!).SingleAsync()));
        Assert.Equal("""[{"part":"电源","quantity":2,"price":1005.5,"amount":2011.0},{"part":"接头"}]""", data.GetProperty("parts").GetRawText());
        Assert.Equal((2011.0m, "engineer2", "K-7", false), (data.GetProperty("total").GetDecimal(), data.GetProperty("who").GetString(), data.GetProperty("number").GetString(), data.TryGetProperty("arrived", out _)));
        var files = await product.ReadAsync(db => db.Set<TaskAttachment>().Where(a => a.WorkItemId == id).ToDictionaryAsync(a => a.Id, a => a.FileName));
        Assert.Equal(["a.png", "签名.png"], files.Values.Order(StringComparer.Ordinal));
        Assert.Equal("a.png", files[Assert.Single(data.GetProperty("photos").EnumerateArray()).GetGuid()]);
        Assert.Equal("签名.png", files[data.GetProperty("sign").GetProperty("image").GetGuid()]);
        Assert.Contains("¥2,011.00", await browser.GetStringAsync($"/tasks/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_form_keeps_every_cell_and_file_and_names_the_cell()
    {
        var (id, browser) = await OpenAsync();

        var refused = await SendAsync(browser, id, ("data.mode", "site"), ("data.parts.3.quantity", "7"), ("data.number", "K-8"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Contains("请填写「名称」。", page, StringComparison.Ordinal);
        Assert.Contains("请填写「到场」。", page, StringComparison.Ordinal);
        Assert.Contains("「编号」在这一步不能填写。", page, StringComparison.Ordinal);
        Assert.Matches("name=\"data.parts.3.quantity\"[^>]*value=\"7\"", page);
        Assert.Matches("type=\"checkbox\" name=\"data.photos\" value=\"[0-9a-f-]{36}\" checked", page);
    }

    [Fact]
    public async Task Done_form_shows_a_dash_where_nothing_was_sent_and_no_longer_says_what_was_required()
    {
        const string Two = """{"fields":[{"name":"why","label":"缘由","requiredFor":["Failed"]},{"name":"photos","type":"attachment","label":"照片"},{"name":"parts","type":"table","label":"部件","columns":[{"name":"part","label":"名称"}]}]}""";
        var (id, browser) = (await product.OpenTaskAsync(new CaseNumber("C-2026-77001"), Roles.Maintenance, Two, outcomes: ["Done", "Failed"]), await product.SignedInAsync("engineer1"));
        Assert.Contains("时必填", await browser.GetStringAsync($"/tasks/{id}"), StringComparison.Ordinal);
        await BrokenProcess.PostAsync(browser, $"/tasks/{id}", $"/tasks/{id}", ("outcome", "Done"));

        var page = await browser.GetStringAsync($"/tasks/{id}");

        Assert.DoesNotContain("时必填", page, StringComparison.Ordinal);
        Assert.Equal(2, Shown().Matches(page).Count(shown => shown.Groups["value"].Value.Trim() == "—"));
    }

    [Fact]
    public async Task Draft_with_rows_is_there_again()
    {
        var (id, browser) = await OpenAsync();
        var kept = await BrokenProcess.PostAsync(browser, $"/tasks/{id}", $"/tasks/{id}/draft", ("data.parts.1.part", "半行"), ("data.sign.name", "李"));
        Assert.Equal(HttpStatusCode.NoContent, kept.StatusCode);

        var page = WebUtility.HtmlDecode(await browser.GetStringAsync($"/tasks/{id}"));

        Assert.Matches("name=\"data.parts.1.part\"[^>]*value=\"半行\"", page);
        Assert.Matches("name=\"data.sign.name\" value=\"李\"", page);
    }

    [Fact]
    public async Task Lookups_answer_for_the_four_registers_and_refuse_another()
    {
        var engineer = await product.ApiAsAsync("engineer1");

        var found = await (await engineer.GetAsync("/api/v1/lookups/person?search=engineer2")).IsAsync(HttpStatusCode.OK);
        Assert.Equal("engineer2", found[0].GetProperty("key").GetString());
        await (await engineer.GetAsync("/api/v1/lookups/equipment?search=x")).IsAsync(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.BadRequest, (await engineer.GetAsync("/api/v1/lookups/password?search=x")).StatusCode);
        Assert.Contains("engineer2", await (await product.SignedInAsync("engineer1")).GetStringAsync("/lookups/person?data.who=engineer2"), StringComparison.Ordinal);
    }

    private async Task<(Guid Id, HttpClient Browser)> OpenAsync() =>
        (await product.OpenTaskAsync(new CaseNumber("C-2026-77001"), Roles.Maintenance, Form), await product.SignedInAsync("engineer1"));

    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, Guid id, params (string Name, string Value)[] fields)
    {
        var page = await browser.GetStringAsync($"/tasks/{id}");
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Append(("outcome", "Done")).Append(("__RequestVerificationToken", Token().Match(page).Groups["token"].Value)))
            content.Add(new StringContent(value, Encoding.UTF8), name);
        var file = new ByteArrayContent(Picture);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        content.Add(file, "data.photos", "a.png");
        return await browser.PostAsync($"/tasks/{id}", content);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("data-shown>(?<value>[^<]*)<")]
    private static partial Regex Shown();

    [GeneratedRegex("data-field=\"(?<name>[^\"]+)\" data-rule=\"(?<rule>[^\"]+)\"")]
    private static partial Regex Rules();
}
