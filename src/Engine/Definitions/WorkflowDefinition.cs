using System.Text.Json.Nodes;

namespace AfterSales.Engine.Definitions;

/// <summary>The head of a definition as it was written, together with its original text, from which nothing is ever lost.</summary>
public sealed record WorkflowDefinition
{
    public required string Text { get; init; }
    public string? Id { get; init; }
    public string? DefinitionId { get; init; }
    public string? Name { get; init; }
    public string? Description { get; init; }
    public int Version { get; init; } = 1;
    public IReadOnlyList<VariableDefinition> Variables { get; init; } = [];
    public IReadOnlyList<ArgumentDefinition> Inputs { get; init; } = [];
    public IReadOnlyList<ArgumentDefinition> Outputs { get; init; } = [];
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>How long its finished instances stay before they are archived; infinite: for ever; null: as configured.</summary>
    public TimeSpan? ArchiveAfter { get; init; }

    /// <summary>A fresh copy of the JSON that was saved, unknown properties and order included.</summary>
    public JsonObject ToJson() => DefinitionParser.ReadJson(Text);
}

/// <summary>A variable of the workflow or of a container. State keeps it by <see cref="Id"/>, so that it can be renamed.</summary>
public sealed record VariableDefinition(string Id, string Name, string TypeName, JsonNode? Default)
{
    public bool IsNamed(string idOrName) => Id == idOrName || Name == idOrName;
}

/// <summary>An input or output of the workflow.</summary>
public sealed record ArgumentDefinition(string Name, string TypeName)
{
    public string? DisplayName { get; init; }
    public string? Description { get; init; }
    public string? Category { get; init; }
    public string? UiHint { get; init; }
}
