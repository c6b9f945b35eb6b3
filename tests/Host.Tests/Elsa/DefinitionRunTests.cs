using System.Net;
using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;
using AfterSales.Host.Tests.Problems;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using static AfterSales.Host.Tests.Elsa.ElsaCalls;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>Studio's Run.</summary>
[Collection(SharedProduct.Name)]
public sealed class DefinitionRunTests(ProductFactory product)
{
    private const string InstanceHeader = "x-elsa-workflow-instance-id", RefusalHeader = "x-elsa-workflow-cannot-start";

    [Fact]
    public async Task Draft_is_run_and_the_instance_is_named()
    {
        var owner = await product.ApiAsAsync("owner");
        var draft = await owner.CreateAsync();

        var answer = await owner.SendJsonAsync($"{DefinitionsPath}/{draft.Text("definitionId")}/execute", new JsonObject { ["correlationId"] = null, ["triggerActivityId"] = null, ["versionOptions"] = "Latest", ["input"] = null });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var id = Guid.Parse(answer.Headers.GetValues(InstanceHeader).Single());
        var instance = await product.ReadAsync(db => db.Set<WorkflowInstance>().AsNoTracking().SingleAsync(stored => stored.Id == id));
        Assert.Equal(draft.Text("id"), instance.DefinitionVersionId);
    }

    [Fact]
    public async Task Process_that_works_on_cases_needs_one_and_says_so_in_the_way_studio_reads()
    {
        var owner = await product.ApiAsAsync("owner");
        var draft = await owner.SaveModelAsync(Model("Works on a case", Event("a"), new JsonObject { ["id"] = "t", ["type"] = "AfterSales.HumanTask", ["version"] = 1, ["title"] = Literal("Do") }));
        var path = $"{DefinitionsPath}/{draft.Text("definitionId")}/execute";

        var without = await owner.SendJsonAsync(path);
        var unknown = await owner.SendJsonAsync(path, new JsonObject { ["correlationId"] = "C-1999-00001" });
        var number = await product.FileComplaintAsync();
        var with = await owner.SendJsonAsync(path, new JsonObject { ["correlationId"] = number.Value });

        await without.IsProblemAsync(HttpStatusCode.Conflict, "definition.needs-case");
        Assert.Equal("true", without.Headers.GetValues(RefusalHeader).Single());
        await unknown.IsProblemAsync(HttpStatusCode.Conflict, "definition.unknown-case");
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
        Assert.False(with.Headers.Contains(RefusalHeader));
    }

    [Theory]
    [InlineData("auditor", HttpStatusCode.Forbidden)]
    [InlineData("agent", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task Whoever_refuses_a_start_studio_is_told(string? userName, HttpStatusCode status)
    {
        var owner = await product.ApiAsAsync("owner");
        var draft = await owner.SaveModelAsync(Model($"Refused to {userName ?? "nobody"}"));
        var client = userName is null ? product.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false }) : await product.ApiAsAsync(userName);

        var refusal = await client.SendJsonAsync($"{DefinitionsPath}/{draft.Text("definitionId")}/execute");

        Assert.Equal(status, refusal.StatusCode);
        Assert.Equal("true", refusal.Headers.GetValues(RefusalHeader).Single());
    }

    [Fact]
    public async Task Draft_that_would_not_run_is_not_started()
    {
        var owner = await product.ApiAsAsync("owner");
        var draft = await owner.SaveModelAsync(Model("Not started", new JsonObject { ["id"] = "x", ["type"] = "No.Such", ["version"] = 1 }));

        var refusal = await owner.SendJsonAsync($"{DefinitionsPath}/{draft.Text("definitionId")}/dispatch");

        await refusal.IsProblemAsync(HttpStatusCode.BadRequest, "definition.invalid", "root.activities[0]");
        Assert.Equal("true", refusal.Headers.GetValues(RefusalHeader).Single());
    }

    [Fact]
    public async Task Nested_activities_are_found_by_their_paths()
    {
        var owner = await product.ApiAsAsync("owner");
        var loop = new JsonObject { ["id"] = "loop", ["type"] = "Elsa.ForEach", ["version"] = 1, ["body"] = Event("inside") };
        var draft = await owner.SaveModelAsync(Model("Nested", loop));

        var subgraph = await owner.GetNodeAsync($"{DefinitionsPath}/subgraph/{draft.Text("id")}?parentNodeId=Workflow1:flow:loop");
        var segments = await owner.GetNodeAsync($"{DefinitionsPath}/subgraph/segments/{draft.Text("id")}?childNodeId=Workflow1:flow:loop:inside");

        Assert.Equal("Workflow1:flow:loop:inside", draft.ActivitiesOf()[0]!["body"]!.Text("nodeId"));
        Assert.Equal("body", Assert.Single(subgraph["children"]!.AsArray())!.Text("port"));
        Assert.Equal("Workflow1:flow:loop", segments["container"]!.Text("nodeId"));
        Assert.Equal(["flow", "loop"], segments["pathSegments"]!.AsArray().Select(segment => segment!.Text("activityId")));
    }
}
