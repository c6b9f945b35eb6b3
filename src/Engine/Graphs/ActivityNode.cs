using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Incidents;

namespace AfterSales.Engine.Graphs;

/// <summary>One activity of a definition: immutable, compiled once per version.</summary>
public sealed class ActivityNode
{
    public required string Id { get; init; }
    public required string NodeId { get; init; }
    public required string Type { get; init; }
    public required int Version { get; init; }
    public string? Name { get; init; }

    /// <summary>Where in the definition it stands, such as <c>root.activities[3]</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The activity's own JSON. Read it, never change it: every instance shares it.</summary>
    public required JsonObject Json { get; init; }

    /// <summary>Null when no activity of this type and version is registered.</summary>
    public Activity? Activity { get; init; }
    public ActivityNode? Parent { get; init; }
    public IReadOnlyList<VariableDefinition> Variables { get; init; } = [];
    public IReadOnlyDictionary<string, InputExpression> Inputs { get; init; } = new Dictionary<string, InputExpression>();

    /// <summary>Output name to the id of the variable or workflow output it is bound to.</summary>
    public IReadOnlyDictionary<string, string> OutputBindings { get; init; } = new Dictionary<string, string>();
    public bool CanStartWorkflow { get; init; }
    public string? MergeMode { get; init; }

    /// <summary>The activities in <c>activities</c>, or of a fork in <c>branches</c>, in order.</summary>
    public IReadOnlyList<ActivityNode> Children { get; internal set; } = [];

    /// <summary>Nested activities by embedded port.</summary>
    public IReadOnlyDictionary<string, ActivityNode> Embedded { get; internal set; } = new Dictionary<string, ActivityNode>();

    /// <summary>The cases of a switch, in order.</summary>
    public IReadOnlyList<SwitchCase> Cases { get; init; } = [];

    /// <summary>Everything directly in it, wherever it is kept.</summary>
    public IEnumerable<ActivityNode> Nested => Children.Concat(Embedded.Values).Concat(Cases.Select(@case => @case.Activity).OfType<ActivityNode>());

    /// <summary>The connections between the children; null where the activity is no flowchart.</summary>
    public FlowchartGraph? Flowchart { get; internal set; }

    /// <summary>When it is tried again after a fault; null: as configured for the engine.</summary>
    public RetryPolicy? RetryPolicy { get; internal set; }

    /// <summary>Whether there is a loop around it that Break ends.</summary>
    public bool IsInLoop
    {
        get
        {
            for (var around = Parent; around is not null; around = around.Parent)
                if (around.Activity?.IsLoop is true)
                    return true;
            return false;
        }
    }

    public string DisplayText => Json["metadata"] is JsonObject metadata && metadata["displayText"] is JsonValue text && text.ToString() is { Length: > 0 } display ? display : Name ?? Id;

    /// <summary>The activity as messages name it: its text in the designer and where it stands.</summary>
    public string Place => $"'{DisplayText}' ({NodeId})";

    public InputExpression Input(string name) => Inputs.GetValueOrDefault(name) ?? InputExpression.Unset;

    /// <summary>The outcomes that somebody may choose for it to leave by; null where only running it would tell.</summary>
    public IReadOnlyList<string>? OutcomesToChoose() => Activity?.DescribeOutcomes(this) is { } outcomes ? (outcomes.Count > 0 ? outcomes : ["Done"]) : null;

    /// <summary>A problem with the value that the definition gives to an input.</summary>
    public DefinitionProblem Problem(string input, string code, FormattableString text)
    {
        var property = JsonNamingPolicy.CamelCase.ConvertName(input);
        var place = Json[property] is JsonObject wrapped && wrapped["expression"] is JsonObject ? ".expression.value" : "";
        return DefinitionProblem.Of($"{Path}.{property}{place}", Id, code, text);
    }

    /// <summary>The texts of a literal list input; null where they are known only at run time.</summary>
    public IReadOnlyList<string>? LiteralStrings(string input) => Input(input) is { Kind: InputKind.Literal or InputKind.Unset } literal ? Values.Strings(literal.LiteralValue) : null;
}

/// <summary>One case of a switch. <see cref="Activity"/>: what a switch that is no flowchart's runs then.</summary>
public sealed record SwitchCase(string Label, InputExpression Condition)
{
    public ActivityNode? Activity { get; internal set; }
}
