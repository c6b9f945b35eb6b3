namespace AfterSales.Engine.Expressions.Syntax;

internal static class SyntaxFailure
{
    public static ExpressionSyntaxException At(string source, int offset, string message)
    {
        var (line, column) = SourcePosition.Of(source, offset);
        return new ExpressionSyntaxException(message, line, column);
    }
}
