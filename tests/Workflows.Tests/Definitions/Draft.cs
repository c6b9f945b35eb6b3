using System.Text.Json.Nodes;

namespace AfterSales.Workflows.Tests.Definitions;

/// <summary>Writes a small definition that an event starts: activities by id, arrows as <c>a:Port->b</c>.</summary>
internal sealed class Draft(string definitionId)
{
    private readonly JsonArray _activities = [], _connections = [], _variables = [];

    public Draft StartedBy(string eventName)
    {
        var activity = Activity("Start", "Elsa.Event", ("eventName", eventName));
        activity["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        _activities.Add((JsonNode)activity);
        return this;
    }

    public Draft Add(string id, string type, params (string Name, JsonNode Value)[] inputs)
    {
        _activities.Add((JsonNode)Activity(id, type, inputs));
        return this;
    }

    public Draft Variable(string name, string type)
    {
        _variables.Add((JsonNode)new JsonObject { ["id"] = name, ["name"] = name, ["typeName"] = type });
        return this;
    }

    public Draft Asks(string id, string role, params string[] outcomes) =>
        Add(id, "AfterSales.HumanTask", ("title", id), ("candidateRole", role), ("outcomes", Expression("Object", new JsonArray([.. outcomes.Select(o => (JsonNode)o)]).ToJsonString())));

    public Draft Connect(params string[] arrows)
    {
        foreach (var (from, to) in arrows.Select(arrow => (arrow.Split("->")[0].Split(':'), arrow.Split("->")[1])))
        {
            var source = new JsonObject { ["activity"] = from[0], ["port"] = from.Length > 1 ? from[1] : "Done" };
            _connections.Add((JsonNode)new JsonObject { ["source"] = source, ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" } });
        }

        return this;
    }

    public static JsonObject Expression(string type, string value) =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    public override string ToString() => new JsonObject
    {
        ["id"] = definitionId + "-v1",
        ["definitionId"] = definitionId,
        ["name"] = definitionId,
        ["version"] = 1,
        ["variables"] = _variables.DeepClone(),
        ["root"] = new JsonObject
        {
            ["id"] = "Flowchart1", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = _activities.DeepClone(), ["connections"] = _connections.DeepClone(),
        },
    }.ToJsonString(new() { WriteIndented = true });

    private static JsonObject Activity(string id, string type, params (string Name, JsonNode Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in inputs)
            activity[name] = value is JsonObject ? value : Expression("Literal", value.ToString());
        return activity;
    }
}
