using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;

namespace AfterSales.Engine.Definitions;

/// <summary>How an activity's JSON names the workflow it uses: Elsa writes the ids and the version; the type alone, derived from the workflow's name, is enough.</summary>
internal sealed record DefinitionUse(string Type, int Version, string? DefinitionId, string? VersionId)
{
    public static DefinitionUse Of(JsonObject activity, string type, int version) => new(type, version, activity.Text("workflowDefinitionId"), activity.Text("workflowDefinitionVersionId"));

    /// <summary>The uses below a root: everything that looks like an activity and is none of the registered ones.</summary>
    public static IReadOnlyCollection<DefinitionUse> In(JsonObject document, ActivityRegistry registry)
    {
        var uses = new HashSet<DefinitionUse>();
        var open = new Stack<JsonNode>();
        if (document["root"] is { } root)
            open.Push(root);
        while (open.TryPop(out var node))
        {
            if (node is JsonObject activity && activity.Text("type") is { } type && activity.Text("id") is not null && ActivityParser.VersionOf(activity) is var version && registry.Find(type, version) is null)
                uses.Add(Of(activity, type, version));
            foreach (var child in node is JsonObject container ? container.Select(property => property.Value) : node as JsonArray ?? [])
                if (child is JsonObject or JsonArray)
                    open.Push(child);
        }

        return uses;
    }
}
