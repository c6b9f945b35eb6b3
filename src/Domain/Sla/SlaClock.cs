using System.Text.Json;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla.Policies;

namespace AfterSales.Domain.Sla;

/// <summary>Whether a promise is still running, stands still, was kept, or was broken.</summary>
public enum SlaClockStatus
{
    Running,
    Paused,
    Met,
    Breached,
}

/// <summary>
/// The measurement of one promised time in a case, for instance SLA-13: half a month to a satisfied customer. Re-issuing does not reset it (ACC-02). Its due time is always computed from start,
/// promise and pauses, unless somebody has set it by hand.
/// </summary>
public sealed class SlaClock : IAuditedEntity
{
    public const int MetricMaxLength = 40;
    public const int ReasonMaxLength = 40;

    /// <summary>Why a clock stood still between its stop and its going on.</summary>
    public const string Closed = "closed";

    /// <summary>A clock counts as at risk from here on, in percent of the promised time.</summary>
    public const int RiskPercent = 80;

    private SlaClock()
    {
    }

    public Guid Id { get; private init; }

    public CaseNumber CaseNumber { get; private init; }

    /// <summary>What is measured, such as <c>arrival</c>, or the id of the promise in the requirements, such as <c>SLA-11</c>.</summary>
    public string Metric { get; private init; } = "";

    /// <summary>The work item whose time is measured; null when the whole case is.</summary>
    public Guid? WorkItemId { get; private init; }

    /// <summary>What it counts from; may be before it was started, as with a loaner (SLA-17).</summary>
    public DateTimeOffset StartedAt { get; private init; }

    public DateTimeOffset DueAt { get; private set; }

    /// <summary>Due at once without a number (SLA-01): never broken.</summary>
    public bool IsImmediate { get; private set; }

    /// <summary>Somebody has set <see cref="DueAt"/>; nothing moves it but they.</summary>
    public bool IsDueByHand { get; private set; }

    /// <summary>What the promise was, for the explanation of <see cref="DueAt"/>. In ticks; null for clocks of before it was kept and for immediate ones.</summary>
    public long? Promised { get; private set; }

    public DueClock CountedIn { get; private set; }

    /// <summary>Code of the business calendar; null where none is counted in and no policy gives one.</summary>
    public string? Calendar { get; private set; }

    /// <summary>The definition promised working time and named no calendar, so that it is counted in the case's, as a rule of a policy is. Always false where a policy's rule holds, which knows it by itself.</summary>
    public bool IsInCaseCalendar { get; private set; }

    /// <summary>The policy whose rule it goes by; null where the definition itself gave the time.</summary>
    public string? PolicyCode { get; private set; }

    /// <summary>JSON of <see cref="ClockChoice"/>; null where no policy was asked.</summary>
    public string? Choice { get; private set; }

    /// <summary>JSON list of <see cref="ClockPause"/>; null: it never stood still.</summary>
    public string? Pauses { get; private set; }

    /// <summary>JSON list of <see cref="ClockStep"/>; null: no ladder.</summary>
    public string? Ladder { get; private set; }

    /// <summary>Since when it stands still; null while it runs.</summary>
    public DateTimeOffset? PausedAt { get; private set; }

    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>When the due time was seen to pass with the clock still running.</summary>
    public DateTimeOffset? OverdueAt { get; private set; }

    /// <summary>When something is next to be done for it; null: nothing.</summary>
    public DateTimeOffset? NextStepAt { get; private set; }

    /// <summary>From when on it is at risk, see <see cref="RiskPercent"/>; null: it cannot be.</summary>
    public DateTimeOffset? AtRiskFrom { get; private set; }

    /// <summary>The last thing that happened to it; nothing older is taken.</summary>
    public DateTimeOffset LastEventAt { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(SlaClock), $"{Metric}#{Id:N}");

    /// <summary>The promise; null for immediate ones and clocks of before it was kept.</summary>
    public DueRule? Rule => Promised is { } ticks ? new DueRule(TimeSpan.FromTicks(ticks), CountedIn, Calendar) : null;

    public IReadOnlyList<ClockPause> ReadPauses() => ClockTexts.Pauses(Pauses);

    public IReadOnlyList<ClockStep> ReadLadder() => Ladder is null ? [] : JsonSerializer.Deserialize<ClockStep[]>(Ladder, JsonText.Options)!;

    public ClockChoice? ReadChoice() => ClockTexts.Choice(Choice);

    /// <summary>Starts a clock that counts <paramref name="span"/> from <paramref name="from"/>.</summary>
    /// <param name="isInCaseCalendar">The calendar of <paramref name="rule"/> is the case's, and not one that was named.</param>
    public static SlaClock Start(CaseNumber caseNumber, string metric, Guid? workItemId, DueRule rule, ClockSpan span, DateTimeOffset from, DateTimeOffset now, bool isInCaseCalendar = false)
    {
        var clock = Begin(caseNumber, metric, workItemId, from, now);
        clock.IsInCaseCalendar = isInCaseCalendar;
        clock.Promise(rule);
        clock.Arrange(span, []);
        return clock;
    }

