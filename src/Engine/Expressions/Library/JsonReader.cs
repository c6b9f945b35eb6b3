using System.Text.Json;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

internal static class JsonReader
{
    public static JsValue Parse(Evaluation run, ReadOnlySpan<JsValue> arguments)
    {
        if (arguments.At(1).Kind is JsKind.Function)
            throw run.Fail("JSON.parse takes no function here; map the result instead.");

        var text = Coerce.ToText(run, arguments.At(0));
        // A number or a comma is worth about a node, so this pays for what reading makes.
        run.Charge(text.Length / 2);
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = ExpressionLimits.DataDepth });
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw run.Fail($"JSON.parse was given text that is no JSON: {exception.Message}", exception);
        }
    }

    private static JsValue Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ReadObject(element),
        JsonValueKind.Array => JsArray.Of([.. element.EnumerateArray().Select(Read)]),
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => JsValue.Null,
    };

    private static JsValue ReadObject(JsonElement element)
    {
        var result = new JsRecord();
        // Of a key that comes twice, the last value counts.
        foreach (var property in element.EnumerateObject())
            result.Set(property.Name, Read(property.Value));
        return result;
    }
}
