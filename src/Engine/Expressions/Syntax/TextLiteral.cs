using System.Globalization;
using System.Text;

namespace AfterSales.Engine.Expressions.Syntax;

/// <summary>Reads strings and the parts of template literals.</summary>
internal static class TextLiteral
{
    public static Token Read(string source, ref int position)
    {
        var start = position;
        var quote = source[position++];
        var text = new StringBuilder();
        while (position < source.Length && source[position] != quote && source[position] is not ('\n' or '\r'))
            ReadCharacter(source, ref position, text);
        if (position >= source.Length || source[position] != quote)
            throw SyntaxFailure.At(source, start, $"A string is not closed with {quote} on its line.");

        position++;
        return new Token(TokenKind.Text, start, text.ToString());
    }

    /// <summary>Reads from a back-tick or a closing brace to the next <c>${</c> or back-tick.</summary>
    public static Token ReadTemplate(string source, ref int position, TokenKind kind)
    {
        var start = position++;
        var text = new StringBuilder();
        while (position < source.Length)
        {
            if (source[position] == '`')
            {
                position++;
                return new Token(kind, start, text.ToString()) { EndsTemplate = true };
            }

            if (source[position] == '$' && position + 1 < source.Length && source[position + 1] == '{')
            {
                position += 2;
                return new Token(kind, start, text.ToString());
            }

            ReadTemplateCharacter(source, ref position, text);
        }

        throw SyntaxFailure.At(source, start, "A template literal is not closed with `.");
    }

    private static void ReadTemplateCharacter(string source, ref int position, StringBuilder text)
    {
        if (source[position] != '\r')
        {
            ReadCharacter(source, ref position, text);
            return;
        }

        // Every line end in a template is a line feed, however the file is stored.
        SkipLineEnd(source, ref position);
        text.Append('\n');
    }

    private static void ReadCharacter(string source, ref int position, StringBuilder text)
    {
        if (source[position] != '\\')
        {
            text.Append(source[position++]);
            return;
        }

        var start = position++;
        if (position >= source.Length)
            throw SyntaxFailure.At(source, start, "A backslash ends the text.");
        if (SourcePosition.IsLineEnd(source[position]))
            SkipLineEnd(source, ref position);
        else
            ReadEscape(source, start, ref position, text);
    }

    private static void SkipLineEnd(string source, ref int position)
    {
        var isPair = source[position] == '\r' && position + 1 < source.Length && source[position + 1] == '\n';
        position += isPair ? 2 : 1;
    }

    private static void ReadEscape(string source, int start, ref int position, StringBuilder text)
    {
        var code = source[position++];
        switch (code)
        {
            case 'n': text.Append('\n'); break;
            case 't': text.Append('\t'); break;
            case 'r': text.Append('\r'); break;
            case 'b': text.Append('\b'); break;
            case 'f': text.Append('\f'); break;
            case 'v': text.Append('\v'); break;
            case 'x': text.Append((char)ReadHex(source, start, ref position, 2)); break;
            case 'u': ReadUnicodeEscape(source, start, ref position, text); break;
            case '0' when position >= source.Length || !char.IsAsciiDigit(source[position]): text.Append('\0'); break;
            case >= '0' and <= '9': throw SyntaxFailure.At(source, start, @"Octal escapes are not supported; write \x or \u.");
            default: text.Append(code); break;
        }
    }

    private static void ReadUnicodeEscape(string source, int start, ref int position, StringBuilder text)
    {
        if (position >= source.Length || source[position] != '{')
        {
            text.Append((char)ReadHex(source, start, ref position, 4));
            return;
        }

        var end = source.IndexOf('}', position);
        var digits = end - position - 1;
        position++;
        if (digits is < 1 or > 8 || ReadHex(source, start, ref position, digits) is var code && code is < 0 or > 0x10FFFF)
            throw SyntaxFailure.At(source, start, @"An escape \u{…} needs a code point in hexadecimal.");

        position++;
        if (code < 0x10000)
            text.Append((char)code);
        else
            text.Append(char.ConvertFromUtf32(code));
    }

    private static int ReadHex(string source, int start, ref int position, int digits)
    {
        var number = 0;
        if (position + digits > source.Length
            || !int.TryParse(source.AsSpan(position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number))
            throw SyntaxFailure.At(source, start, @"An escape \x needs 2 and \u needs 4 hexadecimal digits.");
        position += digits;
        return number;
    }
}
