using System.Text;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Syntax;

internal static class NumberLiteral
{
    private const double LargestExactInteger = 9007199254740992;

    public static Token Read(string source, ref int position)
    {
        var start = position;
        var radix = source[start] == '0' && start + 1 < source.Length ? NumberText.RadixOf(source[start + 1]) : null;
        var number = radix is null ? ReadDecimal(source, ref position) : ReadInteger(source, ref position, radix.Value);
        RefuseTail(source, position);
        return new Token(TokenKind.Number, start, source[start..position]) { Number = number };
    }

    private static double ReadInteger(string source, ref int position, int radix)
    {
        var start = position;
        var digits = position += 2;
        while (position < source.Length && NumberText.DigitValue(source[position]) < radix)
            position++;

        var number = NumberText.ParseInteger(source.AsSpan(digits, position - digits), radix);
        if (double.IsNaN(number))
            throw SyntaxFailure.At(source, start, "A number has no digits after its prefix.");
        if (number > LargestExactInteger)
            throw SyntaxFailure.At(source, start, "A number is larger than 2^53 and would not be exact.");
        return number;
    }

    private static double ReadDecimal(string source, ref int position)
    {
        var start = position;
        while (position < source.Length && IsPart(source, start, position))
            position++;

        var text = source[start..position];
        if (text.Length > 1 && text[0] == '0' && char.IsAsciiDigit(text[1]))
            throw SyntaxFailure.At(source, start, "A number cannot begin with 0; octal numbers begin with 0o.");
        if (NumberText.DecimalPrefix(text) == text.Length)
            return NumberText.ParseDecimal(text);
        throw SyntaxFailure.At(source, start, $"'{text}' is not a number.");
    }

    private static bool IsPart(string source, int start, int position) => source[position] switch
    {
        >= '0' and <= '9' or 'e' or 'E' => true,
        // Only one point belongs to the number; 1..toFixed() has a second.
        '.' => !source.AsSpan(start, position - start).ContainsAny('.', 'e', 'E'),
        '+' or '-' => source[position - 1] is 'e' or 'E',
        _ => false,
    };

    private static void RefuseTail(string source, int position)
    {
        if (position >= source.Length || !Rune.TryGetRuneAt(source, position, out var next))
            return;
        if (next.Value == 'n')
            throw SyntaxFailure.At(source, position, "BigInt numbers (like 10n) are not supported.");
        if (next.Value == '_')
            throw SyntaxFailure.At(source, position, "Separators in numbers are not supported.");
        if (Rune.IsLetterOrDigit(next) || next.Value is '$' or '\\')
            throw SyntaxFailure.At(source, position, "A name cannot follow a number directly.");
    }
}
