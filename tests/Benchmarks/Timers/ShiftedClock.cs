namespace AfterSales.Benchmarks.Timers;

/// <summary>The system's clock, which can be put forward.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private TimeSpan _shift;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _shift;

    public void PutForward(TimeSpan by) => _shift += by;
}
