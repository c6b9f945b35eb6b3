using AfterSales.Domain.Complaints;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Trials;

namespace AfterSales.Workflows.Trials;

/// <summary>How a draft would have handled the last finished cases.</summary>
public sealed record PastTrialReport
{
    public required DraftIdentity Draft { get; init; }

    /// <summary>Problems of the definition. With an error among them nothing was run.</summary>
    public required IReadOnlyList<DefinitionProblem> Problems { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<PastCaseResult> Cases { get; init; } = [];

    /// <summary>Cases that take the same path in the draft.</summary>
    public int Same => Cases.Count(result => result.IsSame);

    /// <summary>Cases that were not tried because time was up.</summary>
    public int NotTried { get; init; }

    /// <summary>Where the others leave the path they took, most frequent first.</summary>
    public IReadOnlyList<DivergencePlace> Places { get; init; } = [];
}

/// <param name="ActivityId">The last activity that was left as it was then; null: the start.</param>
public sealed record DivergencePlace(string? ActivityId, string? Title, int Cases);

/// <summary>One past case in the draft, beside what happened then.</summary>
public sealed record PastCaseResult
{
    public required Guid InstanceId { get; init; }
    public required CaseNumber? Case { get; init; }

    /// <summary>The version it ran on.</summary>
    public required int DefinitionVersion { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether the same activities were left by the same outcomes in the same order.</summary>
    public bool IsSame { get; init; }

    /// <summary>Null when it could not be tried; <see cref="Failure"/> says why.</summary>
    public TrialEnding? Ending { get; init; }
    public string? Failure { get; init; }

    /// <summary>False where the case's past could not be restored in every detail.</summary>
    public bool IsExact { get; init; } = true;
    public PathDivergence? Divergence { get; init; }

    /// <summary>Activities that were left more often then, and how much more often.</summary>
    public IReadOnlyList<PathCount> OnlyThen { get; init; } = [];

    /// <summary>Activities that are left more often now.</summary>
    public IReadOnlyList<PathCount> OnlyNow { get; init; } = [];

    /// <summary>The same occurrence of an activity, left by another outcome.</summary>
    public IReadOnlyList<OutcomeDifference> Outcomes { get; init; } = [];

    /// <summary>Human tasks for which the past has no answer that the draft accepts; they were answered by the first outcome.</summary>
    public IReadOnlyList<AnswerGap> Gaps { get; init; } = [];
    public TimeSpan? DurationThen { get; init; }

    /// <summary>Null where the draft's instance did not end.</summary>
    public TimeSpan? DurationNow { get; init; }
    public IReadOnlyList<TrialWait> Waiting { get; init; } = [];
    public IReadOnlyList<TrialIncident> Incidents { get; init; } = [];
}

/// <summary>An activity that was left. Without outcomes: it was cancelled.</summary>
public sealed record PathStep(string ActivityId, string Title, IReadOnlyList<string> Outcomes, DateTimeOffset At)
{
    internal bool IsAs(PathStep other) => ActivityId == other.ActivityId && Outcomes.SequenceEqual(other.Outcomes);
}

/// <param name="Position">How many steps were the same before.</param>
/// <param name="Last">The last step in common; null: there was none.</param>
/// <param name="Then">What came next in the past; null: it was over.</param>
/// <param name="Now">What comes next in the draft; null: nothing.</param>
public sealed record PathDivergence(int Position, PathStep? Last, PathStep? Then, PathStep? Now);

public sealed record PathCount(string ActivityId, string Title, int Times);

/// <param name="Occurrence">From 1.</param>
public sealed record OutcomeDifference(string ActivityId, string Title, int Occurrence, IReadOnlyList<string> Then, IReadOnlyList<string> Now);

/// <summary>Why a past answer could not be given again.</summary>
public enum AnswerGapReason
{
    /// <summary>The task was not there then, or opens more often now.</summary>
    NoPastAnswer,

    /// <summary>The task no longer has the outcome that was chosen.</summary>
    OutcomeGone,

    /// <summary>The form or a rule refuses what was written; what it refuses was filled in anew.</summary>
    Refused,
}

public sealed record AnswerGap(string ActivityId, string Title, AnswerGapReason Reason, IReadOnlyList<TrialRefusal> Refusals);
