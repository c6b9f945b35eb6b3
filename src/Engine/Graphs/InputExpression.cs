using System.Text.Json.Nodes;
using AfterSales.Engine.Expressions;

namespace AfterSales.Engine.Graphs;

/// <summary>Where an input's value comes from.</summary>
public enum InputKind { Unset, Literal, JavaScript, Variable, WorkflowInput, Invalid }

/// <summary>A compiled input: parsed once per version, evaluated as often as needed.</summary>
public sealed class InputExpression
{
    private readonly JsonNode? _literal;
    private readonly JavaScriptExpression? _script;
    private readonly string? _reference;

    private InputExpression(InputKind kind, JsonNode? literal = null, JavaScriptExpression? script = null, string? reference = null) =>
        (Kind, _literal, _script, _reference) = (kind, Values.Materialize(literal), script, reference);

    public static readonly InputExpression Unset = new(InputKind.Unset);
    public InputKind Kind { get; }

    /// <summary>Whether the value is known only when it is evaluated.</summary>
    public bool IsComputed => Kind is InputKind.JavaScript or InputKind.Variable or InputKind.WorkflowInput;

    /// <summary>A copy of the literal, or null where the value is known only at run time.</summary>
    public JsonNode? LiteralValue => _literal?.DeepClone();

    /// <summary>False where the value depends on the instance.</summary>
    public bool IsKnown => Kind is InputKind.Unset or InputKind.Literal;

    public static InputExpression Literal(JsonNode? value) => new(InputKind.Literal, value);
    public static InputExpression JavaScript(JavaScriptExpression script) => new(InputKind.JavaScript, script: script);
    public static InputExpression Variable(string idOrName) => new(InputKind.Variable, reference: idOrName);
    public static InputExpression WorkflowInput(string name) => new(InputKind.WorkflowInput, reference: name);
    public static InputExpression Invalid(string reason) => new(InputKind.Invalid, reference: reason);

    public JsonNode? Evaluate(IExpressionScope scope) => Kind switch
    {
        InputKind.Literal => LiteralValue,
        InputKind.JavaScript => _script!.Evaluate(scope),
        InputKind.Variable => scope.TryGetVariable(_reference!, out var variable) ? variable?.DeepClone() : null,
        InputKind.WorkflowInput => scope.TryGetInput(_reference!, out var input) ? input?.DeepClone() : null,
        InputKind.Invalid => throw new InvalidOperationException(_reference),
        _ => null,
    };
}
