using System.Globalization;

namespace AfterSales.Engine.Expressions.Values;

/// <summary>Numbers as JavaScript reads and writes them.</summary>
internal static class NumberText
{
    private const double LargestExactInteger = 9007199254740992;

    /// <summary>The shortest decimal that reads back as the same number, in JavaScript's notation: 1e21, 1e-7, 0.1.</summary>
    public static string Format(double number)
    {
        if (Math.Abs(number) < LargestExactInteger && number == Math.Truncate(number))
            return ((long)number).ToString(CultureInfo.InvariantCulture);
        if (double.IsNaN(number))
            return "NaN";
        if (double.IsInfinity(number))
            return number > 0 ? "Infinity" : "-Infinity";

        var (digits, pointPosition) = ShortestDigits(Math.Abs(number));
        return (number < 0 ? "-" : "") + Place(digits, pointPosition);
    }

    /// <summary>What <c>Number(text)</c> gives: surrounding space is ignored, empty is 0, anything else that is no number is NaN.</summary>
    public static double Parse(string text)
    {
        var trimmed = JsSpace.Trim(text);
        if (trimmed.Length == 0)
            return 0;
        if (trimmed.Length > 2 && trimmed[0] == '0' && RadixOf(trimmed[1]) is { } radix)
            return ParseInteger(trimmed.AsSpan(2), radix);

        var length = DecimalPrefix(trimmed);
        return length == trimmed.Length ? ParseDecimal(trimmed) : double.NaN;
    }

    /// <summary>Length of the longest beginning that is a decimal number or Infinity, sign included; 0 if there is none.</summary>
    public static int DecimalPrefix(string text)
    {
        var position = text is ['+' or '-', ..] ? 1 : 0;
        if (text.AsSpan(position).StartsWith("Infinity", StringComparison.Ordinal))
            return position + "Infinity".Length;

        var whole = SkipDigits(text, position);
        var end = whole;
        if (end < text.Length && text[end] == '.')
            end = SkipDigits(text, end + 1);
        // A point alone is no number.
        if (end - position == (end > whole ? 1 : 0))
            return 0;

        return SkipExponent(text, end);
    }

    /// <summary>Reads what <see cref="DecimalPrefix"/> measured.</summary>
    public static double ParseDecimal(string text) => text switch
    {
        "Infinity" or "+Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    /// <summary>Radix of a prefix letter as in 0x; null if it is none.</summary>
    public static int? RadixOf(char letter) => letter switch
    {
        'x' or 'X' => 16,
        'o' or 'O' => 8,
        'b' or 'B' => 2,
        _ => null,
    };

    /// <summary>All of the text as an integer; NaN if it is empty or a character is no digit.</summary>
    public static double ParseInteger(ReadOnlySpan<char> text, int radix)
    {
        var number = text.Length == 0 ? double.NaN : 0;
        foreach (var character in text)
        {
            var digit = DigitValue(character);
            if (digit >= radix)
                return double.NaN;
            number = number * radix + digit;
        }

        return number;
    }

    /// <summary>0 to 35, and more for what is no digit in any radix.</summary>
    public static int DigitValue(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'z' => character - 'a' + 10,
        >= 'A' and <= 'Z' => character - 'A' + 10,
        _ => int.MaxValue,
    };

    private static int SkipDigits(string text, int position)
    {
        while (position < text.Length && char.IsAsciiDigit(text[position]))
            position++;
        return position;
    }

    private static int SkipExponent(string text, int position)
    {
        if (position >= text.Length || text[position] is not ('e' or 'E'))
            return position;
        var digits = position + 1;
        if (digits < text.Length && text[digits] is '+' or '-')
            digits++;
        var end = SkipDigits(text, digits);
        return end > digits ? end : position;
    }

    private static (string Digits, int PointPosition) ShortestDigits(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        var pointPosition = (point < 0 ? mantissa.Length : point) - (digits.Length - significant.Length) + exponent;
        return (significant.TrimEnd('0'), pointPosition);
    }

    private static string Place(string digits, int pointPosition) => pointPosition switch
    {
        > 21 or <= -6 => Exponential(digits, pointPosition - 1),
        <= 0 => "0." + new string('0', -pointPosition) + digits,
        _ when digits.Length <= pointPosition => digits + new string('0', pointPosition - digits.Length),
        _ => $"{digits[..pointPosition]}.{digits[pointPosition..]}",
    };

    private static string Exponential(string digits, int exponent)
    {
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}");
    }
}
