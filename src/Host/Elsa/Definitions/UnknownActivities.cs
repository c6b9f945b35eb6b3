using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;

namespace AfterSales.Host.Elsa.Definitions;

/// <summary>Studio shows an empty canvas when it does not know one activity, and saves that. So a stand-in that it knows carries what was written, there and back.</summary>
internal static class UnknownActivities
{
    public const string StandIn = "Elsa.NotFoundActivity";

    private const string Original = "originalActivityJson", Type = "missingTypeName", Version = "missingTypeVersion";

    /// <summary>Puts stand-ins for the activities that are not known.</summary>
    public static void Replace(JsonObject definition, Func<string, int, bool> isKnown)
    {
        var unknown = ActivityTree.In(definition).Where(activity => activity.Parent is not null && activity.Type != StandIn && !isKnown(activity.Type, activity.Version)).ToArray();
        foreach (var activity in unknown.Where(activity => !HasUnknownAncestor(activity, unknown)))
            activity.Json.ReplaceWith<JsonNode>(new JsonObject
            {
                ["id"] = activity.Id,
                ["nodeId"] = activity.NodeId,
                ["name"] = activity.Json["name"]?.DeepClone(),
                ["type"] = StandIn,
                ["version"] = 1,
                ["customProperties"] = new JsonObject(),
                ["metadata"] = activity.Json["metadata"]?.DeepClone() ?? new JsonObject(),
                [Type] = activity.Type,
                [Version] = activity.Version,
                [Original] = ElsaJson.Write(activity.Json),
            });
    }

    /// <summary>Puts back what the stand-ins carry, at the place to which they were moved. Returns whether there were any.</summary>
    public static bool Restore(JsonObject definition)
    {
        var standIns = ActivityTree.In(definition).Where(activity => activity.Type == StandIn && activity.Json.Text(Original) is not null).ToArray();
        var hasRestored = false;
        foreach (var standIn in standIns)
        {
            if (Read(standIn.Json.Text(Original)!) is not { } original)
                continue;
            if (standIn.Json["metadata"] is { } metadata && !JsonNode.DeepEquals(metadata, original["metadata"] ?? new JsonObject()))
                original["metadata"] = metadata.DeepClone();
            standIn.Json.ReplaceWith<JsonNode>(original);
            hasRestored = true;
        }

        return hasRestored;
    }

    private static bool HasUnknownAncestor(FoundActivity activity, FoundActivity[] unknown)
    {
        for (var around = activity.Parent; around is not null; around = around.Parent)
        {
            if (Array.Exists(unknown, other => ReferenceEquals(other.Json, around.Json)))
                return true;
        }

        return false;
    }

    private static JsonObject? Read(string json)
    {
        try
        {
            return DefinitionParser.ReadJson(json);
        }
        catch (JsonException)
        {
            return null; // somebody else's stand-in: it stays what it is
        }
    }
}
