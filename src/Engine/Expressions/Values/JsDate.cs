namespace AfterSales.Engine.Expressions.Values;

/// <summary>An instant in milliseconds since 1970-01-01T00:00:00Z; NaN is the invalid date.</summary>
internal sealed class JsDate(double time)
{
    private const double FurthestTime = 8.64e15;

    public double Time { get; } = Math.Abs(time) <= FurthestTime ? Math.Truncate(time) + 0.0 : double.NaN;
}
