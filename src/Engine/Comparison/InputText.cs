using System.Text.Json;
using System.Text.Json.Nodes;

namespace AfterSales.Engine.Comparison;

/// <summary>Stored values as people read them, and whether two mean the same.</summary>
internal static class InputText
{
    /// <summary>Of an input only its expression counts; the rest of what is stored with it the designer makes up anew.</summary>
    public static bool AreEqual(JsonNode? before, JsonNode? after) =>
        Expression(before) is { } old && Expression(after) is { } @new ? old.Type == @new.Type && JsonNode.DeepEquals(old.Value, @new.Value)
            : JsonNode.DeepEquals(Meant(before), Meant(after));

    public static ValueText? Of(JsonNode? stored) => Expression(stored) is { } expression
        ? expression.Value is null ? null : new ValueText(expression.Type, Readable(expression.Type, expression.Value))
        : Plain(Meant(stored));

    public static ValueText? Plain(JsonNode? value) => value is null ? null : new ValueText(null, Values.Text(value));

    // An input without an expression, or with an empty one, is not set.
    private static JsonNode? Meant(JsonNode? stored) =>
        stored is JsonObject input && (Expression(input) is { Value: null } || (input.ContainsKey("memoryReference") && input["expression"] is null) || input.Count is 0) ? null : stored;

    private static (string Type, JsonNode? Value)? Expression(JsonNode? stored) =>
        stored is JsonObject input && input["expression"] is JsonObject expression ? (expression["type"]?.ToString() ?? "Literal", expression["value"]) : null;

    // A picked variable is stored as an object, or as its text; people know it by its name.
    private static string Readable(string type, JsonNode value)
    {
        if (type is not ("Variable" or "Input"))
            return Values.Text(value);
        var picked = (value.GetValueKind() is JsonValueKind.String ? Values.TryParse(value.GetValue<string>()) : value) as JsonObject;
        return picked?["name"]?.ToString() ?? picked?["id"]?.ToString() ?? Values.Text(value);
    }
}
