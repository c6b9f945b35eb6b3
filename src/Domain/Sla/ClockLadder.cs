using AfterSales.Domain.Calendars;
using AfterSales.Domain.Sla.Policies;

namespace AfterSales.Domain.Sla;

/// <summary>A step of a clock's ladder, with the moment it is due at as things stand.</summary>
/// <param name="DoneAt">When it was taken; null: it is to come, or was over before the clock began.</param>
/// <param name="IsPassedOver">It was over when the clock began, so it is never taken.</param>
public sealed record ClockStep(int Percent, LadderAction Action, bool InServiceHours, DateTimeOffset At, DateTimeOffset? DoneAt = null, bool IsPassedOver = false)
{
    public bool IsToCome => DoneAt is null && !IsPassedOver;
}

/// <summary>Lays the steps of a rule out along a clock.</summary>
internal static class ClockLadder
{
    /// <summary>Steps that are over already do not happen at once: nobody was late when the clock began.</summary>
    public static ClockStep[] Start(IEnumerable<LadderStep> steps, ClockSpan span, WorkingTime? hours, DateTimeOffset now) =>
        [.. steps.OrderBy(step => step.Percent).Select(step => At(step, span, hours, [])).Select(step => step with { IsPassedOver = step.At <= now })];

    /// <summary>The same steps at their new moments; what was done or passed over stays so.</summary>
    public static ClockStep[] Move(IEnumerable<ClockStep> steps, ClockSpan span, WorkingTime? hours, IReadOnlyList<ClockPause> pauses) =>
        [.. steps.Select(step => step.IsToCome ? step with { At = MomentOf(step.Percent, step.InServiceHours, span, hours, pauses) } : step)];

    /// <summary>The steps of another rule; those that the clock has taken before it does not take again.</summary>
    public static ClockStep[] Replace(IReadOnlyList<ClockStep> before, IEnumerable<LadderStep> steps, ClockSpan span, WorkingTime? hours, IReadOnlyList<ClockPause> pauses, DateTimeOffset now) =>
        [.. steps.OrderBy(step => step.Percent).Select(step =>
            before.FirstOrDefault(old => !old.IsToCome && (old.Percent, old.Action) == (step.Percent, step.Action)) is { } old ? old
            : At(step, span, hours, pauses) is var next && next.At <= now ? next with { IsPassedOver = true } : next)];

    private static ClockStep At(LadderStep step, ClockSpan span, WorkingTime? hours, IReadOnlyList<ClockPause> pauses) =>
        new(step.Percent, step.Action, step.InServiceHours, MomentOf(step.Percent, step.InServiceHours, span, hours, pauses));

    private static DateTimeOffset MomentOf(int percent, bool inServiceHours, ClockSpan span, WorkingTime? hours, IReadOnlyList<ClockPause> pauses)
    {
        var moment = span.At(percent, pauses);
        // At the very moment of closing somebody is still there.
        return inServiceHours && hours is not null && hours.Between(moment.AddTicks(-1), moment) == TimeSpan.Zero ? hours.NextWorking(moment) : moment;
    }
}
