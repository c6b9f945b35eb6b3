using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>Studio's calls, and the definitions that tests send with them.</summary>
internal static class ElsaCalls
{
    public const string DefinitionsPath = "/elsa/api/workflow-definitions";

    public static async Task<JsonNode> GetNodeAsync(this HttpClient client, string path) => await (await client.GetAsync(path)).NodeAsync(HttpStatusCode.OK);

    public static async Task<JsonNode> PostNodeAsync(this HttpClient client, string path, JsonNode? body = null) => await (await client.SendJsonAsync(path, body)).NodeAsync(HttpStatusCode.OK);

    public static Task<HttpResponseMessage> SendJsonAsync(this HttpClient client, string path, JsonNode? body = null) =>
        client.PostAsync(path, new StringContent((body ?? new JsonObject()).ToJsonString(), Encoding.UTF8, "application/json"));

    public static async Task<JsonNode> NodeAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Saves a model as Studio does and answers with the definition that comes back.</summary>
    public static async Task<JsonObject> SaveModelAsync(this HttpClient client, JsonNode model, bool publish = false) =>
        (await client.PostNodeAsync(DefinitionsPath, new JsonObject { ["model"] = model.DeepClone(), ["publish"] = publish }))["workflowDefinition"]!.DeepClone().AsObject();

    /// <summary>Creates a definition with one waiting activity, and a name that no other test uses.</summary>
    public static Task<JsonObject> CreateAsync(this HttpClient client, [CallerMemberName] string name = "") => client.SaveModelAsync(Model(name));

    /// <summary>What Studio sends for a new definition, with one activity in it.</summary>
    public static JsonObject Model(string name, params JsonNode[] activities) => new()
    {
        ["definitionId"] = null,
        ["id"] = null,
        ["name"] = name,
        ["root"] = new JsonObject
        {
            ["id"] = "flow", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["name"] = "Flowchart1", ["start"] = "a",
            ["activities"] = new JsonArray([.. activities.Length is 0 ? [Event("a")] : activities]),
            ["connections"] = new JsonArray(),
        },
    };

    public static JsonObject Event(string id) => new() { ["id"] = id, ["name"] = id, ["type"] = "Elsa.Event", ["version"] = 1, ["metadata"] = new JsonObject(), ["eventName"] = Literal("Go") };

    public static JsonObject Literal(string text) => new() { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = text } };

    public static JsonArray ActivitiesOf(this JsonNode definition) => definition["root"]!["activities"]!.AsArray();

    public static JsonObject Sample(string name, [CallerFilePath] string here = "") =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "Samples", name + ".json")))!.AsObject();

    public static string Text(this JsonNode node, string member) => node[member]!.GetValue<string>();
}
