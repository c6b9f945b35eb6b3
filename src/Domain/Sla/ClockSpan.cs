using AfterSales.Domain.Calendars;

namespace AfterSales.Domain.Sla;

/// <summary>A time in which a clock stood still.</summary>
/// <param name="To">Null: it still does.</param>
/// <param name="By">Who stopped it, as in the audit record.</param>
public sealed record ClockPause(DateTimeOffset From, DateTimeOffset? To, string Reason, string By);

/// <summary>
/// A promised time laid out from its start: tells when any part of it is over, pauses left out. Everything of a clock that is a moment is computed from here, so it can be computed again.
/// Counted in working time a pause takes as much working time as it covers: no more for a night or a week-end, and never past closing.
/// </summary>
/// <param name="total">What was promised, in the time it is counted in; for days that are counted, the time between start and due.</param>
/// <param name="working">Null: counted on the wall.</param>
public sealed class ClockSpan(DateTimeOffset start, TimeSpan total, WorkingTime? working)
{
    public static ClockSpan Of(DateTimeOffset start, DueRule rule, WorkingTime? working) => rule.Clock switch
    {
        DueClock.CalendarDays => new(start, Deadlines.AddCalendarDays(start, (int)rule.Duration.TotalDays, CompanyTime.Zone) - start, null),
        DueClock.WorkingDays => new(start, working!.Between(start, working.AddDays(start, (int)rule.Duration.TotalDays)), working),
        DueClock.WorkingTime => new(start, rule.Duration, working),
        _ => new(start, rule.Duration, null),
    };

    /// <summary>When so much of the promised time is over. A pause that began after that moment does not move it; one that has not ended does not either, as long as nobody knows its end.</summary>
    public DateTimeOffset At(int percent, IReadOnlyList<ClockPause> pauses)
    {
        var ticks = (long)((Int128)total.Ticks * percent / 100);
        var moment = Add(ticks);
        foreach (var pause in pauses)
        {
            if (moment < pause.From || pause.To is not { } to)
                break;
            if (Between(pause.From, to) is var paused and > 0)
                moment = Add(ticks += paused);
        }

        return moment;
    }

    public DateTimeOffset DueAt(IReadOnlyList<ClockPause> pauses) => At(100, pauses);

    /// <summary>How much of the promised time is used, in percent; more than 100 when it is over.</summary>
    public int UsedAt(DateTimeOffset now, IReadOnlyList<ClockPause> pauses)
    {
        var used = Between(start, now) - pauses.Where(pause => pause.From < now).Sum(pause => Between(pause.From, pause.To is { } to && to < now ? to : now));
        return total.Ticks is 0 ? 100 : (int)Int128.Clamp((Int128)used * 100 / total.Ticks, 0, int.MaxValue);
    }

    /// <summary>Time that was not counted though it passed: nights, holidays, lunch.</summary>
    public bool LeavesOutFreeTime(DateTimeOffset dueAt) => working is not null && working.Between(start, dueAt) < dueAt - start;

    // Nothing of a promise is over at its start, though the office may open only later.
    private DateTimeOffset Add(long ticks) => working is null ? start + TimeSpan.FromTicks(ticks) : working.Add(start, TimeSpan.FromTicks(ticks));

    private long Between(DateTimeOffset from, DateTimeOffset to) => (working?.Between(from, to) ?? to - from).Ticks;
}
