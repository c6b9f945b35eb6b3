using System.Collections.Frozen;
using AfterSales.Engine.Expressions.Nodes;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

internal static class MathFunctions
{
    public static readonly FrozenDictionary<string, BuiltInBody> All = new Dictionary<string, BuiltInBody>
    {
        ["abs"] = OfOne(Math.Abs),
        ["ceil"] = OfOne(Math.Ceiling),
        ["floor"] = OfOne(Math.Floor),
        ["trunc"] = OfOne(Math.Truncate),
        ["round"] = OfOne(Round),
        ["sign"] = OfOne(number => number is 0 or double.NaN ? number : Math.Sign(number)),
        ["sqrt"] = OfOne(Math.Sqrt),
        ["exp"] = OfOne(Math.Exp),
        ["log"] = OfOne(Math.Log),
        ["log2"] = OfOne(Math.Log2),
        ["log10"] = OfOne(Math.Log10),
        ["pow"] = (run, _, arguments) =>
            BinaryOperations.Power(Coerce.ToNumber(run, arguments.At(0)), Coerce.ToNumber(run, arguments.At(1))),
        ["max"] = (run, _, arguments) => Fold(run, arguments, double.NegativeInfinity, Math.Max),
        ["min"] = (run, _, arguments) => Fold(run, arguments, double.PositiveInfinity, Math.Min),
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, double> Constants = new Dictionary<string, double>
    {
        ["PI"] = Math.PI,
        ["E"] = Math.E,
    }.ToFrozenDictionary();

    private static BuiltInBody OfOne(Func<double, double> function) => (run, _, arguments) => function(Coerce.ToNumber(run, arguments.At(0)));

    // Halves go up, also below zero. Not floor(x + 0.5), whose sum may itself be rounded.
    private static double Round(double number)
    {
        var floor = Math.Floor(number);
        return number - floor >= 0.5 ? Math.Ceiling(number) : floor;
    }

    private static double Fold(Evaluation run, ReadOnlySpan<JsValue> arguments, double start, Func<double, double, double> combine)
    {
        foreach (var argument in arguments)
            start = combine(start, Coerce.ToNumber(run, argument));
        return start;
    }
}
