namespace AfterSales.Engine.Expressions;

internal static class SourcePosition
{
    /// <summary>Line and column, both from 1, of an offset. CR LF counts as one line end.</summary>
    public static (int Line, int Column) Of(string source, int offset)
    {
        var (line, start) = (1, 0);
        for (var i = 0; i < offset && i < source.Length; i++)
        {
            if (!IsLineEnd(source[i]) || (source[i] == '\r' && i + 1 < source.Length && source[i + 1] == '\n'))
                continue;
            line++;
            start = i + 1;
        }

        return (line, offset - start + 1);
    }

    public static bool IsLineEnd(char character) => character is '\n' or '\r' or '\u2028' or '\u2029';
}
