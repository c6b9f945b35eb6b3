using System.Text.Json.Serialization;

namespace AfterSales.Domain.Sla.Policies;

/// <summary>What a rule promises.</summary>
public enum PromiseKind
{
    /// <summary>A time within which something is done.</summary>
    Deadline,

    /// <summary>At once, without a number (SLA-01). Shown as such and never counted as broken.</summary>
    Immediate,

    /// <summary>So often in a period, such as reading the mail three times a day (SLA-25). No clock runs for it.</summary>
    Periodic,
}

public enum PeriodUnit
{
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// <summary>What happens on a step of the escalation ladder.</summary>
public enum LadderAction
{
    /// <summary>Reminds who has the work.</summary>
    Remind,

    /// <summary>Tells the service-centre manager.</summary>
    NotifyManager,

    /// <summary>Tells the case's processes by the event <c>SlaStep</c>.</summary>
    RaiseStimulus,
}

/// <summary>One condition of a rule: the fact has one of the values.</summary>
public sealed record RuleCondition(string Fact, IReadOnlyList<string> Values)
{
    public bool Holds(CaseFacts facts) => facts[Fact] is { } value && Values.Contains(value, StringComparer.Ordinal);
}

/// <summary>A step of the escalation ladder.</summary>
/// <param name="Percent">Of the promised time, counted as the clock counts, pauses left out.</param>
/// <param name="InServiceHours">A message that would go out of hours waits for the next opening of the clock's calendar.</param>
public sealed record LadderStep(int Percent, LadderAction Action, bool InServiceHours = false);

/// <summary>One promise of a policy: for which cases, from when to when, how long, and what happens on the way .</summary>
public sealed record SlaRule
{
    public const int IdMaxLength = 40;
    public const int MetricMaxLength = 40;

    /// <summary>Unique in its policy; the id of the requirement first, such as <c>SLA-19.arrival.1</c>.</summary>
    public required string Id { get; init; }

    public required LocalizedText Name { get; init; }

    /// <summary>What is measured, such as <c>arrival</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>All must hold; none: every case.</summary>
    public IReadOnlyList<RuleCondition> When { get; init; } = [];

    /// <summary>What the time counts from, such as <c>notified</c>.</summary>
    public string StartEvent { get; init; } = "";

    public string StopEvent { get; init; } = "";

    /// <summary>The reasons for which the clock stands still.</summary>
    public IReadOnlyList<string> PausedBy { get; init; } = [];

    public PromiseKind Promise { get; init; }

    /// <summary>Of a deadline; null otherwise.</summary>
    public TimeSpan? Duration { get; init; }

    public DueClock Clock { get; init; }

    /// <summary>Null: the calendar of the contract, or else the company's.</summary>
    public string? Calendar { get; init; }

    /// <summary>The metric inside whose time this one has to be done; null: none.</summary>
    public string? Within { get; init; }

    public PeriodUnit? Period { get; init; }

    /// <summary>How often in the period.</summary>
    public int? Times { get; init; }

    public IReadOnlyList<LadderStep> Ladder { get; init; } = [];

    /// <summary>What the sources leave open, such as a number that they do not give .</summary>
    public string? Remark { get; init; }

    /// <summary>The promised time of a deadline, in the calendar the case goes by.</summary>
    public DueRule DueIn(string? caseCalendar) => new(Duration ?? TimeSpan.Zero, Clock, Calendar ?? caseCalendar);

    /// <summary>Whether it is asked for: a definition names a metric, or one rule by its id.</summary>
    public bool IsFor(string metric) => Metric == metric || Id == metric;

    public bool Holds(CaseFacts facts) => When.All(condition => condition.Holds(facts));

    /// <summary>Whether a case could have both.</summary>
    internal bool IsCompatibleWith(SlaRule other) =>
        !When.Any(mine => other.When.Any(theirs => mine.Fact == theirs.Fact && !mine.Values.Intersect(theirs.Values, StringComparer.Ordinal).Any()));

    /// <summary>Whether it makes no difference which of the two is chosen.</summary>
    internal bool PromisesTheSameAs(SlaRule other) =>
        (Promise, Duration, Clock, Calendar, Period, Times) == (other.Promise, other.Duration, other.Clock, other.Calendar, other.Period, other.Times);

    [JsonIgnore]
    internal bool IsDeadline => Promise is PromiseKind.Deadline;
}
