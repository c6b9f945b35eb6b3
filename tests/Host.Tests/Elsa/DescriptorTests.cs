using System.Collections;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Activities;
using AfterSales.Host.Elsa.Descriptors;
using Microsoft.Extensions.DependencyInjection;
using static AfterSales.Host.Tests.Elsa.ElsaCalls;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>What the toolbox and the editors of inputs are made of.</summary>
[Collection(SharedProduct.Name)]
public sealed class DescriptorTests(ProductFactory product)
{
    private const string Activities = "/elsa/api/descriptors/activities";

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void Every_activity_input_output_port_and_category_has_its_text(string language)
    {
        var culture = new CultureInfo(language == "en" ? "en" : "");
        var texts = ActivityTexts.Resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().Select(entry => (string)entry.Key).ToHashSet();
        var missing = new List<string>();
        var activities = product.Services.GetRequiredService<ActivityRegistry>().All.Select(activity => activity.Descriptor).ToArray();
        foreach (var activity in activities)
        {
            Want(activity.TypeName);
            Want($"{activity.TypeName}.description");
            if (activity.Namespace is not "AfterSales")
                Want($"category.{activity.Category}");
            foreach (var input in activity.Inputs)
            {
                Want($"{activity.TypeName}.{input.Name}", $"input.{input.Name}");
                if (input.Description.Length > 0)
                    Want($"{activity.TypeName}.{input.Name}.description", $"input.{input.Name}.description");
                if (input.Category is { } category)
                    Want($"category.{category}");
            }

            foreach (var output in activity.Outputs)
                Want($"{activity.TypeName}.output.{output.Name}", $"output.{output.Name}");
            foreach (var port in activity.Ports)
                Want($"port.{port.Name}");
        }

        Assert.True(activities.Length > 40);
        Assert.Empty(missing);

        void Want(params ReadOnlySpan<string> keys)
        {
            foreach (var key in keys)
            {
                if (texts.Contains(key))
                    return;
            }

            missing.Add(keys[0]);
        }
    }

    [Fact]
    public void Texts_are_the_same_in_both_languages()
    {
        static IEnumerable<string> Keys(string culture) =>
            ActivityTexts.Resources.GetResourceSet(new CultureInfo(culture), createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().Select(entry => (string)entry.Key).Order(StringComparer.Ordinal);

        Assert.Equal(Keys(""), Keys("en"));
    }

    [Fact]
    public async Task Each_type_and_version_is_there_once_with_all_that_studio_reads()
    {
        var owner = await product.ApiAsAsync("owner");
        var sample = Sample("descriptors-activities")["items"]![0]!.AsObject();
        var wanted = Sample("descriptors-activities")["items"]!.AsArray().Select(item => item!["inputs"]!.AsArray()).First(inputs => inputs.Count > 0)[0]!.AsObject();

        var list = await owner.GetNodeAsync($"{Activities}?Refresh=True");

        var items = list["items"]!.AsArray();
        Assert.Equal(items.Count, list["count"]!.GetValue<int>());
        Assert.Equal(items.Count, items.Select(item => (item!.Text("typeName"), item!["version"]!.GetValue<int>())).Distinct().Count());
        foreach (var item in items)
        {
            foreach (var (member, _) in sample)
                Assert.True(item![member] is not null, $"{item.Text("typeName")} has no {member}.");
            foreach (var input in item!["inputs"]!.AsArray())
            {
                foreach (var (member, _) in wanted)
                    Assert.True(input!.AsObject().ContainsKey(member), $"{item.Text("typeName")}.{input.Text("name")} has no {member}.");
                Assert.NotNull(input!["uiHint"]);
            }
        }

        foreach (var type in (string[])["Elsa.Flowchart", "Elsa.NotFoundActivity", "Elsa.Workflow", "Elsa.FlowDecision", "AfterSales.HumanTask"])
            Assert.Contains(items, item => item!.Text("typeName") == type);
        Assert.All(items.TakeWhile(item => item!.Text("namespace") == "AfterSales"), item => Assert.Contains("售后", item!.Text("category"), StringComparison.Ordinal));
        Assert.Equal("AfterSales", items[0]!.Text("namespace"));
    }

    [Fact]
    public async Task Human_task_is_edited_by_choices_and_its_outcomes_are_ports()
    {
        var task = await FindAsync("AfterSales.HumanTask", "zh-CN");
        JsonNode Input(string name) => task["inputs"]!.AsArray().Single(input => input!.Text("name") == name)!;
        string[] Choices(string name) => [.. Input(name)["uiSpecifications"]!["dropdown"]!["selectList"]!["items"]!.AsArray().Select(item => item!.Text("text"))];

        Assert.Equal("人工任务", task.Text("displayName"));
        Assert.Contains("客服中心经理", Choices("CandidateRole"));
        Assert.DoesNotContain("审计员", Choices("CandidateRole"));
        Assert.True(Choices("CandidateUnit").Length > 2);
        Assert.Contains("项目经理；项目组解散则部门总监", Choices("CandidateRule"));
        Assert.Contains("设备所属办事处的询检员", Choices("CandidateRule"));
        Assert.Contains("SLA-11 责任部门意见", Choices("Metric"));
        Assert.Contains("FRM-18 投诉处理结果说明", Choices("FormCode"));
        Assert.Equal(["普通", "重要", "紧急"], Choices("Priority"));
        Assert.Equal("dynamic-outcomes", Input("Outcomes").Text("uiHint"));
        Assert.Equal("""["Done"]""", task["constructionProperties"]!["Outcomes"]!["expression"]!.Text("value"));
        Assert.Equal("json-editor", Input("Form").Text("uiHint"));
        Assert.Equal("checkbox", Input("CustomerLink").Text("uiHint"));
        Assert.Empty(task["ports"]!.AsArray());
    }

    [Fact]
    public async Task Code_that_a_stored_definition_names_is_offered_though_it_has_no_text()
    {
        var owner = await product.ApiAsAsync("owner");
        static string[] Forms(JsonNode list) => [.. list["items"]!.AsArray().Single(item => item!.Text("typeName") == "AfterSales.HumanTask")!["inputs"]!.AsArray().Single(input => input!.Text("name") == "FormCode")!
            ["uiSpecifications"]!["dropdown"]!["selectList"]!["items"]!.AsArray().Select(item => item!.Text("value"))];
        var first = await owner.GetAsync($"{Activities}?Refresh=True");
        var before = Forms(await first.NodeAsync(HttpStatusCode.OK));

        await owner.SaveModelAsync(Model("Own form", new JsonObject
        {
            ["id"] = "own", ["type"] = "AfterSales.HumanTask", ["version"] = 1,
            ["formCode"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = "OWN-FORM" } },
        }));
        var after = Forms(await (await AskAsync(owner, first.Headers.ETag!)).NodeAsync(HttpStatusCode.OK));

        Assert.Contains("FRM-18", before);
        Assert.DoesNotContain("OWN-FORM", before);
        Assert.Single(after, "OWN-FORM");
        Assert.Equal(after.Length, after.Distinct().Count());
    }

