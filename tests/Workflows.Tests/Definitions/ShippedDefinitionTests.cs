using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Definitions;
using AfterSales.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Tests.Definitions;

/// <summary>What is shipped runs here and imports into an Elsa 3 server.</summary>
public sealed partial class ShippedDefinitionTests : IAsyncLifetime
{
    private TestProduct _product = null!;

    public static TheoryData<string> Files =>
        new("complaint-acceptance", "closure-verification", "fault-repair", "escalation", "higher-support", "corrective-action", "inquiry-issue", "inquiry-plan", "satisfaction-check", "maintenance-summary");

    public async Task InitializeAsync() => _product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await _product.DisposeAsync();

    [Theory]
    [MemberData(nameof(Files))]
    public void Parses_without_errors_and_warnings_and_loses_nothing(string name)
    {
        var parsed = _product.Services.GetRequiredService<DefinitionParser>().Parse(Text(name));
        Assert.Empty(parsed.Problems);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Text(name)), parsed.Definition!.ToJson()));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Has_what_an_elsa_server_imports(string name)
    {
        var json = Json(name);
        Assert.Equal("https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json", (string?)json["$schema"]);
        Assert.Equal((name, $"{name}-v1", 1, "3.8"), ((string?)json["definitionId"], (string?)json["id"], (int)json["version"]!, Version.Parse((string)json["toolVersion"]!).ToString(2)));
        var root = json["root"]!.AsObject();
        Assert.Equal(("Elsa.Flowchart", "Flowchart1", "Workflow1:Flowchart1"), ((string?)root["type"], (string?)root["id"], (string?)root["nodeId"]));

        var activities = Activities(json);
        var known = _product.Services.GetRequiredService<ActivityRegistry>();
        Assert.Equal(activities.Length, activities.Select(Id).Distinct().Count());
        Assert.Contains((string?)root["start"], activities.Select(Id));
        Assert.All(activities, activity =>
        {
            Assert.Equal($"Workflow1:Flowchart1:{Id(activity)}", (string?)activity["nodeId"]);
            Assert.NotNull(known.Find((string)activity["type"]!, (int)activity["version"]!));
            Assert.NotNull(activity["metadata"]!["designer"]!["position"]);
        });
        Assert.All(Connections(json), connection =>
        {
            Assert.Contains(connection.Source, activities.Select(Id));
            Assert.Contains(connection.Target, activities.Select(Id));
        });
    }

    [Theory]
    [InlineData("complaint-acceptance", "PRC-01 PRC-02 PRC-06 PRC-17 PRC-30 PRC-39 PRC-41")]
    [InlineData("closure-verification", "PRC-08 PRC-16 PRC-17")]
    [InlineData("escalation", "PRC-03 PRC-04 PRC-31 PRC-42 FLT-01 FLT-02")]
    [InlineData("corrective-action", "PRC-04 PRC-05 PRC-08")]
    [InlineData("fault-repair", "PRC-20 PRC-21 PRC-29 PRC-30 PRC-31")]
    [InlineData("inquiry-issue", "PRC-07 PRC-12 PRC-16 PRC-27 INQ-06 INQ-07 INQ-08 INQ-09")]
    [InlineData("inquiry-plan", "PRC-15 INQ-01 INQ-05")]
    public void Says_which_requirements_it_is_there_for(string name, string ids) =>
        Assert.All(ids.Split(' '), id => Assert.Contains(id, (string)Json(name)["description"]!, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Promises_no_time_of_its_own_but_what_a_policy_has_a_rule_for(string name)
    {
        var administrator = _product.Holding(Roles.Administrator);
        var ruled = new HashSet<string> { "answer" }; // agreed with each customer (PRC-30)
        foreach (var policy in await _product.SendAsync(administrator, new ListPolicies()))
            ruled.UnionWith((await _product.SendAsync(administrator, new GetPolicy(policy.Code)))!.Rules.Select(rule => rule.Metric));

        var activities = Activities(Json(name));
        Assert.All(activities.Where(a => (string?)a["type"] == "AfterSales.HumanTask"), task => Assert.Null(task["dueIn"]));
        Assert.All(activities.Select(a => a["metric"] is null ? null : Value(a, "metric")).OfType<string>(), metric => Assert.Contains(metric, ruled));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_human_task_has_a_role_labels_in_both_languages_and_an_arrow_for_each_outcome(string name)
    {
        var json = Json(name);
        var tasks = Activities(json).Where(a => (string?)a["type"] == "AfterSales.HumanTask").ToArray();
        // Some open their tasks by an activity that has their form.
        var planned = Activities(json).Where(a => (string?)a["type"] is "AfterSales.GenerateInquiryPlan" or "AfterSales.CheckSatisfaction").ToArray();
        // The summary's task is only to be taken note of, and its form is the product's own.
        Assert.True(tasks.Concat(planned).Any() || name is "maintenance-summary");
        Assert.All(planned, plan => CheckForm(Value(plan, "form")!, [(string?)plan["type"] is "AfterSales.CheckSatisfaction" ? "Drafted" : InquiryAnswer.Asked]));
        Assert.All(tasks, task =>
        {
            Assert.All(RolesOf(task, tasks), role => Assert.Contains(role, Roles.OfPeople));
            Assert.All((string[])["title", "titleEn", "instructions", "instructionsEn"], input => Assert.False(string.IsNullOrWhiteSpace(Value(task, input))));
            var outcomes = JsonNode.Parse(Value(task, "outcomes")!)!.AsArray().Select(o => (string)o!).ToArray();
            Assert.Equal(outcomes.Order(), Connections(json).Where(c => c.Source == Id(task)).Select(c => c.Port).Order());
            var labels = JsonNode.Parse(Value(task, "outcomeLabels")!)!.AsObject();
            Assert.Equal(outcomes.Order(), labels.Select(l => l.Key).Order());
            Assert.All(labels, label => IsInBoth(label.Value!));
            CheckForm(Value(task, "form")!, outcomes);
        });
    }

    // A role, or the choice of a form filled in before: then every option is one.
    private static string[] RolesOf(JsonObject task, JsonObject[] tasks)
    {
        var role = Value(task, "candidateRole")!;
        if ((string?)task["candidateRole"]!["expression"]!["type"] == "Literal")
            return [role];
        var asked = Chosen().Match(role);
        Assert.True(asked.Success, $"{role} is no field of a form.");
        var source = tasks.Single(t => (string?)t["result"]?["memoryReference"]?["id"] == asked.Groups["variable"].Value);
        return [.. TaskFormDefinition.Parse(Value(source, "form")!).Fields.Single(f => f.Name == asked.Groups["field"].Value).Options.Select(option => option.Value)];
    }

    [GeneratedRegex("^get(?<variable>[A-Za-z]+)\\(\\)\\.(?<field>[A-Za-z]+)$")]
    private static partial Regex Chosen();

    private static void CheckForm(string form, string[] outcomes)
    {
        var fields = TaskFormDefinition.Parse(form).Fields;
        Assert.NotEmpty(fields);
        Assert.Equal(fields.Count, fields.Select(f => f.Name).Distinct().Count());
        Assert.All(fields, field =>
        {
            Assert.Matches(FieldName(), field.Name);
            Assert.Empty(field.RequiredFor.Except(outcomes));
            Assert.Equal(field.Type == FormFieldType.Choice, field.Options.Count > 0);
        });
        foreach (var text in JsonNode.Parse(form)!["fields"]!.AsArray().SelectMany(f => (f!["options"]?.AsArray() ?? []).Select(o => o!["label"]).Append(f["label"])))
            IsInBoth(text!);
    }

    private static void IsInBoth(JsonNode label)
    {
        Assert.False(string.IsNullOrWhiteSpace((string?)label["zh"]));
        Assert.False(string.IsNullOrWhiteSpace((string?)label["en"]));
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(TestProduct.DefinitionsDirectory, $"{name}.json"));

    private static JsonObject Json(string name) => JsonNode.Parse(Text(name))!.AsObject();

    private static JsonObject[] Activities(JsonObject definition) => [.. definition["root"]!["activities"]!.AsArray().Select(a => a!.AsObject())];

    private static (string Source, string Port, string Target)[] Connections(JsonObject definition) =>
        [.. definition["root"]!["connections"]!.AsArray().Select(c => ((string)c!["source"]!["activity"]!, (string)c["source"]!["port"]!, (string)c["target"]!["activity"]!))];

    private static string Id(JsonObject activity) => (string)activity["id"]!;

    private static string? Value(JsonObject activity, string input) => (string?)activity[input]?["expression"]?["value"];

    [GeneratedRegex("^[a-z][A-Za-z0-9]*$")]
    private static partial Regex FieldName();
}
