namespace AfterSales.Engine.Trials;

/// <summary>A trial's own time. It stands still until the trial moves it on, so that days pass in no time.</summary>
public sealed class TrialClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now.ToUniversalTime();

    public override DateTimeOffset GetUtcNow() => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.UtcTicks;

    /// <summary>Time only goes forward; an earlier time changes nothing.</summary>
    internal void MoveTo(DateTimeOffset at)
    {
        if (at > _now)
            _now = at.ToUniversalTime();
    }
}
