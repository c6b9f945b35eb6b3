using System.Collections.Frozen;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

/// <summary>The functions Elsa puts beside JavaScript's own: they read the workflow and change nothing.</summary>
internal static class ElsaFunctions
{
    public static readonly FrozenDictionary<string, BuiltInBody> All = new Dictionary<string, BuiltInBody>
    {
        ["getVariable"] = (run, _, arguments) => NullIfUndefined(Variable(run, Name(run, arguments))),
        ["getInput"] = (run, _, arguments) => NullIfUndefined(Input(run, Name(run, arguments))),
        ["getOutputFrom"] = (run, _, arguments) =>
            ScopeValue.Read(run.Scope.GetOutput(Name(run, arguments), arguments.At(1).IsNullish ? null : Coerce.ToText(run, arguments[1]))),
        ["getLastResult"] = (run, _, _) => ScopeValue.Read(run.Scope.LastResult),
        ["getCorrelationId"] = (run, _, _) => run.Scope.CorrelationId is { } id ? id : JsValue.Null,
        ["getWorkflowInstanceId"] = (run, _, _) => run.Scope.InstanceId,
        ["getWorkflowDefinitionId"] = (run, _, _) => run.Scope.DefinitionId,
        ["getWorkflowDefinitionVersionId"] = (run, _, _) => run.Scope.DefinitionVersionId,
        ["getWorkflowDefinitionVersion"] = (run, _, _) => run.Scope.DefinitionVersion,
        ["isNullOrWhiteSpace"] = (run, _, arguments) => arguments.At(0).IsNullish || string.IsNullOrWhiteSpace(Coerce.ToText(run, arguments[0])),
        ["isNullOrEmpty"] = (run, _, arguments) => arguments.At(0).IsNullish || Coerce.ToText(run, arguments[0]).Length == 0,
        ["toJson"] = ToJson,
    }.ToFrozenDictionary();

    /// <summary>The objects whose properties are the variables and the inputs.</summary>
    public static readonly FrozenDictionary<string, BuiltInBody> Objects = new Dictionary<string, BuiltInBody>
    {
        ["variables"] = (run, _, arguments) => Variable(run, Coerce.ToText(run, arguments.At(0))),
        ["input"] = (run, _, arguments) => Input(run, Coerce.ToText(run, arguments.At(0))),
    }.ToFrozenDictionary();

    /// <summary>
    /// Whether a name has the form of the accessors Elsa makes for each variable, workflow input and activity output:
    /// <c>getAmount</c> for Amount or amount, <c>getOutcomeFromApproval</c> for an activity's output.
    /// </summary>
    public static bool IsAccessor(string name) => name.Length > 3 && name.StartsWith("get", StringComparison.Ordinal) && !char.IsLower(name[3]);

    /// <summary>What the accessor of that name reads. It fails at run time if nothing visible then has the name.</summary>
    public static BuiltInBody Accessor(string function)
    {
        var name = function[3..];
        var camelName = char.ToLowerInvariant(name[0]) + name[1..];
        var divide = name.IndexOf("From", 1, StringComparison.Ordinal);
        return (run, _, _) => Find(run, name, camelName)
            ?? (divide > 0 && divide + 4 < name.Length
                ? ScopeValue.Read(run.Scope.GetOutput(name[(divide + 4)..], name[..divide]))
                : throw run.Fail($"'{function}' finds no variable or input named '{name}' or '{camelName}'."));
    }

    private static JsValue? Find(Evaluation run, string name, string camelName)
    {
        var scope = run.Scope;
        var isFound = scope.TryGetVariable(name, out var value) || scope.TryGetVariable(camelName, out value)
            || scope.TryGetInput(name, out value) || scope.TryGetInput(camelName, out value);
        return isFound ? ScopeValue.Read(value) : default(JsValue?);
    }

    private static JsValue Variable(Evaluation run, string name) =>
        run.Scope.TryGetVariable(name, out var value) ? ScopeValue.Read(value) : JsValue.Undefined;

    private static JsValue Input(Evaluation run, string name) =>
        run.Scope.TryGetInput(name, out var value) ? ScopeValue.Read(value) : JsValue.Undefined;

    private static JsValue NullIfUndefined(JsValue value) => value.Kind is JsKind.Undefined ? JsValue.Null : value;

    private static string Name(Evaluation run, ReadOnlySpan<JsValue> arguments) =>
        arguments.At(0).Kind is JsKind.Text ? arguments[0].AsText : throw run.Fail($"A name is expected here, as a string, not {arguments.At(0).Describe()}.");

    private static JsValue ToJson(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = JsonWriter.Stringify(run, arguments.Length == 0 ? default : arguments[..1]);
        return text.Kind is JsKind.Undefined ? "null" : text;
    }
}
