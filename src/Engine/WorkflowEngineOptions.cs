using AfterSales.Engine.Archive;
using AfterSales.Engine.Incidents;

namespace AfterSales.Engine;

/// <summary>Guards and policies of the engine.</summary>
public sealed class WorkflowEngineOptions
{
    /// <summary>Activities one burst may execute; crossing it is an incident, never a hang.</summary>
    public int StepLimit { get; set; } = 10_000;

    /// <summary>
    /// Activities of one burst that may fault, each with an incident of its own; what is left after them is held under one more. Every fault costs the
    /// unit of work another run, of which it allows a limited number.
    /// </summary>
    public int FaultLimit { get; set; } = 20;

    /// <summary>Tokens one flowchart may hold at once; a loop that forks would multiply them without end.</summary>
    public int TokenLimit { get; set; } = 5_000;

    /// <summary>Characters of an instance's state; crossing it is an incident of the activity that does.</summary>
    public int StateSizeLimit { get; set; } = 1024 * 1024;

    /// <summary>Characters of a value's JSON that the journal keeps; of a longer one it keeps the beginning.</summary>
    public int JournalValueLimit { get; set; } = 2_000;

    /// <summary>Bursts that one stimulus may set off through events; beyond it publishing faults.</summary>
    public int BurstLimit { get; set; } = 1_000;

    /// <summary>When a faulted activity is tried again, and what then, where its definition does not say.</summary>
    public RetryPolicy Retry { get; set; } = new();

    /// <summary>The civil time in which schedules are read.</summary>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>How long a node that died keeps its timers and messages from the others. A node that lives renews the lease of what it works on.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Timers or messages claimed at a time.</summary>
    public int BatchSize { get; set; } = 100;

    /// <summary>Timers or messages of a batch that are worked on at the same time.</summary>
    public int Parallelism { get; set; } = 4;

    /// <summary>How often the depths of the queues are read while somebody listens to them.</summary>
    public TimeSpan SampleInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Attempts after which a message is dead and waits for a person.</summary>
    public int OutboxAttempts { get; set; } = 10;

    /// <summary>Attempts after which a timer or a queued stimulus is dead and waits for a person.</summary>
    public int TimerAttempts { get; set; } = 10;

    /// <summary>When finished instances are archived.</summary>
    public ArchiveOptions Archive { get; set; } = new();

    internal static TimeSpan BackOff(int attempts) => TimeSpan.FromSeconds(Math.Min(3600, 5 * Math.Pow(2, Math.Min(attempts, 12))));
}
