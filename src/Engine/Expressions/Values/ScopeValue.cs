using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AfterSales.Engine.Expressions.Values;

/// <summary>Reads the engine's JSON as JavaScript values. Arrays and objects become views, so nothing is copied that is not used.</summary>
internal static class ScopeValue
{
    /// <exception cref="UnreadableValueException">The node holds something that is no JSON, or text that is no Unicode.</exception>
    public static JsValue Read(JsonNode? node)
    {
        try
        {
            return Convert(node);
        }
        catch (Exception exception) when (exception is InvalidOperationException or JsonException or NotSupportedException)
        {
            throw new UnreadableValueException(exception);
        }
    }

    private static JsValue Convert(JsonNode? node) => node switch
    {
        null => JsValue.Null,
        JsonObject item => JsObject.Of(item),
        JsonArray items => JsArray.Of(items),
        JsonValue value => ReadPrimitive(value),
        _ => throw new InvalidOperationException($"A {node.GetType().Name} is not a JSON value."),
    };

    private static JsValue ReadPrimitive(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null or JsonValueKind.Undefined => JsValue.Null,
        JsonValueKind.Number => ReadNumber(value),
        JsonValueKind.String => value.TryGetValue<string>(out var text) ? text : JsonSerializer.Deserialize<string>(value.ToJsonString())!,
        // A CLR object put into a JsonValue: only its JSON counts.
        _ => Convert(JsonNode.Parse(value.ToJsonString())),
    };

    private static JsValue ReadNumber(JsonValue value)
    {
        if (value.TryGetValue<double>(out var number))
            return number;
        if (value.TryGetValue<int>(out var integer))
            return integer;
        return double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}

/// <summary>A value of the scope cannot be read. The evaluation adds where it was met.</summary>
internal sealed class UnreadableValueException(Exception cause) : Exception(cause.Message, cause);
