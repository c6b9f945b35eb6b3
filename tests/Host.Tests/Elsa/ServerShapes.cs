using System.Text.Json;
using System.Text.Json.Nodes;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>
/// How a real Elsa 3.8 server writes definitions, read off the files that one wrote: which members each part has, of which kinds, and which are always there.
/// A deviation is told with its place, so that what is exported here can be held against it without such a server.
/// </summary>
internal sealed class ServerShapes
{
    // What Studio and servers write only where somebody has set it; the samples were made without, the contract names them.
    private static readonly Dictionary<string, string> Contract = new(StringComparer.Ordinal)
    {
        ["flowchart.start"] = "String", ["metadata.displayText"] = "String", ["metadata.description"] = "String",
        ["metadata.showDescription"] = "Boolean", ["custom.mergeMode"] = "String", ["custom.commitStrategyName"] = "String",
    };

    private readonly Dictionary<string, HashSet<string>> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _required = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, HashSet<string>>> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _common = new(StringComparer.Ordinal);

    private ServerShapes(IEnumerable<JsonObject> samples)
    {
        foreach (var sample in samples)
        {
            foreach (var (part, json) in Parts(sample))
                Learn(part, json);
            foreach (var activity in ActivitiesIn(sample["root"]!))
                LearnInputs(activity);
        }

        _common.UnionWith(_required["activity"]);
        foreach (var (place, kind) in Contract)
            Kinds(place).Add(kind);
        Kinds("definition.toolVersion").UnionWith(["String", "Null"]);
    }

    /// <summary>The names of types that the server gave to variables, inputs and outputs.</summary>
    public HashSet<string> TypeNames { get; } = new(StringComparer.Ordinal);

    /// <summary>The built-in activities that the samples show.</summary>
    public IEnumerable<string> ActivityTypes => _inputs.Keys;

    public static ServerShapes Of(params IEnumerable<JsonObject> samples) => new(samples);

    /// <summary>What a definition has that no server would write, or lacks that one always writes; empty when it could be one's own.</summary>
    public IReadOnlyList<string> Deviations(JsonObject definition)
    {
        var found = new List<string>();
        foreach (var (part, json) in Parts(definition))
            Compare(part, json, found);
        foreach (var activity in ActivitiesIn(definition["root"]!))
            CompareInputs(activity, found);
        return found;
    }

    /// <summary>What the server shows of a member of a built-in activity, by the name that it has in JSON: the type of a wrapped input, <c>""</c> for anything else; null when there is no such member.</summary>
    public string? TypeOf(string activity, string member) =>
        !_inputs[activity].TryGetValue(member, out var shapes) ? null : shapes.FirstOrDefault(shape => shape.StartsWith("input:", StringComparison.Ordinal)) is { } wrapped ? wrapped["input:".Length..] : "";

    public static IEnumerable<JsonObject> ActivitiesIn(JsonNode node) => node switch
    {
        JsonObject json => (json.ContainsKey("nodeId") ? [json] : Array.Empty<JsonObject>()).Concat(json.Where(member => member.Value is not null).SelectMany(member => ActivitiesIn(member.Value!))),
        JsonArray array => array.Where(item => item is not null).SelectMany(item => ActivitiesIn(item!)),
        _ => [],
    };

