using System.Text.Json.Nodes;

namespace AfterSales.Engine.Activities.Looping;

/// <summary>What the body of a loop sees: Elsa's names, so that its definitions find them.</summary>
internal static class LoopValues
{
    public const string CurrentValue = "CurrentValue";
    public const string CurrentIndex = "CurrentIndex";

    /// <summary>The items to go over: an array, JSON text holding one, nothing, or a single value.</summary>
    public static JsonArray Items(JsonNode? given) => given switch
    {
        null => [],
        JsonArray items => items,
        JsonValue value when Values.TryParse(value.ToString()) is JsonArray parsed => parsed,
        _ => [given],
    };

    public static JsonObject Of(JsonNode? value, int index) => new() { [CurrentValue] = value?.DeepClone(), [CurrentIndex] = index };
}
