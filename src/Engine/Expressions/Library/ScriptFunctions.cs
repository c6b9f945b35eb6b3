using System.Collections.Frozen;
using System.Text.Json.Nodes;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

/// <summary>Elsa's functions that change something. They can be called in scripts, never passed on, and give undefined.</summary>
internal static class ScriptFunctions
{
    public static readonly FrozenDictionary<string, BuiltInBody> All = new Dictionary<string, BuiltInBody>
    {
        ["setVariable"] = SetVariable,
        ["setOutcome"] = (run, _, arguments) => SetOutcomes(run, [Coerce.ToText(run, arguments.At(0))]),
        ["setOutcomes"] = SetOutcomes,
    }.ToFrozenDictionary();

    private static JsValue SetVariable(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        if (arguments.At(0).Kind is not JsKind.Text)
            throw run.Fail($"setVariable expects the name of a variable, as a string, not {arguments.At(0).Describe()}.");
        Scope(run).SetVariable(arguments[0].AsText, JsonNode.Parse(JsonWriter.WriteResult(run, arguments.At(1))));
        return JsValue.Undefined;
    }

    private static JsValue SetOutcomes(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        if (arguments.At(0).Kind is not JsKind.Array)
            throw run.Fail($"setOutcomes expects an array of outcomes, not {arguments.At(0).Describe()}.");
        var given = arguments[0].AsArray;
        run.ReserveArray(given.Length);
        return SetOutcomes(run, [.. Enumerable.Range(0, given.Length).Select(index => Coerce.ToText(run, given[index]))]);
    }

    private static JsValue SetOutcomes(Evaluation run, string[] outcomes)
    {
        Scope(run).SetOutcomes(outcomes);
        return JsValue.Undefined;
    }

    private static IScriptScope Scope(Evaluation run) => run.Scope as IScriptScope ?? throw run.Fail("Only a RunJavaScript activity can change something.");
}
