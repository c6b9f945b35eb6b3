using System.Text.Json.Nodes;

namespace AfterSales.Host.Elsa.Definitions;

/// <summary>An activity in a definition's JSON, wherever a container keeps it.</summary>
/// <param name="NodeId">The ids of its ancestors and its own, joined by colons: Studio and the journal know it by that.</param>
/// <param name="Port">The member that holds it, and in which of its parent's activities it is found by <see cref="NodeId"/>.</param>
internal sealed record FoundActivity(JsonObject Json, string Id, string Type, int Version, string NodeId, string Port, FoundActivity? Parent);

/// <summary>Walks the activities of a definition.</summary>
internal static class ActivityTree
{
    private const string Workflow = "Workflow1";

    // Free text of people and of designers: what looks like an activity in there is none.
    private static readonly HashSet<string> Opaque = ["customProperties", "metadata", "variables", "expression", "memoryReference"];

    /// <summary>Every activity below the root, the root first, parents before their children.</summary>
    public static IEnumerable<FoundActivity> In(JsonObject definition)
    {
        var open = new Stack<FoundActivity>();
        if (definition["root"] is JsonObject root && Read(root, Workflow, "Root", null) is { } first)
            open.Push(first);
        while (open.TryPop(out var activity))
        {
            yield return activity;
            foreach (var child in Enumerable.Reverse(Children(activity)))
                open.Push(child);
        }
    }

    public static string? Text(this JsonObject json, string member) => json[member] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static List<FoundActivity> Children(FoundActivity activity)
    {
        var children = new List<FoundActivity>();
        foreach (var (name, value) in activity.Json.Where(member => !Opaque.Contains(member.Key)))
            Collect(activity, name, value, children);
        return children;
    }

    private static void Collect(FoundActivity parent, string port, JsonNode? value, List<FoundActivity> children)
    {
        if (value is JsonObject json && Read(json, parent.NodeId, port, parent) is { } child)
            children.Add(child);
        else if (value is JsonObject members)
        {
            foreach (var (name, member) in members.Where(member => !Opaque.Contains(member.Key)))
                Collect(parent, port, member, children);
        }
        else if (value is JsonArray items)
        {
            foreach (var item in items)
                Collect(parent, port, item, children);
        }
    }

    private static FoundActivity? Read(JsonObject json, string ancestors, string port, FoundActivity? parent) =>
        json.Text("type") is { } type && json.Text("id") is { } id
            ? new FoundActivity(json, id, type, json["version"] is JsonValue value && value.TryGetValue<int>(out var version) ? version : 1, $"{ancestors}:{id}", port, parent)
            : null;
}
