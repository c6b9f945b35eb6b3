namespace AfterSales.Engine.Timers;

/// <summary>What a timer does when due: resume a bookmark, call its activity, or try a faulted activity again.</summary>
public enum TimerKind { Bookmark, Detached, Retry }

/// <summary>Something that is to happen at a time. Whichever node claims it first fires it; a node that dies loses its lease, not the timer.</summary>
public sealed class WorkflowTimer
{
    public const int NameMaxLength = 100;

    public Guid Id { get; init; }
    public Guid InstanceId { get; init; }
    public Guid? BookmarkId { get; init; }
    public string ActivityId { get; init; } = "";
    public TimerKind Kind { get; init; }
    public string Name { get; init; } = "";
    public string? Payload { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public string? LeaseOwner { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public int Attempts { get; init; }
}
