using System.Text.Json.Nodes;

namespace AfterSales.Workflows.Definitions;

/// <summary>Whether two texts say the same process. What a designer or a server writes beside it — numbers of versions, paths of nodes, empty members — does not count.</summary>
internal static class DesignedContent
{
    private static readonly string[] Beside =
    [
        "$schema", "id", "version", "isLatest", "isPublished", "createdAt", "links", "isReadonly", "isSystem", "providerName", "materializerName", "materializerContext",
    ];

    public static bool IsSame(JsonObject one, JsonObject other) => JsonNode.DeepEquals(Core(one), Core(other));

    private static JsonObject Core(JsonObject definition)
    {
        var core = definition.DeepClone().AsObject();
        foreach (var name in Beside)
            core.Remove(name);
        Strip(core);
        foreach (var (name, _) in core.Where(member => member.Value is JsonArray { Count: 0 } or JsonObject { Count: 0 }).ToArray())
            core.Remove(name);
        return core;
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                Strip(item);
        }

        if (node is not JsonObject members)
            return;
        foreach (var (name, value) in members.ToArray())
        {
            Strip(value);
            if (value is null || name is "nodeId" || IsUnusedOption(name, value))
                members.Remove(name);
        }
    }

    private static bool IsUnusedOption(string name, JsonNode value) =>
        (name is "vertices" && value is JsonArray { Count: 0 }) || (name is "autoUpdateConsumingWorkflows" && value is JsonValue flag && flag.TryGetValue<bool>(out var on) && !on);
}
