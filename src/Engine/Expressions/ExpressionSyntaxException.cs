namespace AfterSales.Engine.Expressions;

/// <summary>An expression is malformed or outside the supported subset; found before anything runs.</summary>
/// <param name="message">What is wrong and, where there is one, the way to write it instead.</param>
/// <param name="line">Line in the source, from 1.</param>
/// <param name="column">Column in the line, in UTF-16 units, from 1.</param>
public sealed class ExpressionSyntaxException(string message, int line, int column) : Exception(message)
{
    /// <summary>Line in the source, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>Column in the line, in UTF-16 units, from 1.</summary>
    public int Column { get; } = column;
}
