using System.Globalization;
using System.Text;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Syntax;

/// <summary>Cuts a source into tokens.</summary>
internal sealed class Lexer(string source)
{
    // Longest first. Those outside the subset are cut out whole too, so that the parser can name them.
    private static readonly string[] Punctuators =
    [
        ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "++", "--",
        "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**", "{", "}", "(", ")", "[", "]", ".", ";", ",", "<", ">", "+", "-", "*", "/", "%",
        "&", "|", "^", "!", "~", "?", ":", "=", "#", "@",
    ];

    private readonly List<Token> _tokens = [];

    // Per open template literal, how many braces are open in its current ${…}.
    private readonly Stack<int> _openBraces = new();
    private int _position;
    private bool _isOnNewLine;

    public List<Token> Tokenize()
    {
        do
        {
            SkipSpaceAndComments();
            Add(Next());
        }
        while (_tokens[^1].Kind is not TokenKind.End);
        return _tokens;
    }

    private char Current => _position < source.Length ? source[_position] : '\0';

    private void Add(Token token)
    {
        _tokens.Add(token with { IsOnNewLine = _isOnNewLine });
        _isOnNewLine = false;
    }

    private Token Next()
    {
        var start = _position;
        if (start >= source.Length)
            return new Token(TokenKind.End, start, "");
        if (char.IsAsciiDigit(Current) || (Current == '.' && start + 1 < source.Length && char.IsAsciiDigit(source[start + 1])))
            return NumberLiteral.Read(source, ref _position);
        if (Current is '"' or '\'')
            return TextLiteral.Read(source, ref _position);
        if (Current == '`')
            return Template(TokenKind.TemplateStart);
        if (Current == '}' && _openBraces.TryPeek(out var depth) && depth == 0)
        {
            _openBraces.Pop();
            return Template(TokenKind.TemplateNext);
        }

        return TryName() ?? Punctuator();
    }

    private Token Template(TokenKind kind)
    {
        var token = TextLiteral.ReadTemplate(source, ref _position, kind);
        if (!token.EndsTemplate)
            _openBraces.Push(0);
        return token;
    }

    private Token? TryName()
    {
        var start = _position;
        while (_position < source.Length && Rune.TryGetRuneAt(source, _position, out var rune) && IsNamePart(rune, _position == start))
            _position += rune.Utf16SequenceLength;
        if (Current == '\\')
            throw Failure("Escapes in names are not supported.", _position);
        return _position > start ? new Token(TokenKind.Name, start, source[start.._position]) : null;
    }

    private static bool IsNamePart(Rune rune, bool isFirst)
    {
        if (rune.Value is '$' or '_')
            return true;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => true,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation => !isFirst,
            _ => false,
        };
    }

    private Token Punctuator()
    {
        var start = _position;
        var text = Array.Find(Punctuators, candidate => string.CompareOrdinal(source, start, candidate, 0, candidate.Length) == 0)
            ?? throw Failure($"The character '{source[start]}' (U+{(int)source[start]:X4}) has no meaning here.", start);
        // 'a?.5:b' is a conditional, not a chain.
        if (text == "?." && start + 2 < source.Length && char.IsAsciiDigit(source[start + 2]))
            text = "?";
        if (text is "/" or "/=" && !EndsOperand())
            throw Failure("Regular expressions are not supported; use includes, startsWith, endsWith, indexOf or split.", start);

        CountBraces(text);
        _position += text.Length;
        return new Token(TokenKind.Punctuator, start, text);
    }

    private void CountBraces(string text)
    {
        if (text is "{" or "}" && _openBraces.TryPop(out var depth))
            _openBraces.Push(depth + (text == "{" ? 1 : -1));
    }

    // After an operand a slash divides; elsewhere it would begin a regular expression.
    private bool EndsOperand() => _tokens.Count > 0 && _tokens[^1] switch
    {
        { Kind: TokenKind.Name, Text: "return" or "typeof" or "in" or "void" } => _tokens is [.., { Text: "." or "?." }, _],
        { Kind: TokenKind.Punctuator, Text: var text } => text is ")" or "]" or "}",
        { Kind: TokenKind.TemplateStart or TokenKind.TemplateNext, EndsTemplate: false } => false,
        _ => true,
    };

    private void SkipSpaceAndComments()
    {
        while (_position < source.Length)
        {
            if (JsSpace.Is(Current))
                _isOnNewLine |= SourcePosition.IsLineEnd(source[_position++]);
            else if (At("//"))
                SkipLine();
            else if (At("/*"))
                SkipBlock();
            else
                return;
        }
    }

    private bool At(string text) => string.CompareOrdinal(source, _position, text, 0, text.Length) == 0;

    private void SkipLine()
    {
        while (_position < source.Length && !SourcePosition.IsLineEnd(source[_position]))
            _position++;
    }

    private void SkipBlock()
    {
        var end = source.IndexOf("*/", _position + 2, StringComparison.Ordinal);
        if (end < 0)
            throw Failure("A comment is not closed with '*/'.", _position);
        _isOnNewLine |= source.AsSpan(_position, end - _position).ContainsAny("\n\r\u2028\u2029");
        _position = end + 2;
    }

    private ExpressionSyntaxException Failure(string message, int offset) => SyntaxFailure.At(source, offset, message);
}