    // Every part of a definition with the name of its kind.
    private static IEnumerable<(string Part, JsonObject Json)> Parts(JsonObject definition)
    {
        yield return ("definition", definition);
        foreach (var variable in Objects(definition["variables"]))
            yield return ("variable", variable);
        foreach (var activity in ActivitiesIn(definition["root"]!))
        {
            yield return ("activity", Only(activity, ["id", "nodeId", "name", "type", "version", "customProperties", "metadata"]));
            yield return ("custom", activity["customProperties"]!.AsObject());
            yield return ("metadata", activity["metadata"]!.AsObject());
            if (activity["metadata"]!["designer"] is JsonObject designer)
                yield return ("designer", designer);
            if (activity.Text("type") is "Elsa.Flowchart")
                yield return ("flowchart", Only(activity, ["activities", "variables", "connections", "start"]));
            foreach (var connection in Objects(activity["connections"]))
            {
                yield return ("connection", connection);
                foreach (var end in (string[])["source", "target"])
                    yield return ("end", connection[end]!.AsObject());
            }
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => list?.AsArray().Select(item => item!.AsObject()) ?? [];

    private static JsonObject Only(JsonObject json, string[] members) => new(json.Where(member => members.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    private static string KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "Null",
        JsonValueKind.True or JsonValueKind.False => "Boolean",
        var kind => kind.ToString()!,
    };

    private HashSet<string> Kinds(string place) => _kinds.TryGetValue(place, out var kinds) ? kinds : _kinds[place] = new(StringComparer.Ordinal);

    private void Learn(string part, JsonObject json)
    {
        foreach (var (name, value) in json)
        {
            Kinds($"{part}.{name}").Add(KindOf(value));
            if (name is "typeName")
                TypeNames.Add(value!.GetValue<string>());
        }

        if (_required.TryGetValue(part, out var required))
            required.IntersectWith(json.Select(member => member.Key));
        else
            _required[part] = [.. json.Select(member => member.Key)];
    }

    private void LearnInputs(JsonObject activity)
    {
        var type = activity.Text("type");
        var members = _inputs.TryGetValue(type, out var known) ? known : _inputs[type] = new(StringComparer.Ordinal);
        foreach (var (name, value) in activity)
        {
            var shapes = members.TryGetValue(name, out var seen) ? seen : members[name] = new(StringComparer.Ordinal);
            shapes.Add(ShapeOf(value));
            if (value is not JsonObject wrapped || wrapped["typeName"] is not { } typeName)
                continue;
            TypeNames.Add(typeName.GetValue<string>());
            if (wrapped["expression"] is JsonObject expression)
                (_values.TryGetValue(expression.Text("type"), out var kinds) ? kinds : _values[expression.Text("type")] = new(StringComparer.Ordinal)).Add(KindOf(expression["value"]));
        }
    }

    private static string ShapeOf(JsonNode? value) => value is not JsonObject json ? KindOf(value)
        : json.ContainsKey("expression") ? $"input:{json["typeName"]}"
        : json.ContainsKey("memoryReference") ? "output"
        : json.ContainsKey("nodeId") ? "activity"
        : "Object";

    private void Compare(string part, JsonObject json, List<string> found)
    {
        foreach (var (name, value) in json)
        {
            if (!_kinds.TryGetValue($"{part}.{name}", out var kinds))
            {
                // Others' own: kept by servers as they are.
                if (part is not ("custom" or "metadata"))
                    found.Add($"{part}.{name} is no member that a server writes");
            }
            else if (!kinds.Contains(KindOf(value)))
                found.Add($"{part}.{name} is {KindOf(value)}, not {string.Join(" or ", kinds)}");
        }

        if (part is not ("custom" or "metadata"))
            found.AddRange(_required[part].Where(name => !json.ContainsKey(name) && name is not ("createdAt" or "description")).Select(name => $"{part}.{name} is missing"));
        if (part is "variable" && !TypeNames.Contains(json.Text("typeName")))
            found.Add($"variable {json.Text("name")} is of the unknown type {json.Text("typeName")}");
    }

    private void CompareInputs(JsonObject activity, List<string> found)
    {
        var (type, id) = (activity.Text("type"), activity.Text("id"));
        var isBuiltIn = _inputs.TryGetValue(type, out var members);
        if (!isBuiltIn && type.StartsWith("Elsa.", StringComparison.Ordinal))
            found.Add($"{id} is of the type {type}, which no sample shows");
        foreach (var (name, value) in activity.Where(member => !_common.Contains(member.Key) && member.Key is not "start"))
        {
            var shape = ShapeOf(value);
            if (char.IsAsciiLetterUpper(name[0]))
                found.Add($"{id}.{name} is not in camel case");
            if (isBuiltIn && !members!.TryGetValue(name, out var shapes))
                found.Add($"{id}.{name} is no member of {type}");
            else if (isBuiltIn && members![name] is var seen && !seen.Contains(shape) && !seen.SetEquals(["Null"]))
                found.Add($"{id}.{name} of {type} is {shape}, not {string.Join(" or ", seen)}");
            if (value is not JsonObject wrapped || !(wrapped.ContainsKey("expression") || wrapped.ContainsKey("memoryReference")))
                continue;
            if (!TypeNames.Contains(wrapped.Text("typeName")))
                found.Add($"{id}.{name} is of the unknown type {wrapped["typeName"]}");
            found.AddRange(wrapped.Select(member => member.Key).Except(["typeName", "expression", "memoryReference"]).Select(extra => $"{id}.{name}.{extra} is no member of an input"));
            if (wrapped["expression"] is JsonObject expression)
                CompareExpression($"{id}.{name}", expression, found);
            else if (wrapped["memoryReference"] is JsonObject reference && !reference.Select(member => member.Key).SequenceEqual(["id"]))
                found.Add($"{id}.{name} refers to {reference.ToJsonString()}");
        }
    }

    private void CompareExpression(string place, JsonObject expression, List<string> found)
    {
        // A value that is null is left out.
        if (expression.Select(member => member.Key).Except(["type", "value"]).Any())
            found.Add($"{place} has an expression with {string.Join(", ", expression.Select(member => member.Key))}");
        else if (!_values.TryGetValue(expression.Text("type"), out var kinds))
            found.Add($"{place} has an expression of the unknown type {expression.Text("type")}");
        else if (!kinds.Contains(KindOf(expression["value"])))
            found.Add($"{place} has a {expression.Text("type")} whose value is {KindOf(expression["value"])}, not {string.Join(" or ", kinds)}");
    }
}
