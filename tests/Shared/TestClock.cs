namespace AfterSales.Testing;

/// <summary>A clock that tests move.</summary>
public sealed class TestClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    /// <summary>A Monday morning in the company's time zone.</summary>
    public static TestClock OnMondayMorning() => new(new DateTimeOffset(2026, 11, 16, 1, 0, 0, TimeSpan.Zero));

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;

    public void Set(DateTimeOffset now) => _now = now;
}
