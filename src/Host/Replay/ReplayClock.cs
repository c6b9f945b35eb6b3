namespace AfterSales.Host.Replay;

/// <summary>The log's time. It only goes forward.</summary>
internal sealed class ReplayClock : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    public override DateTimeOffset GetUtcNow() => _now;

    public void AdvanceTo(DateTimeOffset at)
    {
        if (at > _now)
            _now = at;
    }
}
