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

/// <summary>Has a faulted activity done again what it could not do, with some variables changed first if need be.</summary>
public sealed record RetryIncident(Guid IncidentId)
{
    public JsonObject? Variables { get; init; }
    public string? StimulusId { get; init; }
    public string? Actor { get; init; }
    public string? Reason { get; init; }
}

/// <summary>Lets a faulted activity leave by the outcomes given, or by <c>Done</c>, without doing what it could not do.</summary>
public sealed record SkipIncident(Guid IncidentId, params IReadOnlyList<string> Outcomes)
{
    public string? StimulusId { get; init; }
    public string? Actor { get; init; }
    public string? Reason { get; init; }
}

/// <summary>An activity cannot leave by the outcome that was chosen for it.</summary>
public sealed class UnknownOutcomeException(string activity, string outcome, IReadOnlyList<string> choices)
    : Exception($"'{activity}' has no outcome '{outcome}'; it has {string.Join(", ", choices)}.")
{
    public string Outcome => outcome;
    public IReadOnlyList<string> Choices => choices;
}

/// <summary>Holds an instance, or lets it go on.</summary>
public sealed record HoldInstance(Guid InstanceId)
{
    public string? StimulusId { get; init; }
    public string? Actor { get; init; }
}

/// <summary>What became of a <see cref="HoldInstance"/>.</summary>
public enum HoldOutcome { Done, AlreadySo, Finished }

/// <summary>An operator holds the instance; it takes no bursts until it is resumed.</summary>
public sealed class InstancePausedException(Guid instanceId) : Exception($"Instance {instanceId} is paused; resume it first.");
