namespace AfterSales.Engine.Runtime;

/// <summary>Whether the instance can still do anything.</summary>
public enum WorkflowStatus { Running, Finished }

/// <summary>What the instance is doing, in Elsa's words.</summary>
public enum WorkflowSubStatus { Pending, Executing, Suspended, Finished, Cancelled, Faulted }

/// <summary>One run of a definition. At rest it is this row and its bookmarks; nothing of it lives in memory.</summary>
public sealed class WorkflowInstance
{
    public const int CorrelationIdMaxLength = 100;
    public const int NameMaxLength = 200;

    public Guid Id { get; init; }
    public required string DefinitionId { get; init; }
    public required string DefinitionVersionId { get; set; }
    public int DefinitionVersion { get; set; }
    public string? CorrelationId { get; set; }
    public string? Name { get; set; }

    /// <summary>The instance that started this one and, if it waits, hears of its end.</summary>
    public Guid? ParentInstanceId { get; init; }
    public WorkflowStatus Status { get; set; }
    public WorkflowSubStatus SubStatus { get; set; }

    /// <summary>Live activities, variables, inputs and outputs as compact JSON; read it through <see cref="WorkflowReader"/>.</summary>
    public string State { get; set; } = "{}";

    /// <summary>Incidents nobody has resolved yet.</summary>
    public int IncidentCount { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Since when an operator holds the instance; what reaches it meanwhile waits with its timers.</summary>
    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>Since when a held instance catches up on what reached it meanwhile; it is held until that is done, so that nothing new overtakes.</summary>
    public DateTimeOffset? CatchesUpSince { get; set; }

    /// <summary>Concurrency token; also the number of bursts so far.</summary>
    public int Revision { get; set; }
}

/// <summary>A place where an instance waits for a stimulus.</summary>
public sealed class WorkflowBookmark
{
    public const int NameMaxLength = 100;
    public const int KeyMaxLength = 200;

    public Guid Id { get; init; }
    public Guid InstanceId { get; init; }
    public string ActivityId { get; internal set; } = "";
    public int ActivityInstanceId { get; init; }
    public string Name { get; init; } = "";
    public string? Key { get; init; }
    public string? CorrelationId { get; set; }
    public string? Payload { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>An activity faulted and somebody, or the retry policy, has to act.</summary>
public sealed class WorkflowIncident
{
    public const int MessageMaxLength = 2000;
    public const int StackTraceMaxLength = 8000;
    public const int ReasonMaxLength = 500;
    public const int NodeIdMaxLength = 2000;

    public Guid Id { get; init; }
    public Guid InstanceId { get; init; }
    public required string DefinitionId { get; init; }
    public required string ActivityId { get; set; }
    public required string ActivityNodeId { get; set; }
    public required string ActivityType { get; set; }
    public int ActivityInstanceId { get; init; }
    public required string ExceptionType { get; set; }
    public required string Message { get; set; }
    public string? StackTrace { get; set; }
    public int Attempt { get; set; }
    public DateTimeOffset OccurredAt { get; set; }
    public DateTimeOffset? NextRetryAt { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>How it ended: <c>Retried</c>, <c>Skipped</c>, <c>Cancelled</c>, <c>ChildWentOn</c>.</summary>
    public string? Resolution { get; set; }
    public string? ResolvedBy { get; set; }

    /// <summary>Why a person resolved it as they did.</summary>
    public string? Reason { get; set; }
}

/// <summary>What one burst did: one row, however many activities ran.</summary>
public sealed class WorkflowJournalEntry
{
    public const int StimulusIdMaxLength = 200;

    public Guid Id { get; init; }
    public Guid InstanceId { get; init; }
    public int Ordinal { get; init; }

    /// <summary>Unique: a stimulus that is delivered again finds its first effect here.</summary>
    public string? StimulusId { get; init; }
    public required string StimulusKind { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>Compact JSON; <see cref="JournalEvent.Parse"/> reads it.</summary>
    public required string Entries { get; set; }
    public string? Actor { get; init; }
}
