namespace AfterSales.Engine.Expressions;

/// <summary>How large an expression and its work may grow. Counted, not timed: the same expression on the same values always ends the same way.</summary>
internal static class ExpressionLimits
{
    /// <summary>UTF-16 units of source.</summary>
    public const int SourceLength = 32 * 1024;

    /// <summary>Brackets, operands and callbacks inside one another while parsing.</summary>
    public const int NestingDepth = 100;

    /// <summary>Height of the syntax tree; long chains like <c>a + b + c + …</c> count here, not as nesting.</summary>
    public const int TreeHeight = 400;

    /// <summary>Tree height summed over the callbacks active at one moment: what bounds the machine's stack.</summary>
    public const int CallHeight = 1_000;

    /// <summary>Node evaluations, plus the elements and characters copied on the way.</summary>
    public const int Steps = 1_000_000;

    /// <summary>Characters of text that are copied or searched for the price of one step.</summary>
    public const int CharactersPerStep = 16;

    /// <summary>UTF-16 units of one string, and of the result written as JSON.</summary>
    public const int TextLength = 1_000_000;

    /// <summary>Elements of one array made by an expression.</summary>
    public const int ArrayLength = 100_000;

    /// <summary>Arrays and objects inside one another, in results and in JSON text; what System.Text.Json reads back by default.</summary>
    public const int DataDepth = 64;
}
