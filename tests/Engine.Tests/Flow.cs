using System.Text.Json.Nodes;

namespace AfterSales.Engine.Tests;

/// <summary>Writes definitions: <c>new Flow("f").Add("a", "Test.Ask").Connect("a->b", "a:Yes->c")</c>.</summary>
public sealed class Flow(string definitionId)
{
    private readonly JsonArray _activities = [];
    private readonly JsonArray _connections = [];
    private readonly JsonArray _variables = [];
    private readonly JsonArray _outputs = [];
    private readonly JsonArray _inputs = [];
    private readonly JsonArray _outcomes = [];
    private string? _name;
    private bool _usableAsActivity;
    private JsonObject? _root;

    /// <summary>A definition of one activity with whatever it holds.</summary>
    public static Flow Of(JsonObject root, string definitionId = "f") => new(definitionId) { _root = root };

    public Flow Add(string id, string type, params (string Name, JsonNode? Value)[] inputs)
    {
        _activities.Add(Activity(id, type, inputs));
        return this;
    }

    public Flow Merge(string id, string type, string mode)
    {
        var activity = Activity(id, type);
        activity["customProperties"] = new JsonObject { ["mergeMode"] = mode };
        _activities.Add(activity);
        return this;
    }

    /// <summary>Gives the last activity a retry policy.</summary>
    public Flow Retry(JsonNode? policy)
    {
        _activities[^1]!["customProperties"] = new JsonObject { ["retryPolicy"] = policy };
        return this;
    }

    public Flow Trigger(string id, string eventName) => Starts(id, "Elsa.Event", ("eventName", eventName));

    public Flow Starts(string id, string type, params (string Name, JsonNode? Value)[] inputs)
    {
        var activity = Activity(id, type, inputs);
        activity["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        _activities.Add(activity);
        return this;
    }

    public Flow Asks(params string[] ids)
    {
        foreach (var id in ids)
            Add(id, "Test.Ask");
        return this;
    }

    public Flow Works(params string[] ids)
    {
        foreach (var id in ids)
            Add(id, "Test.Work");
        return this;
    }

    public Flow Connect(params string[] arrows)
    {
        foreach (var arrow in arrows)
        {
            var (from, to) = (arrow.Split("->")[0], arrow.Split("->")[1]);
            var source = new JsonObject { ["activity"] = from.Split(':')[0] };
            if (from.Contains(':', StringComparison.Ordinal))
                source["port"] = from.Split(':')[1];
            _connections.Add(new JsonObject { ["source"] = source, ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" } });
        }

        return this;
    }

    public Flow Variable(string name, string type, JsonNode? value = null)
    {
        _variables.Add(new JsonObject { ["id"] = "v-" + name, ["name"] = name, ["typeName"] = type, ["value"] = value });
        return this;
    }

    public Flow Output(string name)
    {
        _outputs.Add(new JsonObject { ["name"] = name, ["type"] = "Object" });
        return this;
    }

    public Flow Input(string name, string type)
    {
        _inputs.Add(new JsonObject { ["name"] = name, ["type"] = type });
        return this;
    }

    public Flow Outcomes(params string[] outcomes)
    {
        foreach (var outcome in outcomes)
            _outcomes.Add(outcome);
        return this;
    }

    public Flow Named(string name)
    {
        _name = name;
        return this;
    }

    public Flow UsableAsActivity()
    {
        _usableAsActivity = true;
        return this;
    }

    public JsonObject Flowchart(string id) => new()
    {
        ["id"] = id,
        ["type"] = "Elsa.Flowchart",
        ["version"] = 1,
        ["activities"] = _activities.DeepClone(),
        ["connections"] = _connections.DeepClone(),
    };

    public static JsonObject Activity(string id, string type, params (string Name, JsonNode? Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in inputs)
            activity[name] = value?.Parent is null ? value : value.DeepClone();
        return activity;
    }

    public static JsonObject Js(string script) => Expression("JavaScript", script);

    public static JsonObject Expression(string type, JsonNode? value) => new() { ["typeName"] = null, ["expression"] = new JsonObject { ["type"] = type, ["value"] = value }, ["memoryReference"] = null };

    public override string ToString() => new JsonObject
    {
        ["id"] = definitionId + "-v1",
        ["definitionId"] = definitionId,
        ["name"] = _name ?? definitionId,
        ["version"] = 1,
        ["variables"] = _variables.DeepClone(),
        ["inputs"] = _inputs.DeepClone(),
        ["outputs"] = _outputs.DeepClone(),
        ["outcomes"] = _outcomes.DeepClone(),
        ["options"] = new JsonObject { ["usableAsActivity"] = _usableAsActivity },
        ["root"] = _root?.DeepClone() ?? Flowchart("Flowchart1"),
    }.ToJsonString();
}
