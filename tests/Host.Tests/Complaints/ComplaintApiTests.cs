using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Host.Tests.Problems;

namespace AfterSales.Host.Tests.Complaints;

[Collection(SharedProduct.Name)]
public sealed class ComplaintApiTests(ProductFactory product)
{
    private const string Root = "/api/v1/complaints";

    [Fact]
    public async Task A_filed_complaint_is_found_under_its_location()
    {
        var agent = await product.ApiAsAsync("agent");

        var response = await agent.PostAsJsonAsync(Root, Valid());

        var created = await response.IsAsync(HttpStatusCode.Created);
        var number = created.GetProperty("number").GetString();
        Assert.EndsWith($"{Root}/{number}", response.Headers.Location?.ToString(), StringComparison.Ordinal);
        var complaint = await (await agent.GetAsync(response.Headers.Location)).IsAsync(HttpStatusCode.OK);
        Assert.Equal(created.GetProperty("id").GetString(), complaint.GetProperty("id").GetString());
        Assert.Equal("on-site", complaint.GetProperty("channel").GetString());
        Assert.Equal("serious", complaint.GetProperty("severity").GetString());
        Assert.Equal("open", complaint.GetProperty("status").GetString());
        Assert.Equal("XJ-2025-017", complaint.GetProperty("projectCode").GetString());
        foreach (var list in (string[])["position", "clocks", "openTasks", "records"])
            Assert.Equal(JsonValueKind.Array, complaint.GetProperty(list).ValueKind);
    }

