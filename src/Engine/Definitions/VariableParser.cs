using System.Text.Json.Nodes;

namespace AfterSales.Engine.Definitions;

/// <summary>Reads the <c>variables</c> of a workflow or container; their defaults are text, to be read by type.</summary>
internal static class VariableParser
{
    public static IReadOnlyList<VariableDefinition> Parse(JsonNode? list, string path, string? activityId, ProblemList problems)
    {
        var variables = new List<VariableDefinition>();
        var (ids, names) = (new HashSet<string>(), new HashSet<string>());
        foreach (var (index, item) in problems.Items(list, path, activityId).Index())
        {
            var at = $"{path}[{index}]";
            if (item is not JsonObject variable || (variable.Text("name") ?? variable.Text("id")) is not { } name)
            {
                problems.Add(DefinitionProblem.Of(at, activityId, "problem.variable-name", $"A variable needs a name."));
                continue;
            }

            var id = variable.Text("id") ?? name;
            if (!ids.Add(id) | !names.Add(name))
                problems.Add(DefinitionProblem.Of(at, activityId, "problem.variable-twice", $"There are two variables '{name}'."));
            variables.Add(new VariableDefinition(id, name, TypeOf(variable), Default(variable, at, activityId, problems)));
        }

        return variables;
    }

    private static string TypeOf(JsonObject variable)
    {
        var type = variable.Text("typeName") ?? "Object";
        return variable["isArray"] is JsonValue array && Values.IsTrue(array) && !LiteralConverter.IsList(type) ? type + "[]" : type;
    }

    private static JsonNode? Default(JsonObject variable, string path, string? activityId, ProblemList problems)
    {
        if (variable["value"] is not { } raw)
            return null;
        var type = TypeOf(variable);
        if (!LiteralConverter.TryConvert(raw, type, out var value))
            problems.Add(DefinitionProblem.Of(path + ".value", activityId, "problem.variable-type", $"'{Shorten(raw.ToString())}' is no {type}."));

        // A default of type Object is text too; it means JSON where it reads as an object or array.
        if (type is "Object" && value is JsonValue && value.ToString().TrimStart() is ['{' or '[', ..] text && Values.TryParse(text) is { } parsed)
            value = parsed;
        return Values.Materialize(value?.DeepClone());
    }

    internal static string Shorten(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
