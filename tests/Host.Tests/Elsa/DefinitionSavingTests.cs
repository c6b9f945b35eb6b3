using System.Net;
using System.Text.Json.Nodes;
using AfterSales.Domain.Audit;
using AfterSales.Host.Tests.Problems;
using Microsoft.EntityFrameworkCore;
using static AfterSales.Host.Tests.Elsa.ElsaCalls;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>What Studio saves is kept, comes back, and is not lost by accident.</summary>
[Collection(SharedProduct.Name)]
public sealed class DefinitionSavingTests(ProductFactory product)
{
    [Fact]
    public async Task What_the_create_dialog_sends_becomes_a_definition_with_ids_that_may_be_edited()
    {
        var owner = await product.ApiAsAsync("owner");
        var request = Sample("definition-create-request");
        request["model"]!["name"] = "Created by the dialog";

        var answer = await owner.PostNodeAsync(DefinitionsPath, request);

        var definition = answer["workflowDefinition"]!;
        Assert.NotEmpty(definition.Text("definitionId"));
        Assert.NotEmpty(definition.Text("id"));
        Assert.Equal($"Workflow1:{definition["root"]!.Text("id")}", definition["root"]!.Text("nodeId"));
        foreach (var member in (string[])["options", "variables", "customProperties", "inputs", "outputs", "outcomes"])
            Assert.NotNull(definition[member]);
        Assert.Contains(definition["links"]!.AsArray(), link => link!.Text("rel") == "publish");
        Assert.False(answer["alreadyPublished"]!.GetValue<bool>());
        Assert.Equal(0, answer["consumingWorkflowCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task Everything_that_was_saved_comes_back_unknown_members_included()
    {
        var owner = await product.ApiAsAsync("owner");
        var request = Sample("definition-save-request");
        var model = request["model"]!.AsObject();
        (model["name"], model["definitionId"], model["id"]) = ("Round trip", null, null);
        model["somethingOfTomorrow"] = new JsonObject { ["números"] = new JsonArray(1.50, 1e3, "é中文") };
        model.ActivitiesOf()[0]!["alsoNew"] = "kept <b>as it is</b>";
        var sent = model.DeepClone().AsObject();

        var saved = await owner.SaveModelAsync(model);
        var read = await owner.GetNodeAsync($"{DefinitionsPath}/by-definition-id/{saved.Text("definitionId")}?versionOptions=Latest");

        Assert.Equal(saved.ToJsonString(), read.ToJsonString());
        foreach (var (name, value) in sent.Where(member => member.Key is not ("id" or "definitionId" or "links" or "createdAt" or "customProperties" or "root")))
            Assert.True(JsonNode.DeepEquals(value, read[name]), $"{name}: {value} became {read[name]}");
        Assert.True(JsonNode.DeepEquals(sent["customProperties"]!["VariableTestValues"], read["customProperties"]!["VariableTestValues"]));
        // Two of the sample's activities are not ours: they come as stand-ins and are stored as they were.
        var stored = JsonNode.Parse(await owner.GetStringAsync($"/api/v1/definitions/{saved.Text("definitionId")}/json"))!;
        Assert.Equal(sent["root"]!.ToJsonString(), stored["root"]!.ToJsonString());
        Assert.Null(stored["customProperties"]!["afterSalesRevision"]);
        Assert.Null(stored["links"]);
    }

    [Fact]
    public async Task Saving_what_came_back_changes_nothing_and_leaves_a_published_version_alone()
    {
        var owner = await product.ApiAsAsync("owner");
        var published = await owner.SaveModelAsync(Model("Saved again"), publish: true);

        var again = await owner.PostNodeAsync(DefinitionsPath, new JsonObject { ["model"] = published.DeepClone(), ["publish"] = true });

        Assert.True(again["alreadyPublished"]!.GetValue<bool>());
        Assert.Equal(published.Text("id"), again["workflowDefinition"]!.Text("id"));
        Assert.Equal(published.ToJsonString(), again["workflowDefinition"]!.ToJsonString());
    }

    [Fact]
    public async Task A_change_to_a_published_version_becomes_a_new_draft()
    {
        var owner = await product.ApiAsAsync("owner");
        var published = await owner.SaveModelAsync(Model("Next version"), publish: true);
        var changed = published.DeepClone().AsObject();
        changed.ActivitiesOf().Add(Event("b"));

        var draft = await owner.SaveModelAsync(changed);

        Assert.Equal((2, true, false), (draft["version"]!.GetValue<int>(), draft["isLatest"]!.GetValue<bool>(), draft["isPublished"]!.GetValue<bool>()));
        Assert.NotEqual(published.Text("id"), draft.Text("id"));
        Assert.Equal("Workflow1:flow:b", draft.ActivitiesOf()[1]!.Text("nodeId"));
        var old = await owner.GetNodeAsync($"{DefinitionsPath}/by-id/{published.Text("id")}");
        Assert.Equal((1, false, true), (old["version"]!.GetValue<int>(), old["isLatest"]!.GetValue<bool>(), old["isPublished"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Second_owner_with_a_stale_copy_is_told_who_was_first_and_nothing_is_overwritten()
    {
        var owner = await product.ApiAsAsync("owner");
        var other = await product.ApiAsAsync("admin");
        var mine = await owner.CreateAsync();
        var theirs = mine.DeepClone().AsObject();
        theirs.ActivitiesOf().Add(Event("theirs"));
        await other.SaveModelAsync(theirs);
        mine.ActivitiesOf().Add(Event("mine"));

        var refusal = await owner.SendJsonAsync(DefinitionsPath, new JsonObject { ["model"] = mine, ["publish"] = false });

        var problem = await refusal.IsProblemAsync(HttpStatusCode.BadRequest, "definition.changed", "generalErrors");
        Assert.Contains("admin", problem.GetProperty("errors").GetProperty("generalErrors")[0].GetString(), StringComparison.Ordinal);
        var stored = await owner.GetNodeAsync($"{DefinitionsPath}/by-definition-id/{mine.Text("definitionId")}");
        Assert.Equal(["a", "theirs"], stored.ActivitiesOf().Select(activity => activity!.Text("id")));
    }

    [Fact]
    public async Task Overlapping_saves_of_one_author_are_no_conflict()
    {
        var owner = await product.ApiAsAsync("owner");
        var first = await owner.CreateAsync();
        var (one, two) = (first.DeepClone().AsObject(), first.DeepClone().AsObject());
        one.ActivitiesOf().Add(Event("one"));
        two.ActivitiesOf().Add(Event("two"));

        await owner.SaveModelAsync(one);
        var last = await owner.SaveModelAsync(two);

        Assert.Equal(["a", "two"], last.ActivitiesOf().Select(activity => activity!.Text("id")));
    }

    [Fact]
    public async Task Canvas_that_was_emptied_by_accident_is_not_saved()
    {
        var owner = await product.ApiAsAsync("owner");
        var definition = await owner.CreateAsync();
        definition["root"]!["activities"] = new JsonArray();

        var refusal = await owner.SendJsonAsync(DefinitionsPath, new JsonObject { ["model"] = definition.DeepClone(), ["publish"] = false });

        await refusal.IsProblemAsync(HttpStatusCode.BadRequest, "definition.emptied", "generalErrors");
        Assert.Single((await owner.GetNodeAsync($"{DefinitionsPath}/by-definition-id/{definition.Text("definitionId")}")).ActivitiesOf());
    }

    [Theory]
    [InlineData("Elsa.Sequence")]
    [InlineData("Elsa.StateMachine")]
    public async Task Roots_that_the_designer_does_not_draw_are_refused(string type)
    {
        var owner = await product.ApiAsAsync("owner");
        var model = Model($"Root {type}");
        model["root"] = new JsonObject { ["id"] = "root", ["type"] = type, ["version"] = 1, ["name"] = "Root1" };

        var refusal = await owner.SendJsonAsync(DefinitionsPath, new JsonObject { ["model"] = model, ["publish"] = null });

        await refusal.IsProblemAsync(HttpStatusCode.BadRequest, "definition.root-not-flowchart", "generalErrors");
    }

    [Fact]
    public async Task Names_are_unique_and_a_taken_one_is_refused()
    {
        var owner = await product.ApiAsAsync("owner");
        var first = await owner.SaveModelAsync(Model("唯一的名称"));

        Assert.False((await owner.GetNodeAsync($"{DefinitionsPath}/validation/is-name-unique?name={Uri.EscapeDataString("唯一的名称")}"))["isUnique"]!.GetValue<bool>());
        Assert.True((await owner.GetNodeAsync($"{DefinitionsPath}/validation/is-name-unique?name={Uri.EscapeDataString("唯一的名称")}&definitionId={first.Text("definitionId")}"))["isUnique"]!.GetValue<bool>());
        await (await owner.SendJsonAsync(DefinitionsPath, new JsonObject { ["model"] = Model("唯一的名称") })).IsProblemAsync(HttpStatusCode.BadRequest, "definition.name-taken", "generalErrors");
    }

    [Fact]
    public async Task Unknown_activity_is_shown_by_a_stand_in_and_stored_as_it_was()
    {
        var owner = await product.ApiAsAsync("owner");
        var unknown = new JsonObject
        {
            ["id"] = "mail", ["type"] = "Elsa.SendEmail", ["version"] = 1, ["name"] = "SendEmail1", ["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 1, ["y"] = 2 } } },
            ["to"] = Literal("a@b"), ["inner"] = new JsonObject { ["id"] = "deep", ["type"] = "Elsa.AlsoMissing", ["version"] = 1 },
        };
        var shown = await owner.SaveModelAsync(Model("Unknown activity", Event("a"), unknown.DeepClone()));
        var standIn = shown.ActivitiesOf()[1]!.AsObject();

        Assert.Equal("Elsa.NotFoundActivity", standIn.Text("type"));
        Assert.Equal("Workflow1:flow:mail", standIn.Text("nodeId"));
        Assert.Contains("SendEmail", shown.ToJsonString(), StringComparison.Ordinal);
        standIn["metadata"]!["designer"]!["position"]!["x"] = 300;
        await owner.SaveModelAsync(shown);

        var stored = JsonNode.Parse(await owner.GetStringAsync($"/api/v1/definitions/{shown.Text("definitionId")}/json"))!.ActivitiesOf()[1]!;
        unknown["metadata"]!["designer"]!["position"]!["x"] = 300;
        Assert.Equal(unknown.ToJsonString(), stored.ToJsonString());
    }

    [Fact]
    public async Task Vertices_are_never_null()
    {
        var owner = await product.ApiAsAsync("owner");
        var model = Model("Vertices", Event("a"), Event("b"));
        model["root"]!["connections"] = new JsonArray(new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = "a", ["port"] = "Done" }, ["target"] = new JsonObject { ["activity"] = "b", ["port"] = "In" }, ["vertices"] = null,
        });

        var saved = await owner.SaveModelAsync(model);

        Assert.IsType<JsonArray>(saved["root"]!["connections"]![0]!["vertices"]);
    }

    [Fact]
    public async Task Publishing_what_would_not_run_names_the_activity_in_the_readers_language_and_keeps_the_draft()
    {
        var owner = await product.ApiAsAsync("owner");
        var broken = Event("a");
        broken["metadata"] = new JsonObject { ["displayText"] = "受理工单" };
        broken["eventName"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "variables." } };
        var request = new JsonObject { ["model"] = Model("Would not run", broken), ["publish"] = true };

        owner.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");
        var refusal = await (await owner.SendJsonAsync(DefinitionsPath, request)).IsProblemAsync(HttpStatusCode.BadRequest, "definition.invalid", "root.activities[0].eventName.expression.value");

        var text = refusal.GetProperty("errors").GetProperty("root.activities[0].eventName.expression.value")[0].GetString();
        Assert.StartsWith("受理工单", text, StringComparison.Ordinal);
        Assert.Contains("第 1 行", text, StringComparison.Ordinal);
        var list = await owner.GetNodeAsync($"{DefinitionsPath}?versionOptions=Latest&SearchTerm=Would not run");
        Assert.False(Assert.Single(list["items"]!.AsArray())!["isPublished"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Auditor_reads_everything_may_change_nothing_and_is_offered_nothing()
    {
        var owner = await product.ApiAsAsync("owner");
        var auditor = await product.ApiAsAsync("auditor");
        var definition = await owner.CreateAsync();

        var shown = await auditor.GetNodeAsync($"{DefinitionsPath}/by-id/{definition.Text("id")}");
        var list = await auditor.GetNodeAsync($"{DefinitionsPath}?versionOptions=Latest&DefinitionIds={definition.Text("definitionId")}");
        var refusal = await auditor.SendJsonAsync(DefinitionsPath, new JsonObject { ["model"] = definition.DeepClone() });

        Assert.DoesNotContain(shown["links"]!.AsArray(), link => link!.Text("rel") == "publish");
        Assert.DoesNotContain(list["links"]!.AsArray(), link => link!.Text("rel") == "bulk-publish");
        Assert.DoesNotContain(list["items"]![0]!["links"]!.AsArray(), link => link!.Text("rel") == "publish");
        await refusal.IsProblemAsync(HttpStatusCode.Forbidden, "role.missing");
        var record = await product.ReadAsync(db => db.Set<AuditRecord>().AsNoTracking().Where(r => r.Chain == RefusedRequests.Chain).OrderByDescending(r => r.Sequence).FirstAsync());
        Assert.Equal(("auditor", "RefusedRequest"), (record.ActorName, record.Action));
        Assert.Contains("SaveDefinitionDraft", record.Changes, StringComparison.Ordinal);
    }
}
