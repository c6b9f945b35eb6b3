namespace AfterSales.Engine;

/// <summary>Makes the keys of engine rows: time-ordered, so that inserts append to the index.</summary>
public static class EngineIds
{
    public static Guid New(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow());

    /// <summary>The clock's time at the precision that is stored, so that a value compares equal before and after a round trip.</summary>
    internal static DateTimeOffset Now(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
