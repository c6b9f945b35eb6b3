using System.Text.Json.Nodes;
using AfterSales.Workflows.Tests.Definitions;

namespace AfterSales.Workflows.Tests.Trials;

/// <summary>Changes a definition's JSON as somebody might in the designer.</summary>
internal static class DraftChanges
{
    public static JsonObject Activity(this JsonObject draft, string id) => draft["root"]!["activities"]!.AsArray().Single(a => a!["id"]!.ToString() == id)!.AsObject();

    public static void Add(this JsonObject draft, string id, string type, params (string Name, string Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in inputs)
            activity[name] = Draft.Expression("Literal", value);
        draft["root"]!["activities"]!.AsArray().Add((JsonNode)activity);
    }

    public static void Redirect(this JsonObject draft, string from, string to)
    {
        var (source, port) = (from.Split(':')[0], from.Contains(':', StringComparison.Ordinal) ? from.Split(':')[1] : null);
        foreach (var connection in draft["root"]!["connections"]!.AsArray().Where(c => c!["source"]!["activity"]!.ToString() == source && (port is null || c["source"]!["port"]!.ToString() == port)))
            connection!["target"]!["activity"] = to;
    }

    public static void Connect(this JsonObject draft, string from, string port, string to) => draft["root"]!["connections"]!.AsArray().Add((JsonNode)new JsonObject
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = port }, ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
    });

    public static void Require(this JsonObject draft, string id, string field)
    {
        var expression = Activity(draft, id)["form"]!["expression"]!;
        var form = JsonNode.Parse(expression["value"]!.ToString())!;
        form["fields"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = field, ["label"] = "理由", ["required"] = true });
        expression["value"] = form.ToJsonString();
    }
}
