using System.Collections.Frozen;

namespace AfterSales.Engine.Expressions.Syntax;

/// <summary>JavaScript's words that cannot be names, and what to say when one stands where only an expression is possible.</summary>
internal static class Keywords
{
    private static readonly FrozenDictionary<string, string> Refusals = new Dictionary<string, string>
    {
        ["function"] = "'function' is not supported; write an arrow function, like item => item.name.",
        ["async"] = "'async' is not supported: an expression never waits.",
        ["await"] = "'await' is not supported: an expression never waits.",
        ["this"] = "'this' is not supported; use variables, getInput() and the like.",
        ["super"] = "'super' is not supported: there are no classes.",
        ["class"] = "'class' is not supported: only an expression is possible here.",
        ["let"] = "'let' declares a variable; only an expression is possible here. Repeat it, or use a workflow variable.",
        ["const"] = "'const' declares a constant; only an expression is possible here. Repeat it, or use a workflow variable.",
        ["var"] = "'var' declares a variable; only an expression is possible here. Repeat it, or use a workflow variable.",
        ["if"] = "'if' is a statement; write condition ? one : other.",
        ["switch"] = "'switch' is a statement; write condition ? one : other.",
        ["for"] = "'for' is a statement; use map, filter or reduce, or a loop activity.",
        ["while"] = "'while' is a statement; use map, filter or reduce, or a loop activity.",
        ["do"] = "'do' is a statement; use map, filter or reduce, or a loop activity.",
        ["throw"] = "'throw' is a statement; use a Fault activity.",
        ["try"] = "'try' is a statement; only an expression is possible here.",
        ["return"] = "'return' can only stand at the very beginning.",
        ["delete"] = "'delete' changes an object; name the properties to keep instead.",
        ["instanceof"] = "'instanceof' is not supported; use typeof or Array.isArray.",
        ["yield"] = "'yield' is not supported.",
        ["new"] = "'new' is supported only as new Date(…).",
        ["import"] = "'import' is not supported: an expression cannot reach other code.",
        ["debugger"] = "'debugger' is a statement; only an expression is possible here.",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Reserved =
        ("break case catch class const continue debugger default delete do else enum export extends false finally for function if import in " +
         "instanceof new null return super switch this throw true try typeof var void while with yield let static await implements interface " +
         "package private protected public eval arguments")
            .Split(' ').ToFrozenSet();

    public static bool IsReserved(string name) => Reserved.Contains(name);

    public static string? RefusalOf(string name) => Refusals.GetValueOrDefault(name);
}
