using System.Text.Json.Nodes;

namespace AfterSales.Benchmarks.Flows;

/// <summary>Writes the benchmarks' definitions.</summary>
internal static class FlowJson
{
    /// <summary>Activities one after the other.</summary>
    public static string Straight(string definitionId, string name, params JsonObject[] activities)
    {
        var connections = activities.Zip(activities.Skip(1)).Select(pair => (JsonNode)new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = (string)pair.First["id"]!, ["port"] = "Done" },
            ["target"] = new JsonObject { ["activity"] = (string)pair.Second["id"]!, ["port"] = "In" },
        }).ToArray();
        return new JsonObject
        {
            ["id"] = $"{definitionId}-v1",
            ["definitionId"] = definitionId,
            ["name"] = name,
            ["version"] = 1,
            ["variables"] = new JsonArray(new JsonObject { ["id"] = "count", ["name"] = "count", ["typeName"] = "Int32", ["value"] = "0" }),
            ["root"] = new JsonObject
            {
                ["id"] = "Flowchart1", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = new JsonArray([.. activities]), ["connections"] = new JsonArray(connections),
            },
        }.ToJsonString();
    }

    public static JsonObject Activity(string id, string type, params (string Input, JsonNode Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["nodeId"] = $"Workflow1:Flowchart1:{id}", ["name"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (input, value) in inputs)
            activity[input] = value;
        return activity;
    }

    public static JsonObject Input(string kind, string value, string typeName = "Object") => new() { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = kind, ["value"] = value } };
}
