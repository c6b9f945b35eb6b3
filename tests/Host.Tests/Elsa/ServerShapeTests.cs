using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;
using Microsoft.Extensions.DependencyInjection;
using static AfterSales.Host.Tests.Elsa.ElsaCalls;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>What is exported here, held against what a real Elsa 3.8 server wrote: member by member, since no such server can be asked.</summary>
[Collection(SharedProduct.Name)]
public sealed class ServerShapeTests(ProductFactory product)
{
    private static readonly string[] Samples = ["kitchen-sink", "sequence-if"];

    // A server refuses a definition in which a variable, an input or an output is of a type that it has no name for. Lists of these are known as well.
    private static readonly string[] NamedTypes =
    [
        "Object", "String", "Boolean", "Int16", "Int32", "Int64", "Decimal", "Single", "Double", "Guid", "DateTime", "DateTimeOffset", "TimeSpan", "DateOnly", "TimeOnly", "ExpandoObject", "ObjectDictionary",
    ];

    private static ServerShapes Server => ServerShapes.Of(Samples.Select(ServerSample));

    [Fact]
    public async Task Every_shipped_process_is_exported_as_a_server_would_write_it()
    {
        var owner = await product.ApiAsAsync("owner");
        var shipped = Directory.EnumerateFiles(Path.Combine(Root(), "workflow-definitions"), "*.json").ToArray();

        var deviations = new List<string>();
        foreach (var file in shipped)
        {
            var definition = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
            // Another name than that of the process which other tests have.
            definition["definitionId"] = $"as-exported-{definition.Text("definitionId")}";
            await owner.PostNodeAsync($"{DefinitionsPath}/import", definition);
            var exported = await ExportAsync(owner, definition.Text("definitionId"));
            deviations.AddRange(Server.Deviations(exported).Select(deviation => $"{Path.GetFileName(file)}: {deviation}"));
            deviations.AddRange(TypesOf(exported).Except(NamedTypes).Select(type => $"{Path.GetFileName(file)}: no server knows the type {type}"));
            Assert.True(JsonNode.DeepEquals(definition["root"], exported["root"]));
        }

        Assert.True(shipped.Length >= 10);
        Assert.Empty(deviations.Distinct());
    }

    [Fact]
    public async Task Every_type_that_a_process_owner_can_choose_is_known_to_a_server()
    {
        var owner = await product.ApiAsAsync("owner");

        var offered = (await owner.GetNodeAsync("/elsa/api/descriptors/variables"))["items"]!.AsArray().Select(type => type!.Text("typeName")).ToArray();

        Assert.NotEmpty(offered);
        Assert.Empty(offered.Except(NamedTypes));
    }

    [Fact]
    public void Every_input_and_output_of_a_built_in_activity_is_called_and_wrapped_as_on_a_server()
    {
        var server = Server;
        var deviations = new List<string>();
        var common = product.Services.GetRequiredService<ActivityRegistry>().All.Select(activity => activity.Descriptor).Where(activity => server.ActivityTypes.Contains(activity.TypeName)).ToArray();
        foreach (var activity in common)
        {
            foreach (var input in activity.Inputs)
            {
                var type = server.TypeOf(activity.TypeName, JsonNamingPolicy.CamelCase.ConvertName(input.Name));
                if (type is null)
                    deviations.Add($"{activity.TypeName} has no input {input.Name} on a server");
                else if (type.Length > 0 && !type.StartsWith("UnregisteredClrType", StringComparison.Ordinal) && type != input.TypeName)
                    deviations.Add($"{activity.TypeName}.{input.Name} is {type} on a server, not {input.TypeName}");
                else if (type.Length > 0 && !input.IsWrapped)
                    deviations.Add($"{activity.TypeName}.{input.Name} is wrapped on a server");
            }

            deviations.AddRange(activity.Outputs.Where(output => server.TypeOf(activity.TypeName, JsonNamingPolicy.CamelCase.ConvertName(output.Name)) is null)
                .Select(output => $"{activity.TypeName} has no output {output.Name} on a server"));
        }

        Assert.True(common.Length > 25);
        Assert.Empty(deviations);
    }

