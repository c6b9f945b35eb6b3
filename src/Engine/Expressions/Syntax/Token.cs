namespace AfterSales.Engine.Expressions.Syntax;

internal enum TokenKind
{
    End,
    Number,
    Text,

    /// <summary>A template literal up to its first <c>${</c>, or all of it.</summary>
    TemplateStart,

    /// <summary>A template literal from a <c>}</c> to the next <c>${</c> or to its end.</summary>
    TemplateNext,

    /// <summary>A name or a keyword; which of both, depends on where it stands.</summary>
    Name,
    Punctuator,
}

/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it begins in the source.</param>
/// <param name="Text">The name, the punctuator, or the text a literal stands for.</param>
internal readonly record struct Token(TokenKind Kind, int Offset, string Text)
{
    public double Number { get; init; }

    /// <summary>For a part of a template: whether it is the last one.</summary>
    public bool EndsTemplate { get; init; }

    /// <summary>Whether a line end precedes it, which ends a statement in some places.</summary>
    public bool IsOnNewLine { get; init; }

    public bool Is(string punctuator) => Kind is TokenKind.Punctuator && Text == punctuator;

    public bool IsName(string name) => Kind is TokenKind.Name && Text == name;

    /// <summary>The token in words, for messages.</summary>
    public string Describe() => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Number => "a number",
        TokenKind.Text => "a string",
        TokenKind.TemplateStart or TokenKind.TemplateNext => "a template literal",
        _ => $"'{Text}'",
    };
}
