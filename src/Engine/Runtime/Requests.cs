using System.Text.Json.Nodes;

namespace AfterSales.Engine.Runtime;

/// <summary>Starts an instance of the published version, or of the version given (test runs of a draft).</summary>
public sealed record StartWorkflow(string DefinitionId)
{
    public string? VersionId { get; init; }
    public string? CorrelationId { get; init; }
    public string? Name { get; init; }
    public JsonObject? Input { get; init; }
    public string? StimulusId { get; init; }
    public string? Actor { get; init; }

    /// <summary>The id that the instance gets; null: a new one.</summary>
    public Guid? InstanceId { get; init; }

    /// <summary>The instance that starts this one.</summary>
    public Guid? ParentInstanceId { get; init; }
}

/// <summary>Resumes one bookmark, known by its id or by its name and key.</summary>
public sealed record ResumeBookmark
{
    public Guid? BookmarkId { get; init; }
    public string? Name { get; init; }
    public string? Key { get; init; }
    public JsonNode? Payload { get; init; }
    public string? StimulusId { get; init; }
    public string? Actor { get; init; }
}

/// <summary>
/// What became of a stimulus. <see cref="Deferred"/>: it came from within a burst and is applied right after it, in the same transaction. <see cref="Held"/>: the
/// instance is paused and gets it when it goes on.
/// </summary>
public enum ResumeOutcome { Resumed, AlreadyApplied, NotFound, Deferred, Held }

/// <summary>The answer to <see cref="ResumeBookmark"/>.</summary>
public sealed record ResumeResult(ResumeOutcome Outcome, Guid? InstanceId);

/// <summary>Something happened: whoever waits for it goes on, and definitions triggered by it start. Without a correlation id it reaches everyone.</summary>
public sealed record PublishedEvent(string Name)
{
    public string? CorrelationId { get; init; }
    public JsonNode? Payload { get; init; }
    public string? StimulusId { get; init; }
    public string? Actor { get; init; }
}

/// <summary>Whom an event reached.</summary>
public sealed record PublishResult(IReadOnlyList<Guid> Resumed, IReadOnlyList<Guid> Started);
