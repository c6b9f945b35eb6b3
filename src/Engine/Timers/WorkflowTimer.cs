namespace AfterSales.Engine.Timers;

/// <summary>
/// What a timer does when due: resume a bookmark, call its activity, try a faulted activity again, start a definition on its schedule,
/// deliver a stimulus that was queued, or let an activity go on whose definition was replaced.
/// </summary>
public enum TimerKind { Bookmark, Detached, Retry, Trigger, Stimulus, Continue }

/// <summary>Something that is to happen at a time. Whichever node claims it first fires it; a node that dies loses its lease, not the timer.</summary>
public sealed class WorkflowTimer
{
    public const int NameMaxLength = 100;
    public const int LastErrorMaxLength = 2000;

    public Guid Id { get; init; }
    /// <summary>Null where there is no instance yet.</summary>
    public Guid? InstanceId { get; init; }

    /// <summary>The definition that a trigger starts.</summary>
    public string? DefinitionId { get; init; }
    public Guid? BookmarkId { get; init; }
    public string ActivityId { get; internal set; } = "";
    public TimerKind Kind { get; init; }
    public string Name { get; init; } = "";
    public string? Payload { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public string? LeaseOwner { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>How often the activity faulted when this timer was due.</summary>
    public int Attempts { get; init; }

    /// <summary>How often firing it came to nothing: not the activity's fault, of which incidents tell, but a failure around it.</summary>
    public int Failures { get; set; }
    public string? LastError { get; set; }

    /// <summary>When it was given up; such a timer stays visible until somebody has it tried again.</summary>
    public DateTimeOffset? DeadAt { get; set; }

    /// <summary>Set while its instance is held by an operator; such a timer is not claimed.</summary>
    public DateTimeOffset? PausedAt { get; set; }
}
