using System.Net;
using System.Net.Http.Json;
using AfterSales.Domain.Actors;
using AfterSales.Host.Tests.Problems;

namespace AfterSales.Host.Tests.Tasks;

[Collection(SharedProduct.Name)]
public sealed class TaskApiTests(ProductFactory product)
{
    private const string Form = """
        {"fields":[
          {"name":"result","label":{"zh":"结果","en":"Result"},"required":true,"maxLength":10},
          {"name":"hours","type":"number","label":"工时","min":0,"max":24},
          {"name":"cause","type":"choice","label":"原因","requiredFor":["Rejected"],"options":[{"value":"power","label":"供电"}]}]}
        """;

    [Fact]
    public async Task A_group_task_is_listed_claimed_completed_and_listed_as_done()
    {
        var id = await OpenAsync();
        var engineer = await product.ApiAsAsync("engineer1");

        Assert.Contains(id, await IdsAsync(engineer, "scope=group&limit=200"));
        var claimed = await (await engineer.PostAsync($"/api/v1/tasks/{id}/claim", null)).IsAsync(HttpStatusCode.OK);
        Assert.Equal("engineer1", claimed.GetProperty("assignee").GetString());
        Assert.Contains(id, await IdsAsync(engineer, "scope=mine&state=open&limit=200"));

        var done = await (await CompleteAsync(engineer, id, "Done", new { result = "已更换" })).IsAsync(HttpStatusCode.OK);

        Assert.Equal("Done", done.GetProperty("outcome").GetString());
        Assert.Contains(id, await IdsAsync(engineer, "scope=mine&state=done&limit=200"));
    }