    [Fact]
    public async Task Texts_follow_the_language_of_the_request()
    {
        var chinese = await FindAsync("Elsa.FlowDecision", "zh-CN");
        var english = await FindAsync("Elsa.FlowDecision", "en");

        Assert.Equal(("判断", "Decision"), (chinese.Text("displayName"), english.Text("displayName")));
        Assert.Equal(("条件", "Condition"), (chinese["inputs"]![0]!.Text("displayName"), english["inputs"]![0]!.Text("displayName")));
        Assert.Equal(["是", "否"], chinese["ports"]!.AsArray().Select(port => port!.Text("displayName")));
        Assert.Equal(["True", "False"], chinese["ports"]!.AsArray().Select(port => port!.Text("name")));
    }

    [Fact]
    public async Task Unchanged_list_is_not_sent_again_and_a_publication_changes_it()
    {
        var owner = await product.ApiAsAsync("owner");
        var first = await owner.GetAsync($"{Activities}?Refresh=True");
        Assert.Equal("no-cache, private", string.Join(", ", first.Headers.GetValues("Cache-Control").SelectMany(value => value.Split(", ")).Order(StringComparer.Ordinal)));

        var again = await AskAsync(owner, first.Headers.ETag!);
        var model = Model("Return visit");
        model["options"] = new JsonObject { ["usableAsActivity"] = true };
        model["outcomes"] = new JsonArray("Reached", "Missed");
        await owner.SaveModelAsync(model, publish: true);
        var changed = await AskAsync(owner, first.Headers.ETag!);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        var offered = (await changed.NodeAsync(HttpStatusCode.OK))["items"]!.AsArray().Single(item => item!.Text("typeName") == "ReturnVisit")!;
        Assert.True(offered["isBrowsable"]!.GetValue<bool>());
        Assert.Equal(["Reached", "Missed"], offered["ports"]!.AsArray().Where(port => port!.Text("type") == "Flow").Select(port => port!.Text("name")));
    }

