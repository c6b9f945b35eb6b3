using System.Collections.Frozen;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

/// <summary>The global conversions, and the members of Number.</summary>
internal static class NumberFunctions
{
    private const double MaxSafeInteger = 9007199254740991;

    public static readonly FrozenDictionary<string, BuiltInBody> Global = new Dictionary<string, BuiltInBody>
    {
        ["Number"] = (run, _, arguments) => arguments.Length == 0 ? 0 : Coerce.ToNumber(run, arguments[0]),
        ["String"] = (run, _, arguments) => arguments.Length == 0 ? "" : Coerce.ToText(run, arguments[0]),
        ["Boolean"] = (_, _, arguments) => Coerce.ToBoolean(arguments.At(0)),
        ["parseInt"] = ParseInt,
        ["parseFloat"] = ParseFloat,
        ["isNaN"] = (run, _, arguments) => double.IsNaN(Coerce.ToNumber(run, arguments.At(0))),
        ["isFinite"] = (run, _, arguments) => double.IsFinite(Coerce.ToNumber(run, arguments.At(0))),
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, BuiltInBody> OfNumber = new Dictionary<string, BuiltInBody>
    {
        ["isInteger"] = (_, _, arguments) => IsInteger(arguments.At(0)),
        ["isSafeInteger"] = (_, _, arguments) => IsInteger(arguments.At(0)) && Math.Abs(arguments[0].AsNumber) <= MaxSafeInteger,
        ["isFinite"] = (_, _, arguments) => arguments.At(0).Kind is JsKind.Number && double.IsFinite(arguments[0].AsNumber),
        ["isNaN"] = (_, _, arguments) => arguments.At(0).Kind is JsKind.Number && double.IsNaN(arguments[0].AsNumber),
        ["parseInt"] = ParseInt,
        ["parseFloat"] = ParseFloat,
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, double> Constants = new Dictionary<string, double>
    {
        ["MAX_SAFE_INTEGER"] = MaxSafeInteger,
        ["MIN_SAFE_INTEGER"] = -MaxSafeInteger,
        ["MAX_VALUE"] = double.MaxValue,
        ["MIN_VALUE"] = double.Epsilon,
        ["EPSILON"] = Math.ScaleB(1, -52),
        ["POSITIVE_INFINITY"] = double.PositiveInfinity,
        ["NEGATIVE_INFINITY"] = double.NegativeInfinity,
        ["NaN"] = double.NaN,
    }.ToFrozenDictionary();

    private static bool IsInteger(JsValue value) =>
        value.Kind is JsKind.Number && double.IsFinite(value.AsNumber) && value.AsNumber == Math.Truncate(value.AsNumber);

    private static JsValue ParseFloat(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = JsSpace.TrimStart(Coerce.ToText(run, arguments.At(0)));
        run.ChargeText(text.Length);
        var length = NumberText.DecimalPrefix(text);
        return length == 0 ? double.NaN : NumberText.ParseDecimal(text[..length]);
    }

    private static JsValue ParseInt(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = JsSpace.TrimStart(Coerce.ToText(run, arguments.At(0)));
        run.ChargeText(text.Length);
        var radix = (int)Coerce.ToUInt32(run, arguments.At(1));
        if (radix != 0 && radix is < 2 or > 36)
            return double.NaN;

        var isNegative = text.StartsWith('-');
        var digits = text is ['+' or '-', ..] ? text[1..] : text;
        if (radix is 0 or 16 && digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            (digits, radix) = (digits[2..], 16);

        var number = ParseDigits(digits, radix == 0 ? 10 : radix);
        return isNegative ? -number : number;
    }

    private static double ParseDigits(string text, int radix)
    {
        var length = 0;
        while (length < text.Length && NumberText.DigitValue(text[length]) < radix)
            length++;
        if (length > 0 && radix == 10)
            return NumberText.ParseDecimal(text[..length]);
        return NumberText.ParseInteger(text.AsSpan(0, length), radix);
    }
}
