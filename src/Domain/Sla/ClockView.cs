using AfterSales.Domain.Sla.Policies;

namespace AfterSales.Domain.Sla;

/// <summary>A stretch of a clock's time.</summary>
/// <param name="To">Null: it lasts.</param>
/// <param name="Reason">Why it stood still; null: it ran.</param>
public sealed record ClockSegment(DateTimeOffset From, DateTimeOffset? To, string? Reason, string? By)
{
    public bool IsPause => Reason is not null;
}

/// <summary>A clock as pages and programs see it, with all that explains when it is due.</summary>
/// <param name="Rule">What the promise was and what it is counted in; null for immediate ones and clocks of before it was kept.</param>
/// <param name="Choice">Which rule of which policy it goes by and why; null where the definition itself gave the time.</param>
/// <param name="Segments">Its time so far, in which it ran and stood still by turns.</param>
/// <param name="PauseReasons">The reasons for which it may be paused.</param>
public sealed record ClockView(
    Guid Id, string Metric, SlaClockStatus Status, DateTimeOffset StartedAt, DateTimeOffset DueAt, DateTimeOffset? StoppedAt, bool IsOverdue, DueRule? Rule, bool IsImmediate, bool IsDueByHand,
    ClockChoice? Choice, IReadOnlyList<ClockSegment> Segments, IReadOnlyList<ClockStep> Ladder, IReadOnlyList<string> PauseReasons)
{
    public static ClockView Of(SlaClock clock, DateTimeOffset now)
    {
        var (status, choice) = (clock.StatusAt(now), clock.ReadChoice());
        return new(
            clock.Id, clock.Metric, status, clock.StartedAt, clock.DueAt, clock.StoppedAt, status is SlaClockStatus.Breached, clock.Rule, clock.IsImmediate, clock.IsDueByHand, choice,
            [.. SegmentsOf(clock)], clock.ReadLadder(), choice?.PausedBy ?? Sla.PauseReasons.All);
    }

    public ClockSegment? OpenPause => Segments is [.., { IsPause: true, To: null } last] ? last : null;

    private static IEnumerable<ClockSegment> SegmentsOf(SlaClock clock)
    {
        var from = clock.StartedAt;
        foreach (var pause in clock.ReadPauses())
        {
            if (pause.From > from)
                yield return new ClockSegment(from, pause.From, null, null);
            yield return new ClockSegment(pause.From, pause.To ?? clock.StoppedAt, pause.Reason, pause.By);
            if ((pause.To ?? clock.StoppedAt) is not { } end)
                yield break;
            from = end;
        }

        if (clock.StoppedAt != from)
            yield return new ClockSegment(from, clock.StoppedAt, null, null);
    }
}
