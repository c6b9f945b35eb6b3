using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Migrations;
using AfterSales.Host.Tests.Problems;
using AfterSales.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Host.Tests.Definitions;

/// <summary>A process from its first draft to the migration of what runs, through the API alone.</summary>
[Collection(SharedProduct.Name)]
public sealed class DefinitionApiTests(ProductFactory product)
{
    private static string Definition(string id, string activity) => $$"""
        { "id": "{{id}}-x", "definitionId": "{{id}}", "name": "{{id}}", "version": 1, "root": { "id": "root", "type": "Elsa.Flowchart", "version": 1,
          "activities": [ { "id": "{{activity}}", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "Go" } } } ], "connections": [] } }
        """;

    private static Task<HttpResponseMessage> SaveAsync(HttpClient client, string json, string query = "") => client.PostTextAsync("/api/v1/definitions" + query, json);

    [Fact]
    public async Task Draft_is_saved_read_back_byte_for_byte_published_and_compared()
    {
        var owner = await product.ApiAsAsync("owner");
        var saved = await (await SaveAsync(owner, Definition("api-one", "a"))).IsAsync(HttpStatusCode.OK);
        Assert.Equal(Definition("api-one", "a"), await owner.GetStringAsync("/api/v1/definitions/api-one/json"));
        await (await owner.PostAsJsonAsync("/api/v1/definitions/api-one/publish", new { reason = "ok" })).IsAsync(HttpStatusCode.OK);
        await (await SaveAsync(owner, Definition("api-one", "b"))).IsAsync(HttpStatusCode.OK);

        var comparison = await (await owner.GetAsync("/api/v1/definitions/api-one/compare?from=1&to=2")).IsAsync(HttpStatusCode.OK);
        var versions = await (await (await product.ApiAsAsync("auditor")).GetAsync("/api/v1/definitions/api-one/versions")).IsAsync(HttpStatusCode.OK);

        Assert.Equal(1, saved.GetProperty("version").GetInt32());
        Assert.NotEmpty(comparison.GetProperty("comparison").GetProperty("activities").EnumerateArray());
        Assert.Equal([2, 1], versions.GetProperty("items").EnumerateArray().Select(v => v.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task Refusals_name_the_place_who_was_first_and_what_is_missing()
    {
        var owner = await product.ApiAsAsync("owner");
        var saved = await (await SaveAsync(owner, Definition("api-two", "a"))).IsAsync(HttpStatusCode.OK);
        await (await SaveAsync(await product.ApiAsAsync("admin"), Definition("api-two", "b"))).IsAsync(HttpStatusCode.OK);

        var conflict = await (await SaveAsync(owner, Definition("api-two", "c"), $"?base={saved.GetProperty("id").GetString()}&revision={saved.GetProperty("revision").GetInt32()}"))
            .IsProblemAsync(HttpStatusCode.Conflict, "definition.changed");
        Assert.Contains("admin", conflict.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await (await SaveAsync(owner, Definition("api-two", "x").Replace("Elsa.Event", "No.Such", StringComparison.Ordinal))).IsAsync(HttpStatusCode.OK);
        var invalid = await (await owner.PostAsJsonAsync("/api/v1/definitions/api-two/publish", new { })).IsProblemAsync(HttpStatusCode.BadRequest, "definition.invalid", "root.activities[0]");
        Assert.NotEmpty(invalid.GetProperty("errors").EnumerateObject());
        await (await (await product.ApiAsAsync("auditor")).PostAsJsonAsync("/api/v1/definitions/api-two/publish", new { })).IsProblemAsync(HttpStatusCode.Forbidden, "role.missing");
        await (await owner.GetAsync("/api/v1/definitions/nowhere/json")).IsProblemAsync(HttpStatusCode.NotFound, "request.not-found");
    }

    [Fact]
    public async Task Migration_is_planned_tried_started_followed_and_undone()
    {
        var owner = await product.ApiAsAsync("owner");
        await SaveAsync(owner, Definition("api-three", "a"));
        await (await owner.PostAsJsonAsync("/api/v1/definitions/api-three/publish", new { })).IsAsync(HttpStatusCode.OK);
        await using (var scope = product.Services.CreateAsyncScope())
        {
            var runtime = scope.ServiceProvider.GetRequiredService<WorkflowRuntime>();
            await scope.ServiceProvider.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(token => runtime.StartAsync(new StartWorkflow("api-three"), token), default);
        }

        await SaveAsync(owner, Definition("api-three", "b"));
        await (await owner.PostAsJsonAsync("/api/v1/definitions/api-three/publish", new { })).IsAsync(HttpStatusCode.OK);

        var plan = await (await owner.PostAsJsonAsync("/api/v1/migrations", new { definitionId = "api-three", from = 1, to = 2 })).IsAsync(HttpStatusCode.OK);
        var path = $"/api/v1/migrations/{plan.GetProperty("id").GetGuid()}";
        var blocked = (await (await owner.GetAsync($"{path}/dry-run")).IsAsync(HttpStatusCode.OK)).GetProperty("instances")[0];
        Assert.Equal((false, "activity-gone"), (blocked.GetProperty("isReady").GetBoolean(), blocked.GetProperty("findings")[0].GetProperty("rule").GetString()));
        Assert.Contains("a", blocked.GetProperty("findings")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        await (await owner.PutAsJsonAsync($"{path}/map", new { activities = new Dictionary<string, string> { ["a"] = "b" } })).IsAsync(HttpStatusCode.NoContent);
        await (await owner.PostAsJsonAsync($"{path}/start", new { canary = 1, reason = "试" })).IsAsync(HttpStatusCode.NoContent);
        await RunAsync();
        Assert.Equal(("canary-done", 1), await StandAsync(owner, path, "migrated"));
        await (await owner.PostAsJsonAsync($"{path}/undo", new { })).IsAsync(HttpStatusCode.NoContent);
        await RunAsync();

        Assert.Equal(("undone", 1), await StandAsync(owner, path, "undone"));
        Assert.Equal("undone", (await (await owner.GetAsync($"{path}/instances")).IsAsync(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("status").GetString());
        await (await owner.PostAsJsonAsync($"{path}/start", new { })).IsProblemAsync(HttpStatusCode.Conflict, "migration.wrong-status");
    }

    private async Task RunAsync()
    {
        while (await product.Services.GetRequiredService<MigrationPump>().RunDueAsync(default) > 0)
        {
        }
    }

    private static async Task<(string?, int)> StandAsync(HttpClient client, string path, string count)
    {
        var answer = await (await client.GetAsync(path)).IsAsync(HttpStatusCode.OK);
        return (answer.GetProperty("migration").GetProperty("status").GetString(), answer.GetProperty(count).GetInt32());
    }
}
