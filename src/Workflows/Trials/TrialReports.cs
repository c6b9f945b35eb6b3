using System.Text.Json;
using AfterSales.Domain;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Trials;

namespace AfterSales.Workflows.Trials;

/// <summary>What a draft did in a trial, or why it could not be run.</summary>
public sealed record DraftTrialReport
{
    public required DraftIdentity Draft { get; init; }

    /// <summary>Problems of the definition. With an error among them nothing was run.</summary>
    public required IReadOnlyList<DefinitionProblem> Problems { get; init; }

    /// <summary>Null when the draft is invalid.</summary>
    public TrialReport? Run { get; init; }
    public TrialCaseReport? Case { get; init; }

    /// <summary>Every human task that was opened, oldest first.</summary>
    public IReadOnlyList<TrialTask> Tasks { get; init; } = [];

    /// <summary>Every clock that was started or stopped.</summary>
    public IReadOnlyList<TrialClockReport> Clocks { get; init; } = [];
    public UnusedScript Unused { get; init; } = new([], [], []);
}

/// <summary>Which draft it was: the version where it is a stored one, and the SHA-256 of its text.</summary>
public sealed record DraftIdentity(string? DefinitionId, string? Name, string? VersionId, string Hash);

/// <param name="IsExact">False where the case's past could not be restored in every detail.</param>
/// <param name="StatusAtEnd">Null where the trial has no complaint.</param>
public sealed record TrialCaseReport(CaseNumber? Number, bool IsMadeUp, DateTimeOffset AsOf, bool IsExact, CaseStatus? StatusAtEnd);

/// <summary>Where an answer came from.</summary>
public enum AnswerSource
{
    /// <summary>Nobody answered.</summary>
    Nobody,
    Script,

    /// <summary>By the rule for tasks that the script does not answer.</summary>
    Rule,

    /// <summary>As it was answered in the past case.</summary>
    Past,
}

/// <summary>A human task of a trial: for whom it was, and what became of it.</summary>
public sealed record TrialTask
{
    public required Guid InstanceId { get; init; }
    public required string ActivityId { get; init; }
    public required LocalizedText Title { get; init; }
    public required WorkItemKind Kind { get; init; }
    public required string Role { get; init; }

    /// <summary>Code of the unit the role is looked for in; null: anywhere.</summary>
    public string? Unit { get; init; }

    /// <summary>User name of the one person it is for; null: the group.</summary>
    public string? Assignee { get; init; }
    public string? RoutingNote { get; init; }
    public required IReadOnlyList<WorkItemOutcome> Outcomes { get; init; }
    public string? FormCode { get; init; }
    public int Priority { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public DateTimeOffset? OverdueAt { get; init; }
    public required WorkItemStatus Status { get; init; }
    public string? Outcome { get; init; }
    public JsonElement? Data { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public string? CompletedBy { get; init; }
    public AnswerSource AnsweredFrom { get; init; }

    /// <summary>Why the answer was not accepted.</summary>
    public IReadOnlyList<TrialRefusal> Refusals { get; init; } = [];
}

/// <param name="Field">Null where it is about no field.</param>
/// <param name="Code">As in the answers of the API.</param>
public sealed record TrialRefusal(string? Field, string Code, string Message);

/// <param name="StartedBy">The activity that started it; null: it ran before.</param>
/// <param name="StoppedBy">The activity that stopped it, or whose task's completion did.</param>
public sealed record TrialClockReport(
    string Metric, DateTimeOffset StartedAt, string? StartedBy, DateTimeOffset DueAt, DateTimeOffset? OverdueAt, DateTimeOffset? StoppedAt, string? StoppedBy, SlaClockStatus Status);

/// <summary>Parts of the script that nothing asked for; a misspelt name shows here.</summary>
public sealed record UnusedScript(IReadOnlyList<string> Answers, IReadOnlyList<string> Events, IReadOnlyList<string> Replies);
