using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Comparison;

/// <summary>Texts that are equal for activities that look like the same one under two ids.</summary>
internal static class ActivityLikeness
{
    private static readonly string[] Identity = ["id", "nodeId", "name", "metadata", "activities", "connections", "variables"];

    /// <summary>Same type, same place, same texts and values; null where there is nothing to tell it by.</summary>
    public static string? Exact(ActivityNode node, string? containerId)
    {
        var nested = Nested(node);
        var properties = node.Json.Where(property => !Identity.Contains(property.Key) && !nested.Contains(property.Key) && property.Value is not null)
            .OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => $"{property.Key}={property.Value!.ToJsonString(Values.Compact)}");
        return $"{node.Type}|{node.Version}|{containerId}|{Given(node)}|{string.Join('|', properties)}";
    }

    /// <summary>Same type, same place, and the same text that somebody has given it.</summary>
    public static string? ByText(ActivityNode node, string? containerId) => Given(node) is { } text ? $"{node.Type}|{containerId}|{text}" : null;

    private static string? Given(ActivityNode node) => (node.Json["metadata"] as JsonObject)?["displayText"]?.ToString() is { Length: > 0 } text ? text : null;

    internal static HashSet<string> Nested(ActivityNode node) => [.. node.Nested.Select(child => child.Path[(node.Path.Length + 1)..].Split('.', '[')[0])];
}
