using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AfterSales.Engine;

/// <summary>Reads the JSON values that the engine passes around as the .NET type a caller wants.</summary>
public static class Values
{
    public static T? To<T>(JsonNode? node, T? fallback = default)
    {
        if (node is null)
            return fallback;
        if (node is T same)
            return same;
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (type == typeof(string))
            return (T)(object)Text(node);
        if (type == typeof(bool))
            return (T)(object)IsTrue(node);
        if (type == typeof(TimeSpan))
            return (T)(object)TimeSpan.Parse(Text(node), CultureInfo.InvariantCulture);
        if (type == typeof(DateTimeOffset))
            return (T)(object)DateTimeOffset.Parse(Text(node), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        if (type.IsEnum)
            return (T)Enum.Parse(type, Text(node), ignoreCase: true);
        if (type.IsPrimitive || type == typeof(decimal))
            return (T)Convert.ChangeType(Text(node), type, CultureInfo.InvariantCulture);
        if (typeof(T).IsAssignableFrom(typeof(string[])))
            return (T)(object)Strings(node);
        return node.Deserialize<T>(JsonSerializerOptions.Web);
    }

    /// <summary>A string as it is, anything else as JSON text.</summary>
    public static string Text(JsonNode node) => node.GetValueKind() is JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString(Compact);

    /// <summary>Truth as JavaScript sees it, except that the text "false" is false: the designer stores literals as text.</summary>
    public static bool IsTrue(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.False => false,
        JsonValueKind.Number => node.ToJsonString() is not ("0" or "-0" or "0.0"),
        JsonValueKind.String => node.GetValue<string>() is { Length: > 0 } text && !text.Equals("false", StringComparison.OrdinalIgnoreCase),
        _ => true,
    };

    /// <summary>A list of texts out of an array, JSON text holding an array, or a single text.</summary>
    public static string[] Strings(JsonNode? node)
    {
        if (node is JsonArray array)
            return [.. array.Where(item => item is not null).Select(item => Text(item!))];
        if (node is null || Text(node) is not { Length: > 0 } text)
            return [];
        return text.TrimStart().StartsWith('[') && TryParse(text) is JsonArray parsed ? Strings(parsed) : [text];
    }

    internal static readonly JsonSerializerOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonText.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // JsonNode reads lazily out of its parsed text; walking a shared tree once makes later reads from several threads plain lookups.
    internal static JsonNode? Materialize(JsonNode? node)
    {
        if (node is JsonObject container)
            foreach (var property in container)
                Materialize(property.Value);
        else if (node is JsonArray array)
            foreach (var item in array)
                Materialize(item);
        return node;
    }
}
