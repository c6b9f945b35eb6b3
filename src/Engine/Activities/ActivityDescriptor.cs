using System.Text.Json;
using System.Text.Json.Nodes;

namespace AfterSales.Engine.Activities;

/// <summary>What the designer shows as the nature of an activity.</summary>
public enum ActivityKind { Action, Trigger, Job, Task }

/// <summary>A flow port leads to a connection, an embedded one holds a nested activity.</summary>
public enum PortType { Flow, Embedded }

/// <summary>Describes an activity type to the designer, the parser and the runtime. Type, input and outcome names are a contract with stored definitions.</summary>
public sealed record ActivityDescriptor(string TypeName, string Category, string Description = "")
{
    public int Version { get; init; } = 1;
    public string Name => TypeName[(TypeName.LastIndexOf('.') + 1)..];
    public string Namespace => TypeName.Contains('.', StringComparison.Ordinal) ? TypeName[..TypeName.LastIndexOf('.')] : "";
    public string DisplayName { get => field ?? Name; init; }
    public ActivityKind Kind { get; init; } = ActivityKind.Action;
    public bool IsBrowsable { get; init; } = true;
    public bool IsStart { get; init; }
    public bool IsTerminal { get; init; }
    public bool IsContainer { get; init; }
    public IReadOnlyList<InputDescriptor> Inputs { get; init; } = [];
    public IReadOnlyList<OutputDescriptor> Outputs { get; init; } = [];
    public IReadOnlyList<PortDescriptor> Ports { get; init; } = [];
    public JsonObject CustomProperties { get; init; } = [];

    /// <summary>Values the designer copies into a freshly dropped activity.</summary>
    public JsonObject ConstructionProperties { get; init; } = [];
}

/// <summary>One input. Stored under the camelCase form of its name, wrapped (an expression) or as a plain value.</summary>
public sealed record InputDescriptor(string Name, string TypeName = "String")
{
    public string DisplayName { get => field ?? Name; init; }
    public string Description { get; init; } = "";
    public float Order { get; init; }
    public bool IsBrowsable { get; init; } = true;
    public bool IsWrapped { get; init; } = true;
    public string UiHint { get; init; } = "singleline";
    public string? Category { get; init; }
    public JsonNode? DefaultValue { get; init; }
    public string DefaultSyntax { get; init; } = "Literal";
    public bool IsReadOnly { get; init; }
    public bool IsSensitive { get; init; }
    public JsonObject? UiSpecifications { get; init; }

    /// <summary>Its literal is the text of a script, compiled with the definition.</summary>
    public bool IsScript { get; init; }

    /// <summary>The only values a literal may have; null where any will do.</summary>
    public IReadOnlyList<string>? AllowedValues { get; init; }
    public string PropertyName => JsonNamingPolicy.CamelCase.ConvertName(Name);
}

/// <summary>One output, which a definition may bind to a variable or to a workflow output.</summary>
public sealed record OutputDescriptor(string Name, string TypeName = "Object")
{
    public string DisplayName { get => field ?? Name; init; }
    public string Description { get; init; } = "";
    public float Order { get; init; }
    public bool IsBrowsable { get; init; } = true;
    public string PropertyName => JsonNamingPolicy.CamelCase.ConvertName(Name);
}

/// <summary>A named exit, or a slot for a nested activity.</summary>
public sealed record PortDescriptor(string Name, PortType Type = PortType.Flow)
{
    public string DisplayName { get => field ?? Name; init; }
    public bool IsBrowsable { get; init; } = true;
    public string PropertyName => JsonNamingPolicy.CamelCase.ConvertName(Name);
}
