using System.Text.Json.Nodes;
using AfterSales.Engine.Activities.Composition;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Definitions;

/// <summary>Which other definitions a definition calls: those that start or wait for a workflow, or have one as an activity, name it in <c>workflowDefinitionId</c>.</summary>
internal static class DefinitionReferences
{
    private const string Property = "workflowDefinitionId";

    public static IReadOnlySet<string> Of(WorkflowGraph graph)
    {
        var called = new HashSet<string>();
        foreach (var node in graph.Nodes)
            if (((node.Activity as DefinitionActivity)?.DefinitionId ?? NameIn(node.Json[Property])) is { Length: > 0 and <= WorkflowDefinitionVersion.IdMaxLength } id)
                called.Add(id);
        return called;
    }

    // A plain text, or an input whose expression is a literal; what is computed at run time nobody can know beforehand.
    private static string? NameIn(JsonNode? stored) => stored switch
    {
        JsonValue => stored.ToString(),
        JsonObject input when input["expression"] is JsonObject expression && expression.Text("type") is null or "Literal" => (input["expression"] as JsonObject)?.Text("value"),
        _ => null,
    };
}