    [Fact]
    public async Task Older_versions_of_a_workflow_stay_known_to_those_that_use_them()
    {
        var owner = await product.ApiAsAsync("owner");
        var model = Model("Used step");
        model["options"] = new JsonObject { ["usableAsActivity"] = true };
        var first = await owner.SaveModelAsync(model, publish: true);
        var use = new JsonObject { ["id"] = "use", ["type"] = "UsedStep", ["version"] = 1, ["workflowDefinitionId"] = first.Text("definitionId"), ["workflowDefinitionVersionId"] = first.Text("id") };
        var user = await owner.SaveModelAsync(Model("User of the step", use));
        first.ActivitiesOf().Add(Event("b"));
        await owner.SaveModelAsync(first, publish: true);

        var items = (await owner.GetNodeAsync(Activities))["items"]!.AsArray().Where(item => item!.Text("typeName") == "UsedStep").ToArray();
        var shown = await owner.GetNodeAsync($"{DefinitionsPath}/by-id/{user.Text("id")}");

        Assert.Equal([(1, false), (2, true)], items.Select(item => (item!["version"]!.GetValue<int>(), item!["isBrowsable"]!.GetValue<bool>())));
        Assert.Equal("UsedStep", shown.ActivitiesOf()[0]!.Text("type"));
    }

    [Fact]
    public async Task Other_lists_hold_what_the_engine_honours()
    {
        var auditor = await product.ApiAsAsync("auditor");
        async Task<string[]> NamesAsync(string list, string member) => [.. (await auditor.GetNodeAsync($"/elsa/api/descriptors/{list}"))["items"]!.AsArray().Select(item => item!.Text(member))];

        Assert.Equal(["Literal", "Object", "JavaScript", "Variable", "Input"], await NamesAsync("expression-descriptors", "type"));
        Assert.Equal("String", (await NamesAsync("variables", "typeName"))[0]);
        Assert.Equal(["Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"], await NamesAsync("storage-drivers", "typeName"));
        foreach (var list in (string[])["workflow-activation-strategies", "incident-strategies", "log-persistence-strategies", "commit-strategies/workflows", "commit-strategies/activities", "output-converters?sourceType=String&destinationType=String"])
            Assert.Empty(await NamesAsync(list, "typeName"));
    }

    [Fact]
    public async Task Script_editor_knows_the_definitions_variables_and_inputs()
    {
        var owner = await product.ApiAsAsync("owner");
        var model = Model("Typed");
        model["variables"] = new JsonArray(new JsonObject { ["id"] = "v1", ["name"] = "amount", ["typeName"] = "Decimal", ["isArray"] = false });
        model["inputs"] = new JsonArray(new JsonObject { ["name"] = "Customer", ["type"] = "String" });
        var definition = await owner.SaveModelAsync(model);

        var answer = await owner.SendJsonAsync($"/elsa/api/scripting/javascript/type-definitions/{definition.Text("definitionId")}");

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("declare function getAmount(): number;", text, StringComparison.Ordinal);
        Assert.Contains("declare const input: { Customer: string;", text, StringComparison.Ordinal);
        Assert.Contains("declare function getLastResult(): any;", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choices_can_be_asked_for_and_the_test_tab_points_to_the_trial()
    {
        var owner = await product.ApiAsAsync("owner");

        var options = await owner.PostNodeAsync($"{Activities}/AfterSales.HumanTask/options/CandidateRole", new JsonObject { ["context"] = new JsonObject() });
        var test = await owner.PostNodeAsync("/elsa/api/tests/activities", new JsonObject());

        Assert.NotEmpty(options["items"]!["dropdown"]!["selectList"]!["items"]!.AsArray());
        Assert.Equal("Faulted", test.Text("status"));
        Assert.Contains("试运行", test["exception"]!.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_of_forms_lists_every_member_and_type_that_a_form_may_have()
    {
        var owner = await product.ApiAsAsync("owner");

        var field = (await owner.GetNodeAsync("/elsa/api/schemas/task-form.json"))["$defs"]!["field"]!["properties"]!.AsObject();

        static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
        Assert.Equal(typeof(FormField).GetProperties().Where(property => property.CanWrite).Select(property => Camel(property.Name)).Order(StringComparer.Ordinal), field.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetNames<FormFieldType>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName), field["type"]!["enum"]!.AsArray().Select(type => type!.GetValue<string>()));
    }

    private async Task<JsonNode> FindAsync(string typeName, string language)
    {
        var client = await product.ApiAsAsync("owner");
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        return (await client.GetNodeAsync(Activities))["items"]!.AsArray().Single(item => item!.Text("typeName") == typeName)!;
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Activities}?Refresh=True");
        request.Headers.IfNoneMatch.Add(tag);
        return await client.SendAsync(request);
    }
}
