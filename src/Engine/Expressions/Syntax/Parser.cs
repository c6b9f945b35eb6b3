using AfterSales.Engine.Expressions.Nodes;

namespace AfterSales.Engine.Expressions.Syntax;

/// <summary>Parses one expression by recursive descent; names are resolved and everything outside the subset is refused on the way.</summary>
internal sealed partial class Parser(string source, bool isScript)
{
    private readonly List<Token> _tokens = new Lexer(source).Tokenize();
    private int _position;
    private int _depth;

    private Token Current => _tokens[_position];

    public static Node Parse(string source, bool isScript = false)
    {
        if (source.Length > ExpressionLimits.SourceLength)
            throw SyntaxFailure.At(source, ExpressionLimits.SourceLength, $"The expression is longer than {ExpressionLimits.SourceLength:N0} characters.");
        return new Parser(source, isScript).ParseAll();
    }

    private Node ParseAll()
    {
        if (Current.IsName("return"))
        {
            Advance();
            if (Current.IsOnNewLine)
                throw Failure(Current, "JavaScript ends the statement at the line break after 'return'; begin the expression on the same line.");
        }
        else if (Current.Is("{"))
        {
            throw Failure(Current, "At the very beginning '{' opens a block in JavaScript; write return { … } or ({ … }).");
        }

        var expression = ParseExpression();
        while (TrySkip(";"))
        {
        }

        return Current.Kind is TokenKind.End ? expression : throw Unexpected();
    }

    private Node ParseExpression()
    {
        EnterNesting();
        var expression = TryArrow() ?? ParseConditional();
        _depth--;
        return expression;
    }

    private Node ParseConditional()
    {
        var condition = ParseBinary(0);
        var question = Current;
        if (!TrySkip("?"))
            return condition;

        var whenTrue = ParseExpression();
        Expect(":");
        return Checked(new ConditionalNode(question.Offset, condition, whenTrue, ParseExpression()));
    }

    private void EnterNesting()
    {
        if (++_depth > ExpressionLimits.NestingDepth)
            throw Failure(Current, $"The expression is nested more than {ExpressionLimits.NestingDepth} levels deep.");
    }

    private T Checked<T>(T node)
        where T : Node =>
        node.Height <= ExpressionLimits.TreeHeight
            ? node
            : throw SyntaxFailure.At(
                source, node.Offset, $"The expression chains more than about {ExpressionLimits.TreeHeight} operations; use an array and join or reduce.");

    private Token Advance() => _tokens[_position++];

    private Token Peek(int distance) => _tokens[Math.Min(_position + distance, _tokens.Count - 1)];

    private bool TrySkip(string punctuator)
    {
        if (!Current.Is(punctuator))
            return false;
        _position++;
        return true;
    }

    private void Expect(string punctuator)
    {
        if (!TrySkip(punctuator))
            throw Unexpected($"'{punctuator}' is expected here, not {Current.Describe()}.");
    }

    private ExpressionSyntaxException Failure(Token token, string message) => SyntaxFailure.At(source, token.Offset, message);

    /// <summary>The current token fits nowhere: says so in the way that helps most.</summary>
    private ExpressionSyntaxException Unexpected(string? otherwise = null)
    {
        var token = Current;
        var message = token.Kind switch
        {
            TokenKind.Name => Keywords.RefusalOf(token.Text),
            TokenKind.Punctuator => RefusalOfPunctuator(token.Text),
            _ => null,
        };
        if (message is null && token.IsOnNewLine && _position > 0 && token.Kind is not (TokenKind.End or TokenKind.Punctuator))
            message = "Only one expression is possible; a second one begins here.";
        return Failure(token, message ?? otherwise ?? $"{Capitalized(token.Describe())} is not expected here.");
    }

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string? RefusalOfPunctuator(string text) => text switch
    {
        "=" or "+=" or "-=" or "*=" or "/=" or "%=" or "**=" or "&&=" or "||=" or "??=" or "&=" or "|=" or "^=" or "<<=" or ">>=" or ">>>=" =>
            $"Assignment ('{text}') is not supported; to compare, write '==='.",
        "++" or "--" => $"'{text}' changes a variable, which is not supported; write + 1 or - 1.",
        "&" or "|" or "^" or "~" or "<<" or ">>" or ">>>" => $"Bitwise operators ('{text}') are not supported; logical ones are &&, || and !.",
        ";" => "';' can only stand at the end: only one expression is possible.",
        "=>" => "The parameters of an arrow function are plain names: item => … or (item, index) => ….",
        "..." => "'...' can only stand in an array, an object or a list of arguments.",
        "@" or "#" => $"'{text}' is not supported.",
        _ => null,
    };
}
