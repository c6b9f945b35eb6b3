using System.Collections.Frozen;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

/// <summary>The names an expression can use without declaring them, and why it cannot use some others.</summary>
internal static class Globals
{
    private const string NotDeterministic = "it gives another answer each time, and a burst that is run again must take the same way";

    private static readonly FrozenDictionary<string, JsValue> Values = Collect();

    private static readonly FrozenDictionary<string, FrozenDictionary<string, JsValue>> Namespaces = new Dictionary<string, FrozenDictionary<string, JsValue>>
    {
        ["Math"] = Members(MathFunctions.All, MathFunctions.Constants),
        ["Number"] = Members(NumberFunctions.OfNumber, NumberFunctions.Constants),
        ["Object"] = Members(ObjectMethods.OfObject),
        ["Array"] = Members(ObjectMethods.OfArray),
        ["JSON"] = Members(ObjectMethods.OfJson),
        ["Date"] = Members(DateMethods.OfDate),
        ["String"] = Members(FrozenDictionary<string, BuiltInBody>.Empty),
        ["Boolean"] = Members(FrozenDictionary<string, BuiltInBody>.Empty),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> RefusedReasons = new Dictionary<string, string>
    {
        ["newGuid"] = NotDeterministic,
        ["newGuidString"] = NotDeterministic,
        ["newShortGuid"] = NotDeterministic,
        ["getGuid"] = NotDeterministic,
        ["getGuidString"] = NotDeterministic,
        ["getShortGuid"] = NotDeterministic,
        ["Math.random"] = NotDeterministic,
        ["setVariable"] = "an expression changes nothing; use a SetVariable activity",
        ["setOutcome"] = "only the script of a RunJavaScript activity has outcomes to set",
        ["setOutcomes"] = "only the script of a RunJavaScript activity has outcomes to set",
        ["setCorrelationId"] = "an expression changes nothing; use a Correlate activity",
        ["Object.assign"] = "it changes its first argument; write { ...a, ...b }",
        ["Date"] = "write new Date(…), or Date.now() for milliseconds",
        ["RegExp"] = "regular expressions are not supported",
        ["eval"] = "an expression cannot run text as code",
        ["Function"] = "an expression cannot run text as code",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> RefusedMethods = new Dictionary<string, string>
    {
        ["sort"] = "it changes the array; toSorted gives a sorted copy",
        ["reverse"] = "it changes the array; toReversed gives a reversed copy",
        ["push"] = "it changes the array; write [...items, item]",
        ["unshift"] = "it changes the array; write [item, ...items]",
        ["pop"] = "it changes the array; use at(-1) and slice(0, -1)",
        ["shift"] = "it changes the array; use at(0) and slice(1)",
        ["splice"] = "it changes the array; use slice and concat",
        ["fill"] = "it changes the array; use map",
        ["forEach"] = "an expression has no effects; use map, filter or reduce",
        ["match"] = "regular expressions are not supported; use includes, startsWith or split",
        ["matchAll"] = "regular expressions are not supported; use split",
        ["search"] = "regular expressions are not supported; use indexOf",
        ["test"] = "regular expressions are not supported; use includes, startsWith or endsWith",
        ["substr"] = "it is deprecated; use slice(start, end)",
        ["toLocaleString"] = "its text depends on the machine; use toString, toFixed or toISOString",
        ["toLocaleDateString"] = "its text depends on the machine; use toISOString",
        ["toLocaleTimeString"] = "its text depends on the machine; use toISOString",
        ["call"] = "functions are called directly",
        ["apply"] = "functions are called directly; write f(...items)",
        ["bind"] = "write an arrow function",
    }.ToFrozenDictionary();

    public static bool IsNamespace(string name) => Namespaces.ContainsKey(name);

    /// <summary>The value of a global name that can stand alone: a function, or undefined, NaN and Infinity.</summary>
    public static bool TryGet(string name, out JsValue value) => Values.TryGetValue(name, out value);

    /// <summary>The value of a member like Math.PI or Object.keys.</summary>
    public static bool TryGetMember(string space, string name, out JsValue value)
    {
        value = default;
        return Namespaces.TryGetValue(space, out var members) && members.TryGetValue(name, out value);
    }

    /// <summary>Why a global or a member like Math.random cannot be used; null if there is no more to say than that it is unknown.</summary>
    public static string? ReasonAgainst(string name) => RefusedReasons.GetValueOrDefault(name);

    /// <summary>Why a method cannot be used and what to write instead; null if there is no more to say than that it is unknown.</summary>
    public static string? ReasonAgainstMethod(string name) =>
        RefusedMethods.GetValueOrDefault(name) ?? (IsSetter(name) ? "a Date is not changed; compute with getTime() and make a new one" : null);

    private static bool IsSetter(string name) => name.Length > 3 && name.StartsWith("set", StringComparison.Ordinal) && char.IsUpper(name[3]);

    private static FrozenDictionary<string, JsValue> Collect()
    {
        var values = new Dictionary<string, JsValue>
        {
            ["undefined"] = JsValue.Undefined,
            ["NaN"] = double.NaN,
            ["Infinity"] = double.PositiveInfinity,
        };
        foreach (var (name, body) in NumberFunctions.Global.Concat(ElsaFunctions.All))
            values[name] = new BuiltInFunction(body);
        return values.ToFrozenDictionary();
    }

    private static FrozenDictionary<string, JsValue> Members(
        FrozenDictionary<string, BuiltInBody> functions, FrozenDictionary<string, double>? constants = null)
    {
        var members = functions.ToDictionary(function => function.Key, function => (JsValue)new BuiltInFunction(function.Value));
        foreach (var (name, number) in constants ?? FrozenDictionary<string, double>.Empty)
            members[name] = number;
        return members.ToFrozenDictionary();
    }
}