    /// <summary>Starts a clock by a rule of a policy, with its ladder.</summary>
    internal static SlaClock Start(CaseNumber caseNumber, string metric, Guid? workItemId, ChosenTerms terms, ClockTiming timing, DateTimeOffset from, DateTimeOffset now)
    {
        var clock = Begin(caseNumber, metric, workItemId, from, now);
        clock.GoBy(terms);
        if (terms.Rule.Promise is PromiseKind.Immediate)
        {
            (clock.IsImmediate, clock.DueAt) = (true, from);
            return clock;
        }

        clock.Arrange(timing.Span, ClockLadder.Start(terms.Rule.Ladder, timing.Span, timing.Hours, now));
        return clock;
    }

    /// <summary>Starts a clock that is due at a moment agreed with the customer, such as the definite time for an answer (PRC-30). The rule of its metric, where there is one, gives the ladder.</summary>
    internal static SlaClock StartAgreed(CaseNumber caseNumber, string metric, Guid? workItemId, ChosenTerms? terms, ClockTiming timing, DateTimeOffset dueAt, DateTimeOffset now)
    {
        var clock = Begin(caseNumber, metric, workItemId, now, now);
        if (terms is not null)
            clock.GoBy(terms);
        (clock.Promised, clock.CountedIn, clock.Calendar) = ((dueAt - now).Ticks, DueClock.Wall, terms?.Calendar);
        clock.Arrange(timing.Span, terms is null ? [] : ClockLadder.Start(terms.Rule.Ladder, timing.Span, timing.Hours, now));
        clock.IsDueByHand = true;
        return clock;
    }

    /// <summary>Computed from the times, never stored: a late timer cannot make a kept promise look broken.</summary>
    public SlaClockStatus StatusAt(DateTimeOffset now) =>
        !IsImmediate && (PausedAt ?? StoppedAt ?? now) > DueAt ? SlaClockStatus.Breached
        : StoppedAt is not null ? SlaClockStatus.Met
        : PausedAt is not null ? SlaClockStatus.Paused
        : SlaClockStatus.Running;

    /// <summary>It stands still from <paramref name="at"/> on.</summary>
    /// <param name="allowed">The reasons for which it may.</param>
    public void Pause(string reason, string by, DateTimeOffset at, IReadOnlyCollection<string> allowed)
    {
        RefuseUnlessRunning();
        RefuseOlder(at);
        if (PausedAt is not null)
            throw new RuleViolationException("clock.paused", $"The clock {Metric} of {CaseNumber} stands still already.", Metric);
        if (!allowed.Contains(reason))
            throw new RuleViolationException("clock.reason-not-allowed", $"{reason} does not stop the clock {Metric}.", reason, Metric);
        Keep([.. ReadPauses(), new ClockPause(at, null, reason, by)]);
        (PausedAt, NextStepAt, LastEventAt) = (at, null, at);
        Revision++;
    }

    /// <summary>It goes on from <paramref name="at"/> on; its due time and steps move by what passed, counted as it counts.</summary>
    internal void Resume(DateTimeOffset at, ClockTiming timing)
    {
        RefuseUnlessRunning();
        RefuseOlder(at);
        if (PausedAt is null)
            throw new RuleViolationException("clock.not-paused", $"The clock {Metric} of {CaseNumber} is running.", Metric);
        Keep([.. ReadPauses().Select(pause => pause.To is null ? pause with { To = at } : pause)]);
        (PausedAt, LastEventAt) = (null, at);
        Move(timing);
        Revision++;
    }

    /// <summary>The case is open again: it goes on where it stopped, and the time between is left out (frozen clocks do not breach at once).</summary>
    internal void Reopen(string by, DateTimeOffset at, ClockTiming timing)
    {
        if (StoppedAt is not { } stopped)
            throw new RuleViolationException("clock.not-stopped", $"The clock {Metric} of {CaseNumber} has not stopped.", Metric);
        RefuseOlder(at);
        Keep([.. ReadPauses().Select(pause => pause.To is null ? pause with { To = stopped } : pause), new ClockPause(stopped, at, Closed, by)]);
        (StoppedAt, PausedAt, LastEventAt) = (null, null, at);
        Move(timing);
        Revision++;
    }

    public void Stop(DateTimeOffset now)
    {
        if (StoppedAt is not null)
            return;
        (StoppedAt, NextStepAt, LastEventAt) = (now, null, now);
        Revision++;
    }

    /// <summary>Sets when it is due, whatever the promise says.</summary>
    public void SetDue(DateTimeOffset dueAt, DateTimeOffset now)
    {
        RefuseUnlessRunning();
        (DueAt, IsDueByHand, LastEventAt, AtRiskFrom) = (dueAt, true, now, dueAt);
        if (OverdueAt < dueAt)
            OverdueAt = null;
        Schedule(ReadLadder());
        Revision++;
    }