    [Fact]
    public async Task A_task_shows_its_form_and_outcomes()
    {
        var id = await OpenAsync();

        var task = await (await (await product.ApiAsAsync("engineer1")).GetAsync($"/api/v1/tasks/{id}")).IsAsync(HttpStatusCode.OK);

        Assert.Equal(["result", "hours", "cause"], task.GetProperty("form").GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("name").GetString()));
        Assert.Equal("Result", task.GetProperty("form").GetProperty("fields")[0].GetProperty("label").GetProperty("en").GetString());
        Assert.Equal(["Done", "Rejected"], task.GetProperty("outcomes").EnumerateArray().Select(o => o.GetProperty("name").GetString()));
        Assert.Equal("open", task.GetProperty("status").GetString());
        Assert.True(task.GetProperty("mayClaim").GetBoolean());
    }

    [Fact]
    public async Task A_released_task_goes_back_to_the_group()
    {
        var id = await OpenAsync();
        var first = await product.ApiAsAsync("engineer1");
        await first.PostAsync($"/api/v1/tasks/{id}/claim", null);

        await (await first.PostAsync($"/api/v1/tasks/{id}/release", null)).IsAsync(HttpStatusCode.NoContent);

        await (await (await product.ApiAsAsync("engineer2")).PostAsync($"/api/v1/tasks/{id}/claim", null)).IsAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Pages_of_tasks_follow_each_other_without_gap_or_double()
    {
        for (var i = 0; i < 3; i++)
            await OpenAsync();
        var manager = await product.ApiAsAsync("manager");
        var all = await IdsAsync(manager, "scope=all&limit=200");

        var paged = new List<Guid>();
        for (string? next = ""; next is not null;)
        {
            var page = await (await manager.GetAsync($"/api/v1/tasks?scope=all&limit=2&after={next}")).IsAsync(HttpStatusCode.OK);
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("id").GetGuid()));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(all, paged[..all.Count]);
        Assert.Equal(paged.Count, paged.Distinct().Count());
    }

    [Fact]
    public async Task The_same_key_completes_once_and_gives_the_first_answer()
    {
        var id = await OpenAsync();
        var engineer = await product.ApiAsAsync("engineer1");
        var key = Guid.NewGuid().ToString();
        var body = new { outcome = "Done", data = new { result = "好" } };

        var first = await (await engineer.PostWithKeyAsync($"/api/v1/tasks/{id}/complete", body, key)).IsAsync(HttpStatusCode.OK);
        var state = await product.DatabaseStateAsync();
        product.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await (await engineer.PostWithKeyAsync($"/api/v1/tasks/{id}/complete", body, key)).IsAsync(HttpStatusCode.OK);

        Assert.Equal(first.GetRawText(), second.GetRawText());
        Assert.Equal(state, await product.DatabaseStateAsync());
    }

    [Fact]
    public async Task The_same_key_with_other_content_is_refused()
    {
        var id = await OpenAsync();
        var engineer = await product.ApiAsAsync("engineer1");
        var key = Guid.NewGuid().ToString();
        await (await engineer.PostWithKeyAsync($"/api/v1/tasks/{id}/complete", new { outcome = "Done", data = new { result = "好" } }, key)).IsAsync(HttpStatusCode.OK);

        await RefusesAsync(
            "engineer1", client => client.PostWithKeyAsync($"/api/v1/tasks/{id}/complete", new { outcome = "Done", data = new { result = "坏" } }, key), HttpStatusCode.Conflict,
            "idempotency.key-reused");
    }

    [Fact]
    public async Task Completing_twice_is_refused()
    {
        var id = await OpenAsync();
        await (await CompleteAsync(await product.ApiAsAsync("engineer1"), id, "Done", new { result = "好" })).IsAsync(HttpStatusCode.OK);

        await RefusesAsync("engineer1", client => CompleteAsync(client, id, "Done", new { result = "好" }), HttpStatusCode.Conflict, "task.done");
    }

    [Fact]
    public async Task Somebody_elses_task_is_refused()
    {
        var id = await OpenAsync();
        await (await product.ApiAsAsync("engineer1")).PostAsync($"/api/v1/tasks/{id}/claim", null);

        await RefusesAsync("engineer2", client => CompleteAsync(client, id, "Done", new { result = "好" }), HttpStatusCode.Forbidden, "task.not-yours");
        await RefusesAsync("engineer2", client => client.PostAsync($"/api/v1/tasks/{id}/release", null), HttpStatusCode.Forbidden, "task.not-yours");
        await RefusesAsync("engineer2", client => client.PostAsync($"/api/v1/tasks/{id}/claim", null), HttpStatusCode.Conflict, "task.claimed");
    }

    [Fact]
    public async Task A_task_for_another_post_is_refused()
    {
        var id = await OpenAsync();

        await RefusesAsync("quality", client => client.PostAsync($"/api/v1/tasks/{id}/claim", null), HttpStatusCode.Forbidden, "task.not-candidate");
        await RefusesAsync("quality", client => CompleteAsync(client, id, "Done", new { result = "好" }), HttpStatusCode.Forbidden, "task.not-candidate");
        await RefusesAsync("quality", client => client.GetAsync($"/api/v1/tasks/{id}"), HttpStatusCode.Forbidden, "task.not-yours");
    }

    [Fact]
    public async Task An_outcome_the_task_does_not_have_is_refused()
    {
        var id = await OpenAsync();

        await RefusesAsync("engineer1", client => CompleteAsync(client, id, "Sold", new { result = "好" }), HttpStatusCode.BadRequest, "task.unknown-outcome", "outcome");
        await RefusesAsync("engineer1", client => client.PostTextAsync($"/api/v1/tasks/{id}/complete", "{}"), HttpStatusCode.BadRequest, "field.required", "outcome");
        await RefusesAsync("engineer1", client => CompleteAsync(client, id, new string('x', 101), new { }), HttpStatusCode.BadRequest, "field.too-long", "outcome");
    }

    [Theory]
    [InlineData("{}", "Done", "data.result", "form.required")]
    [InlineData("""{"result":"  "}""", "Done", "data.result", "form.required")]
    [InlineData("""{"result":"好"}""", "Rejected", "data.cause", "form.required")]
    [InlineData("""{"result":"好","colour":"red"}""", "Done", "data.colour", "form.unknown-field")]
    [InlineData("""{"result":"一二三四五六七八九十一"}""", "Done", "data.result", "form.too-long")]
    [InlineData("""{"result":7}""", "Done", "data.result", "form.not-a-text")]
    [InlineData("""{"result":"好","hours":25}""", "Done", "data.hours", "form.too-large")]
    [InlineData("""{"result":"好","hours":-1}""", "Done", "data.hours", "form.too-small")]
    [InlineData("""{"result":"好","hours":"two"}""", "Done", "data.hours", "form.not-a-number")]
    [InlineData("""{"result":"好","cause":"magic"}""", "Done", "data.cause", "form.not-an-option")]
    [InlineData("[]", "Done", "data", "form.not-an-object")]
    public async Task A_form_that_breaks_its_rules_is_refused_by_field(string data, string outcome, string field, string code)
    {
        var id = await OpenAsync();

        await RefusesAsync("engineer1", client => client.PostTextAsync($"/api/v1/tasks/{id}/complete", $$"""{"outcome":"{{outcome}}","data":{{data}}}"""), HttpStatusCode.BadRequest, code, field);
    }

    [Fact]
    public async Task A_refused_form_speaks_with_the_labels_of_the_form()
    {
        var id = await OpenAsync();
        var engineer = await product.ApiAsAsync("engineer1");
        engineer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");

        var refusal = await (await CompleteAsync(engineer, id, "Done", new { result = "12345678901" })).IsProblemAsync(HttpStatusCode.BadRequest, "form.too-long", "data.result");

        Assert.Equal("“Result” takes at most 10 characters.", refusal.GetProperty("errors").GetProperty("data.result")[0].GetString());
    }

    [Fact]
    public async Task Unknown_ids_are_not_found()
    {
        foreach (var id in (string[])[Guid.NewGuid().ToString(), "17", "' or 1=1"])
        {
            await RefusesAsync("engineer1", client => client.GetAsync($"/api/v1/tasks/{id}"), HttpStatusCode.NotFound, "request.not-found");
            await RefusesAsync("engineer1", client => CompleteAsync(client, id, "Done", new { }), HttpStatusCode.NotFound, "request.not-found");
            await RefusesAsync("engineer1", client => client.PostAsync($"/api/v1/tasks/{id}/claim", null), HttpStatusCode.NotFound, "request.not-found");
        }
    }

    [Theory]
    [InlineData("scope=everything", "scope", "field.unknown-value")]
    [InlineData("state=waiting", "state", "field.unknown-value")]
    [InlineData("after=17", "after", "field.not-an-id")]
    [InlineData("limit=many", "limit", "field.not-a-number")]
    [InlineData("limit=0", "limit", "field.out-of-range")]
    [InlineData("limit=201", "limit", "field.out-of-range")]
    public Task A_query_that_makes_no_sense_is_refused(string query, string field, string code) =>
        RefusesAsync("engineer1", client => client.GetAsync($"/api/v1/tasks?{query}"), HttpStatusCode.BadRequest, code, field);

    [Fact]
    public Task Everybodys_tasks_are_for_those_who_lead_or_check() =>
        RefusesAsync("engineer1", client => client.GetAsync("/api/v1/tasks?scope=all"), HttpStatusCode.Forbidden, "task.scope-all");

    private async Task<Guid> OpenAsync() => await product.OpenTaskAsync(await product.FileComplaintAsync(), Roles.Maintenance, Form, outcomes: ["Done", "Rejected"]);

    private static Task<HttpResponseMessage> CompleteAsync(HttpClient client, object id, string outcome, object data) =>
        client.PostAsJsonAsync($"/api/v1/tasks/{id}/complete", new { outcome, data });

    private static async Task<List<Guid>> IdsAsync(HttpClient client, string query) =>
        [.. (await (await client.GetAsync($"/api/v1/tasks?{query}")).IsAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Select(t => t.GetProperty("id").GetGuid())];

    private async Task RefusesAsync(string userName, Func<HttpClient, Task<HttpResponseMessage>> call, HttpStatusCode status, string code, string? field = null)
    {
        var client = await product.ApiAsAsync(userName);
        var before = await product.DatabaseStateAsync();

        await (await call(client)).IsProblemAsync(status, code, field);

        Assert.Equal(before, await product.DatabaseStateAsync());
    }
}
