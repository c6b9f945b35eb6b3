using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AfterSales.Host.Tests.Problems;

namespace AfterSales.Host.Tests.Trials;

[Collection(SharedProduct.Name)]
public sealed class TrialApiTests(ProductFactory product)
{
    private const string Url = "/api/v1/definitions/trials";

    private const string Draft = """
        {"definitionId":"trial-api","name":"试","version":1,"root":{"id":"Flowchart1","type":"Elsa.Flowchart","version":1,"activities":[
          {"id":"Ask","type":"AfterSales.HumanTask","version":1,"title":{"typeName":"String","expression":{"type":"Literal","value":"问"}},
           "outcomes":{"typeName":"Object","expression":{"type":"Object","value":"[\"Yes\",\"No\"]"}}}],"connections":[]}}
        """;

    [Fact]
    public async Task A_draft_is_run_and_the_answer_tells_all()
    {
        var body = $$$"""{"definition":{{{Draft}}},"case":{"madeUp":{"severity":"serious"}},"answers":[{"task":"问","outcome":"No","after":"01:30:00"}],"unscripted":"unanswered"}""";

        var report = await (await PostAsync("owner", body)).IsAsync(HttpStatusCode.OK);

        var run = report.GetProperty("run");
        Assert.Equal("finished", run.GetProperty("ending").GetString());
        Assert.Equal(["No"], run.GetProperty("steps").EnumerateArray().Last(s => s.GetProperty("activityId").GetString() == "Ask").GetProperty("outcomes").EnumerateArray().Select(o => o.GetString()));
        var task = report.GetProperty("tasks")[0];
        Assert.Equal(("manager", "script", "done"), (task.GetProperty("role").GetString(), task.GetProperty("answeredFrom").GetString(), task.GetProperty("status").GetString()));
        Assert.Equal(TimeSpan.FromMinutes(90), run.GetProperty("endedAt").GetDateTimeOffset() - run.GetProperty("startedAt").GetDateTimeOffset());
        Assert.Equal(64, report.GetProperty("draft").GetProperty("hash").GetString()!.Length);
    }

    [Fact]
    public async Task A_definition_may_be_sent_as_text_and_an_invalid_one_is_answered_with_its_problems()
    {
        var report = await (await PostAsync("owner", JsonSerializer.Serialize(new { definition = Draft.Replace("AfterSales.HumanTask", "AfterSales.Nothing", StringComparison.Ordinal) }))).IsAsync(HttpStatusCode.OK);

        Assert.False(report.TryGetProperty("run", out var run) && run.ValueKind != JsonValueKind.Null);
        var problem = report.GetProperty("problems")[0];
        Assert.Equal(("root.activities[0]", "Ask", "error"), (problem.GetProperty("path").GetString(), problem.GetProperty("activityId").GetString(), problem.GetProperty("severity").GetString()));
    }

    [Theory]
    [InlineData("""{}""", "definition", "trial.one-draft")]
    [InlineData("""{"versionId":"x","answerAfter":"-01:00:00"}""", "answerAfter", "trial.delay")]
    [InlineData("""{"versionId":"x","answers":[{"task":"a","data":[1]}]}""", "answers[0].data", "form.not-an-object")]
    [InlineData("""{"versionId":"x","answers":[{}]}""", "answers[0].task", "field.required")]
    [InlineData("""{"versionId":"x","answers":[null]}""", "answers[0]", "field.required")]
    [InlineData("""{"versionId":"x","case":{"madeUp":{"subject":""}}}""", "case.madeUp.subject", "field.required")]
    [InlineData("""{"versionId":"x","case":{"madeUp":null}}""", "case.madeUp", "field.required")]
    [InlineData("""{"versionId":"x","bounds":{"wallSeconds":1000}}""", "bounds.wallSeconds", "field.out-of-range")]
    [InlineData("""{"versionId":"x","unscripted":"whatever"}""", "unscripted", "field.unknown-value")]
    [InlineData("""{"versionId":"x","nonsense":1}""", "nonsense", "json.unknown-member")]
    public async Task A_request_that_cannot_be_run_names_field_and_rule(string body, string field, string code)
    {
        var problem = await (await PostAsync("owner", body)).IsAsync(HttpStatusCode.BadRequest);

        Assert.Contains(code, problem.GetProperty("codes").GetProperty(field).EnumerateArray().Select(c => c.GetString()));
        Assert.NotEqual(code, problem.GetProperty("errors").GetProperty(field)[0].GetString());
    }

    [Fact]
    public async Task Others_may_not_and_unknown_versions_do_not_exist()
    {
        await (await PostAsync("engineer1", """{"versionId":"x"}""")).IsAsync(HttpStatusCode.Forbidden);
        await (await PostAsync("owner", """{"versionId":"x"}""")).IsAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Past_cases_are_tried_where_there_are_any()
    {
        var client = await product.ApiAsAsync("owner");

        var report = await (await client.PostAsync(
            "/api/v1/definitions/trial-api/past-trials", new StringContent($$"""{"definition":{{Draft}},"count":3}""", Encoding.UTF8, "application/json"))).IsAsync(HttpStatusCode.OK);

        Assert.Equal("trial-api", report.GetProperty("draft").GetProperty("definitionId").GetString());
        Assert.Equal((0, 0, 0), (report.GetProperty("cases").GetArrayLength(), report.GetProperty("same").GetInt32(), report.GetProperty("notTried").GetInt32()));
        await (await client.PostAsJsonAsync("/api/v1/definitions/nothing/past-trials", new { })).IsAsync(HttpStatusCode.NotFound);
        var problem = await (await client.PostAsJsonAsync("/api/v1/definitions/nothing/past-trials", new { count = 0 })).IsAsync(HttpStatusCode.BadRequest);
        Assert.Equal("field.out-of-range", problem.GetProperty("codes").GetProperty("count")[0].GetString());
    }

    [Fact]
    public async Task A_definition_larger_than_other_requests_may_be_is_read()
    {
        var large = Draft.Replace("\"name\":\"试\"", $"\"name\":\"试\",\"description\":\"{new string('x', 1_000_000)}\"", StringComparison.Ordinal);

        await (await PostAsync("owner", $$"""{"definition":{{large}},"unscripted":"unanswered"}""")).IsAsync(HttpStatusCode.OK);
    }

    private async Task<HttpResponseMessage> PostAsync(string user, string body) =>
        await (await product.ApiAsAsync(user)).PostAsync(Url, new StringContent(body, Encoding.UTF8, "application/json"));
}
