using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

internal static class NumberMethods
{
    public static readonly FrozenDictionary<string, BuiltInBody> All = new Dictionary<string, BuiltInBody>
    {
        ["toFixed"] = ToFixed,
        ["toString"] = ToText,
        ["valueOf"] = (_, self, _) => self,
    }.ToFrozenDictionary();

    private static JsValue ToFixed(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var digits = Coerce.ToInteger(run, arguments.At(0));
        if (digits is < 0 or > 100)
            throw run.Fail("toFixed takes 0 to 100 digits.");

        var number = self.AsNumber;
        return Math.Abs(number) < 1e21 ? Fixed(number, (int)digits) : NumberText.Format(number);
    }

    // Exact: 1.005 is slightly less than it looks, and becomes "1.00".
    private static string Fixed(double number, int digits)
    {
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(number));
        var exponent = (int)(bits >> 52) - 1075;
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        if (exponent == -1075)
            exponent++;
        else
            mantissa |= 1L << 52;

        var scaled = mantissa * BigInteger.Pow(10, digits);
        scaled = exponent >= 0 ? scaled << exponent : (scaled + (BigInteger.One << (-exponent - 1))) >> -exponent;

        var text = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var sign = number < 0 ? "-" : "";
        return digits == 0 ? sign + text : $"{sign}{text[..^digits]}.{text[^digits..]}";
    }

    private static JsValue ToText(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var radix = arguments.At(0).Kind is JsKind.Undefined ? 10 : Coerce.ToInteger(run, arguments[0]);
        if (radix is < 2 or > 36)
            throw run.Fail("toString takes a radix from 2 to 36.");

        var number = self.AsNumber;
        if (radix == 10 || !double.IsFinite(number))
            return NumberText.Format(number);
        if (number != Math.Truncate(number) || Math.Abs(number) > 9007199254740991)
            throw run.Fail("toString with a radix takes a whole number up to 2^53 here.");
        return (number < 0 ? "-" : "") + InRadix((long)Math.Abs(number), (int)radix);
    }

    private static string InRadix(long number, int radix)
    {
        var digits = "";
        do
        {
            digits = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(number % radix)] + digits;
            number /= radix;
        }
        while (number > 0);
        return digits;
    }
}
