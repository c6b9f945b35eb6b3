namespace AfterSales.Engine.Expressions;

/// <summary>A well-formed expression failed on the values it met, or crossed a limit. Running it again on the same values fails again.</summary>
/// <param name="message">What happened.</param>
/// <param name="line">Line of the failing operation, from 1.</param>
/// <param name="column">Column of the failing operation, in UTF-16 units, from 1.</param>
/// <param name="innerException">The cause, when a value of the scope could not be read.</param>
public sealed class ExpressionEvaluationException(string message, int line, int column, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Line of the failing operation, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>Column of the failing operation, in UTF-16 units, from 1.</summary>
    public int Column { get; } = column;
}