    /// <summary>Takes what is due now. Returns the steps of the ladder that were taken.</summary>
    internal IReadOnlyList<ClockStep> TakeDue(DateTimeOffset now)
    {
        if (StoppedAt is not null || PausedAt is not null)
            return [];
        var ladder = ReadLadder();
        var due = ladder.Where(step => step.IsToCome && step.At <= now).ToArray();
        ClockStep[] after = [.. ladder.Select(step => due.Contains(step) ? step with { DoneAt = now } : step)];
        if (due.Length > 0)
            Keep(after);
        MarkOverdue(now);
        Schedule(after);
        Revision++;
        return due;
    }

    public void MarkOverdue(DateTimeOffset now)
    {
        if (StoppedAt is not null || PausedAt is not null || OverdueAt is not null || IsImmediate || now < DueAt)
            return;
        OverdueAt = now;
        Revision++;
    }

    /// <summary>A policy or calendar has changed: goes by the terms given, or by the promise as it is counted now, and keeps its pauses.</summary>
    internal void Recompute(ChosenTerms? terms, DueRule rule, ClockTiming timing, DateTimeOffset now)
    {
        var steps = terms is null ? ClockLadder.Move(ReadLadder(), timing.Span, timing.Hours, ReadPauses())
            : ClockLadder.Replace(ReadLadder(), terms.Rule.Ladder, timing.Span, timing.Hours, ReadPauses(), now);
        if (terms is not null)
            GoBy(terms);
        else if (Promised is not null)
            Promise(rule);
        Arrange(timing.Span, steps);
        if (OverdueAt is not null && now < DueAt)
            OverdueAt = null;
        Revision++;
    }

    private static SlaClock Begin(CaseNumber caseNumber, string metric, Guid? workItemId, DateTimeOffset from, DateTimeOffset now) =>
        new() { Id = NewId.At(now), CaseNumber = caseNumber, Metric = metric, WorkItemId = workItemId, StartedAt = from, LastEventAt = now };

    private void GoBy(ChosenTerms terms)
    {
        (PolicyCode, Choice) = (terms.Choice.Policy, JsonSerializer.Serialize(terms.Choice, JsonText.Options));
        if (terms.Rule.IsDeadline)
            Promise(terms.Rule.DueIn(terms.Calendar));
        Calendar = terms.Calendar;
    }

    private void Promise(DueRule rule)
    {
        (Promised, CountedIn) = (rule.Duration.Ticks, rule.Clock);
        Calendar = rule.CountsWork ? rule.Calendar ?? CompiledCalendars.Default : rule.Calendar;
    }

    private void Move(ClockTiming timing)
    {
        if (!IsImmediate)
            Arrange(timing.Span, ClockLadder.Move(ReadLadder(), timing.Span, timing.Hours, ReadPauses()));
    }

    private void Arrange(ClockSpan span, ClockStep[] steps)
    {
        var pauses = ReadPauses();
        if (!IsDueByHand)
            (DueAt, AtRiskFrom) = (span.DueAt(pauses), span.At(RiskPercent, pauses));
        if (OverdueAt < DueAt)
            OverdueAt = null;
        if (steps.Length > 0 || Ladder is not null)
            Keep(steps);
        Schedule(steps);
    }

    private void Schedule(IReadOnlyList<ClockStep> ladder)
    {
        DateTimeOffset? next = null;
        foreach (var at in ladder.Where(step => step.IsToCome).Select(step => step.At).Concat(OverdueAt is null && !IsImmediate ? [DueAt] : []))
            next = next is null || at < next ? at : next;
        NextStepAt = StoppedAt is null && PausedAt is null ? next : null;
    }

    private void Keep(ClockPause[] pauses) => Pauses = JsonSerializer.Serialize(pauses, JsonText.Options);

    private void Keep(ClockStep[] steps) => Ladder = JsonSerializer.Serialize(steps, JsonText.Options);

    private void RefuseUnlessRunning()
    {
        if (StoppedAt is not null)
            throw new RuleViolationException("clock.stopped", $"The clock {Metric} of {CaseNumber} has stopped.", Metric);
    }

    private void RefuseOlder(DateTimeOffset at)
    {
        if (at < LastEventAt)
            throw new RuleViolationException("clock.older-event", $"The clock {Metric} of {CaseNumber} knows of a later event.", Metric, LastEventAt);
    }
}

/// <summary>Reads what clocks keep as JSON.</summary>
internal static class ClockTexts
{
    public static IReadOnlyList<ClockPause> Pauses(string? stored) => stored is null ? [] : JsonSerializer.Deserialize<ClockPause[]>(stored, JsonText.Options)!;

    public static ClockChoice? Choice(string? stored) => stored is null ? null : JsonSerializer.Deserialize<ClockChoice>(stored, JsonText.Options);
}

/// <summary>What a clock is laid out by.</summary>
/// <param name="Hours">The hours in which messages are sent; null: at any time.</param>
internal sealed record ClockTiming(ClockSpan Span, WorkingTime? Hours);
