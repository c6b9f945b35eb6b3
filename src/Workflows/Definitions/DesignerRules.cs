using System.Text.Json.Nodes;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;

namespace AfterSales.Workflows.Definitions;

/// <summary>What is refused when a designer saves, though the JSON could be kept: accidents that it would not notice.</summary>
internal sealed class DesignerRules(WorkflowDefinitionReader reader)
{
    private const string Flowchart = "Elsa.Flowchart";

    /// <exception cref="RuleViolationException">The flow has lost everything, has no flowchart at its root, or takes another definition's name.</exception>
    public async Task CheckAsync(WorkflowDefinition definition, JsonObject draft, JsonObject? before, CancellationToken cancellationToken)
    {
        if (RootType(draft) is var type and not Flowchart && type != RootType(before))
            throw new RuleViolationException("definition.root-not-flowchart", $"The root is {type}; the designer draws flowcharts.", type ?? "");
        // A canvas that could not be drawn is empty, and is saved as soon as somebody touches it.
        if (Activities(draft) is 0 && Activities(before) > 0)
            throw new RuleViolationException("definition.emptied", "Every activity of the draft would be gone.", Activities(before));
        if (definition.Name is { } name && name != (string?)before?["name"] && !await reader.IsNameFreeAsync(name, definition.DefinitionId, cancellationToken))
            throw new RuleViolationException("definition.name-taken", $"Another definition is called {name}.", name);
    }

    private static string? RootType(JsonObject? definition) => definition?["root"] is JsonObject root && root["type"] is JsonValue type && type.TryGetValue<string>(out var text) ? text : null;

    private static int Activities(JsonObject? definition) => definition?["root"] is JsonObject root && root["activities"] is JsonArray activities ? activities.Count : 0;
}
