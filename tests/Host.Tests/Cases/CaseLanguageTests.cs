using System.Net;
using System.Net.Http.Json;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Notifications;
using AfterSales.Host.Tests.Operations;
using AfterSales.Host.Tests.Problems;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Cases;

/// <summary>Which language a case's customer is written to in: said when it is opened, shown on its page, and changed there and by programs.</summary>
[Collection(SharedProduct.Name)]
public sealed class CaseLanguageTests(ProductFactory product)
{
    private const string Root = "/api/v1";

    [Theory]
    [InlineData("complaints")]
    [InlineData("faults")]
    public async Task Program_says_it_with_a_new_case_and_changes_it_later(string kind)
    {
        var agent = await product.ApiAsAsync("agent");
        await (await agent.PostAsJsonAsync($"{Root}/{kind}", Case("klingon"))).IsProblemAsync(HttpStatusCode.BadRequest, "field.unknown-value", "language");
        Assert.Null(await LanguageAsync(agent, kind, Case(null)));

        var number = await OpenAsync(agent, kind, Case("english"));
        Assert.Equal("english", await ShownAsync(agent, number, kind));
        await (await agent.PostAsJsonAsync($"{Root}/cases/{number}/language", new { language = "latin" })).IsProblemAsync(HttpStatusCode.BadRequest, "field.unknown-value", "language");
        await (await (await product.ApiAsAsync("engineer1")).PostAsJsonAsync($"{Root}/cases/{number}/language", new { language = "chinese" })).IsProblemAsync(HttpStatusCode.Forbidden, "role.missing");
        Assert.Equal(HttpStatusCode.NoContent, (await agent.PostAsJsonAsync($"{Root}/cases/{number}/language", new { language = "chinese" })).StatusCode);

        Assert.Equal("chinese", await ShownAsync(agent, number, "cases"));
        var history = await (await agent.GetAsync($"{Root}/cases/{number}/history")).IsAsync(HttpStatusCode.OK);
        var changed = history.GetProperty("items").EnumerateArray().Last();
        Assert.Equal(("ChangeCaseLanguage", "agent"), (changed.GetProperty("action").GetString(), changed.GetProperty("actor").GetString()));
        Assert.Contains("English", changed.GetProperty("changes").GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/complaints/new", "severity", "Ordinary")]
    [InlineData("/faults/new", "level", "Minor")]
    public async Task It_is_chosen_on_the_form_shown_on_the_case_and_changed_there(string form, string choice, string value)
    {
        var agent = await product.SignedInAsync("agent");
        (string, string)[] typed = [("subject", "抓拍单元离线"), ("description", "三号卡口无图像"), ("channel", "Phone"), (choice, value), ("customerName", "Ms Smith")];
        var refused = await BrokenProcess.PostAsync(agent, form, form, [.. typed, ("language", "Klingon")]);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("href=\"#language\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var page = (await BrokenProcess.PostAsync(agent, form, form, [.. typed, ("language", "English")])).Headers.Location!.ToString();
        Assert.Contains("<option value=\"English\" selected>", await agent.GetStringAsync(page), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(agent, page, $"{page}/language", ("language", "Chinese"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await BrokenProcess.PostAsync(agent, page, $"{page}/language", ("language", "Klingon"))).StatusCode);
        var html = await agent.GetStringAsync(page);
        Assert.Contains("<option value=\"Chinese\" selected>", html, StringComparison.Ordinal);
        Assert.Contains("更改客户语言", html, StringComparison.Ordinal);
        var number = new CaseNumber(page.Split('/')[^1]);
        Assert.Equal(TemplateLanguage.Chinese, await product.ReadAsync(db => db.CaseFiles.Where(c => c.Number == number).Select(c => c.Language).SingleAsync()));
        Assert.DoesNotContain("data-language", await (await product.SignedInAsync("engineer1")).GetStringAsync(page), StringComparison.Ordinal);
    }

    private static object Case(string? language) => new
    {
        customerName = "Ms Smith", channel = "phone", subject = "相机离线", description = "三号路口相机离线", language,
    };

    private static async Task<string?> LanguageAsync(HttpClient client, string kind, object body) => await ShownAsync(client, await OpenAsync(client, kind, body), kind);

    private static async Task<string> OpenAsync(HttpClient client, string kind, object body)
    {
        var sent = System.Text.Json.JsonSerializer.SerializeToNode(body)!.AsObject();
        sent.Add(kind == "faults" ? "level" : "severity", kind == "faults" ? "minor" : "ordinary");
        return (await (await client.PostAsJsonAsync($"{Root}/{kind}", sent)).IsAsync(HttpStatusCode.Created)).GetProperty("number").GetString()!;
    }

    private static async Task<string?> ShownAsync(HttpClient client, string number, string kind) =>
        (await (await client.GetAsync($"{Root}/{(kind == "complaints" ? kind : "cases")}/{number}")).IsAsync(HttpStatusCode.OK)).GetProperty("language").GetString();
}