    [Fact]
    public async Task What_a_server_wrote_is_exported_as_it_came()
    {
        var owner = await product.ApiAsAsync("owner");
        foreach (var name in Samples)
        {
            var sample = ServerSample(name);
            await owner.PostNodeAsync($"{DefinitionsPath}/import", sample);

            var file = await ExportAsync(owner, sample.Text("definitionId"));

            Assert.Empty(Server.Deviations(file));
            foreach (var (member, value) in sample.Where(member => member.Key is not ("id" or "version" or "createdAt" or "isLatest" or "isPublished")))
                Assert.True(JsonNode.DeepEquals(value, file[member]), $"{name}.{member}: {value} became {file[member]}");
        }
    }

    [Fact]
    public void Deviation_is_found_wherever_it_is()
    {
        (string Place, Action<JsonObject> Spoil)[] faults =
        [
            ("definition.Name is no member", json => json["Name"] = "x"),
            ("definition.isPublished is String", json => json["isPublished"] = "true"),
            ("variable.isArray is missing", json => json["variables"]![0]!.AsObject().Remove("isArray")),
            ("variable Amount is of the unknown type Integer", json => json["variables"]![0]!["typeName"] = "Integer"),
            ("activity.version is String", json => json["root"]!["activities"]![0]!["version"] = "1"),
            ("connection.vertices is Null", json => json["root"]!["connections"]![0]!["vertices"] = null),
            ("end.outcome is no member", json => json["root"]!["connections"]![0]!["source"]!["outcome"] = "Done"),
            ("FlowDecision1.condition has an expression of the unknown type Python", json => Activity(json, "FlowDecision1")["condition"]!["expression"]!["type"] = "Python"),
            ("FlowDecision1.Condition is not in camel case", json => Activity(json, "FlowDecision1")["Condition"] = Literal("true")),
            ("RunTask1.dueIn is no member of Elsa.RunTask", json => Activity(json, "RunTask1")["dueIn"] = Literal("1d")),
            ("RunTask1.taskName of Elsa.RunTask is String", json => Activity(json, "RunTask1")["taskName"] = "ask"),
            ("RunTask1.payload has a Object whose value is Object", json => Activity(json, "RunTask1")["payload"] = new JsonObject { ["typeName"] = "ObjectDictionary", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = new JsonObject() } }),
        ];

        foreach (var (place, spoil) in faults)
        {
            var json = ServerSample("kitchen-sink");
            Assert.Empty(Server.Deviations(json));
            spoil(json);
            var deviations = Server.Deviations(json);
            Assert.True(deviations.Any(deviation => deviation.StartsWith(place, StringComparison.Ordinal)), $"{place}: {string.Join("; ", deviations)}");
        }
    }

    private static IEnumerable<string> TypesOf(JsonObject definition) =>
        definition["variables"]!.AsArray().Select(variable => variable!.Text("typeName"))
            .Concat(((string[])["inputs", "outputs"]).SelectMany(list => definition[list]!.AsArray()).Select(member => member!.Text("type")));

    private static JsonNode Activity(JsonObject definition, string id) => definition.ActivitiesOf().Single(activity => activity!.Text("id") == id)!;

    private static async Task<JsonObject> ExportAsync(HttpClient owner, string definitionId) =>
        (await owner.GetNodeAsync($"{DefinitionsPath}/{definitionId}/export?versionOptions=Latest&includeConsumingWorkflows=False")).AsObject();

    private static JsonObject ServerSample(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Root(), "tests", "Engine.Tests", "Samples", name + ".json")))!.AsObject();

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "AfterSales.sln")))
            directory = directory.Parent!;
        return directory.FullName;
    }
}
