using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;
using AfterSales.Workflows.Definitions;

namespace AfterSales.Host.Elsa.Definitions;

/// <summary>A definition as Studio and Elsa servers read it: what was saved, with what only the database knows.</summary>
internal static class DefinitionDocument
{
    private const string Schema = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";

    private static readonly string[] Lists = ["variables", "inputs", "outputs", "outcomes"];

    /// <summary>For a designer's canvas: every activity is one that it knows, and can be found by its node id.</summary>
    public static JsonObject ForDesigner(StoredDefinition stored, Func<string, int, bool> isKnown, IReadOnlyList<ElsaLink> links)
    {
        var definition = WithHead(stored);
        definition.Remove("$schema");
        UnknownActivities.Replace(definition, isKnown);
        foreach (var activity in ActivityTree.In(definition))
            DrawProperly(activity);
        new EditStamp(stored.Summary.Id, stored.Summary.Revision).Put(definition["customProperties"]!.AsObject());
        definition["links"] = ElsaJson.Node(links);
        return definition;
    }

    /// <summary>For a file, and from there for any Elsa server.</summary>
    public static JsonObject ForFile(StoredDefinition stored)
    {
        var definition = WithHead(stored);
        foreach (var activity in ActivityTree.In(definition))
            DrawProperly(activity);
        definition.Remove("$schema");
        definition.Insert(0, "$schema", Schema);
        return definition;
    }

    /// <summary>What is to be kept of what an author sent, and the stamp of what they had before them.</summary>
    public static (JsonObject Definition, EditStamp? Stamp) FromDesigner(JsonObject model)
    {
        foreach (var name in (string[])["$schema", "links"])
            model.Remove(name);
        UnknownActivities.Restore(model);
        return (model, EditStamp.Take(model["customProperties"] as JsonObject));
    }

    private static JsonObject WithHead(StoredDefinition stored)
    {
        var (summary, definition) = (stored.Summary, DefinitionParser.ReadJson(stored.Json));
        definition["id"] = summary.Id;
        definition["definitionId"] = summary.DefinitionId;
        definition["version"] = summary.Version;
        definition["name"] ??= summary.Name;
        definition["isLatest"] = summary.IsLatest;
        definition["isPublished"] = summary.IsPublished;
        definition["createdAt"] = ElsaJson.Node(summary.CreatedAt);
        foreach (var list in Lists)
            definition[list] ??= new JsonArray();
        foreach (var members in (string[])["customProperties", "options"])
        {
            if (definition[members] is not JsonObject)
                definition[members] = new JsonObject();
        }

        if (!Version.TryParse(definition.Text("toolVersion"), out _))
            definition["toolVersion"] = null;
        return definition;
    }

    private static void DrawProperly(FoundActivity activity)
    {
        activity.Json["nodeId"] = activity.NodeId;
        foreach (var connection in activity.Json["connections"] as JsonArray ?? [])
        {
            if (connection is JsonObject arrow && arrow.ContainsKey("vertices") && arrow["vertices"] is null)
                arrow["vertices"] = new JsonArray();
        }
    }
}
