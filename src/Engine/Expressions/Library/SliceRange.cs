using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

internal static class SliceRange
{
    /// <summary>The range <c>slice(start, end)</c> means: negative counts from the end, outside is cut off, reversed is empty.</summary>
    public static (int Start, int End) Of(Evaluation run, ReadOnlySpan<JsValue> arguments, int length)
    {
        var start = Position(Coerce.ToInteger(run, arguments.At(0)), length);
        var end = arguments.At(1).Kind is JsKind.Undefined ? length : Position(Coerce.ToInteger(run, arguments[1]), length);
        return (start, Math.Max(start, end));
    }

    /// <summary>A position counted from the end when negative, kept within 0 and <paramref name="length"/>.</summary>
    public static int Position(double position, int length) => (int)Math.Clamp(position < 0 ? position + length : position, 0, length);
}