    [Fact]
    public async Task A_complaint_shows_its_open_tasks()
    {
        var number = await product.FileComplaintAsync();
        var task = await product.OpenTaskAsync(number, Roles.Maintenance);

        var complaint = await (await (await product.ApiAsAsync("agent")).GetAsync($"{Root}/{number}")).IsAsync(HttpStatusCode.OK);

        Assert.Equal(task, Assert.Single(complaint.GetProperty("openTasks").EnumerateArray()).GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task A_filed_complaint_is_at_the_first_activity_of_its_process()
    {
        await using var running = new ProductFactory { Definitions = Path.Combine(AppContext.BaseDirectory, "workflow-definitions") };
        var agent = await running.ApiAsAsync("agent");

        var created = await (await agent.PostAsJsonAsync(Root, Valid())).IsAsync(HttpStatusCode.Created);

        var complaint = await (await agent.GetAsync($"{Root}/{created.GetProperty("number").GetString()}")).IsAsync(HttpStatusCode.OK);
        var task = Assert.Single(complaint.GetProperty("openTasks").EnumerateArray());
        var position = Assert.Single(complaint.GetProperty("position").EnumerateArray());
        Assert.Equal("complaint-acceptance", position.GetProperty("definitionId").GetString());
        Assert.Equal(1, position.GetProperty("version").GetInt32());
        Assert.NotEqual("", task.GetProperty("title").ToString());
    }

    [Fact]
    public async Task The_list_pages_from_newest_to_oldest()
    {
        var first = await product.FileComplaintAsync();
        var second = await product.FileComplaintAsync();
        var agent = await product.ApiAsAsync("agent");

        var page = await (await agent.GetAsync($"{Root}?limit=1")).IsAsync(HttpStatusCode.OK);
        var next = await (await agent.GetAsync($"{Root}?limit=1&after={page.GetProperty("next").GetString()}")).IsAsync(HttpStatusCode.OK);

        Assert.Equal(second.Value, Assert.Single(page.GetProperty("items").EnumerateArray()).GetProperty("number").GetString());
        Assert.Equal(first.Value, Assert.Single(next.GetProperty("items").EnumerateArray()).GetProperty("number").GetString());
    }

    [Fact]
    public async Task The_history_of_a_case_is_its_audit_chain()
    {
        var agent = await product.ApiAsAsync("agent");
        var created = await (await agent.PostAsJsonAsync(Root, Valid())).IsAsync(HttpStatusCode.Created);

        var history = await (await agent.GetAsync($"/api/v1/cases/{created.GetProperty("number").GetString()}/history")).IsAsync(HttpStatusCode.OK);

        var record = history.GetProperty("items")[0];
        Assert.Equal("RegisterComplaint", record.GetProperty("action").GetString());
        Assert.Equal("agent", record.GetProperty("actor").GetString());
        Assert.Equal(1, record.GetProperty("sequence").GetInt32());
    }

    [Fact]
    public async Task The_same_key_gives_the_first_answer_and_files_once()
    {
        var agent = await product.ApiAsAsync("agent");
        var key = Guid.NewGuid().ToString();

        var first = await (await agent.PostWithKeyAsync(Root, Valid(), key)).IsAsync(HttpStatusCode.Created);
        var state = await product.DatabaseStateAsync();
        var second = await (await agent.PostWithKeyAsync(Root, Valid(), key)).IsAsync(HttpStatusCode.Created);

        Assert.Equal(first.GetProperty("number").GetString(), second.GetProperty("number").GetString());
        Assert.Equal(state, await product.DatabaseStateAsync());
    }

    [Fact]
    public async Task The_same_key_with_other_content_is_refused()
    {
        var agent = await product.ApiAsAsync("agent");
        var key = Guid.NewGuid().ToString();
        await (await agent.PostWithKeyAsync(Root, Valid(), key)).IsAsync(HttpStatusCode.Created);

        await RefusesAsync(client => client.PostWithKeyAsync(Root, Valid() with { subject = "另一件事" }, key), HttpStatusCode.Conflict, "idempotency.key-reused");
    }

    [Fact]
    public Task Too_long_a_key_is_refused() =>
        RefusesAsync(client => client.PostWithKeyAsync(Root, Valid(), new string('k', 201)), HttpStatusCode.BadRequest, "idempotency.key-length", "Idempotency-Key");

    [Theory]
    [InlineData("{\"customerName\":\"a\",,", "json.malformed", null)]
    [InlineData("", "request.invalid", null)]
    [InlineData("null", "request.invalid", null)]
    [InlineData("[]", "json.malformed", null)]
    [InlineData("""{"customerName":5}""", "json.wrong-type", "customerName")]
    [InlineData("""{"colour":"red"}""", "json.unknown-member", "colour")]
    [InlineData("""{"severity":"grave"}""", "field.unknown-value", "severity")]
    [InlineData("""{"channel":0}""", "field.unknown-value", "channel")]
    [InlineData("{}", "field.required", "customerName")]
    [InlineData("{}", "field.required", "channel")]
    [InlineData("{}", "field.required", "severity")]
    [InlineData("{}", "field.required", "description")]
    public Task What_is_not_a_complaint_is_refused_by_name(string body, string code, string? field) =>
        RefusesAsync(client => client.PostTextAsync(Root, body), HttpStatusCode.BadRequest, code, field);

    [Fact]
    public async Task Malformed_json_is_refused_with_its_place()
    {
        var refusal = await (await (await product.ApiAsAsync("agent")).PostTextAsync(Root, "{\n  \"subject\": }")).IsProblemAsync(HttpStatusCode.BadRequest, "json.malformed");

        Assert.Contains("2", refusal.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_enum_text_is_answered_with_the_allowed_ones()
    {
        var refusal = await (await (await product.ApiAsAsync("agent")).PostTextAsync(Root, """{"severity":"grave"}"""))
            .IsProblemAsync(HttpStatusCode.BadRequest, "field.unknown-value", "severity");

        Assert.Contains("ordinary, serious", refusal.GetProperty("errors").GetProperty("severity")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_long_and_impossible_values_are_refused_all_at_once()
    {
        var body = Valid() with { customerName = new string('长', 101), email = "nobody", subject = new string('x', 201), description = new string('x', 4001), phone = new string('1', 41) };

        foreach (var field in (string[])["customerName", "subject", "description", "phone"])
            await RefusesAsync(client => client.PostAsJsonAsync(Root, body), HttpStatusCode.BadRequest, "field.too-long", field);
        await RefusesAsync(client => client.PostAsJsonAsync(Root, body), HttpStatusCode.BadRequest, "field.not-an-email", "email");
    }

    [Fact]
    public Task An_unknown_project_is_refused() =>
        RefusesAsync(client => client.PostAsJsonAsync(Root, Valid() with { projectCode = "NONE" }), HttpStatusCode.BadRequest, "project.unknown", "projectCode");

    [Fact]
    public Task Too_large_a_body_is_refused() =>
        RefusesAsync(client => client.PostTextAsync(Root, $$"""{"description":"{{new string('x', 300_000)}}"}"""), HttpStatusCode.RequestEntityTooLarge, "request.too-large");

    [Fact]
    public Task Another_content_type_is_refused() =>
        RefusesAsync(client => client.PostAsync(Root, new StringContent("subject=x")), HttpStatusCode.UnsupportedMediaType, "request.content-type");

    [Fact]
    public async Task Whoever_holds_no_accepting_post_is_refused()
    {
        var auditor = await product.ApiAsAsync("auditor");
        var before = await product.DatabaseStateAsync();

        await (await auditor.PostAsJsonAsync(Root, Valid())).IsProblemAsync(HttpStatusCode.Forbidden, "role.missing");

        Assert.Equal(before, await product.DatabaseStateAsync());
    }

    [Theory]
    [InlineData("/api/v1/complaints/C-1999-00001")]
    [InlineData("/api/v1/cases/C-1999-00001/history")]
    [InlineData("/api/v1/nothing-here")]
    public async Task What_does_not_exist_is_not_found(string path) =>
        await (await (await product.ApiAsAsync("agent")).GetAsync(path)).IsProblemAsync(HttpStatusCode.NotFound, "request.not-found");

    [Fact]
    public async Task Refusals_speak_the_language_asked_for()
    {
        var agent = await product.ApiAsAsync("agent");
        var chinese = await (await agent.PostTextAsync(Root, "{}")).IsProblemAsync(HttpStatusCode.BadRequest, "fields.invalid");
        agent.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en-GB");
        var english = await (await agent.PostTextAsync(Root, "{}")).IsProblemAsync(HttpStatusCode.BadRequest, "fields.invalid");

        Assert.Equal("必填。", chinese.GetProperty("errors").GetProperty("subject")[0].GetString());
        Assert.Equal("Required.", english.GetProperty("errors").GetProperty("subject")[0].GetString());
    }

    private async Task RefusesAsync(Func<HttpClient, Task<HttpResponseMessage>> call, HttpStatusCode status, string code, string? field = null)
    {
        var agent = await product.ApiAsAsync("agent");
        var before = await product.DatabaseStateAsync();

        await (await call(agent)).IsProblemAsync(status, code, field);

        Assert.Equal(before, await product.DatabaseStateAsync());
    }

    private static Body Valid() => new("艾力·买买提", "市公安局交警支队", "0991-5550101", "aili@traffic.example", "友好北路 88 号", "on-site", "serious", "XJ-2025-017", "球机无图像", "友好路口球机夜间无图像");

#pragma warning disable IDE1006, SA1300 // As it stands in the JSON.
    private sealed record Body(
        string customerName, string? customerUnit, string? phone, string? email, string? address, string channel, string severity, string? projectCode, string subject, string description);
#pragma warning restore IDE1006, SA1300
}
