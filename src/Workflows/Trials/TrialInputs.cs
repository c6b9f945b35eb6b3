using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain.Complaints;

namespace AfterSales.Workflows.Trials;

/// <summary>Which moment of an existing case a trial begins at.</summary>
public enum CaseMoment
{
    /// <summary>As it was when the definition's instance for this case started; as it is now where there was none.</summary>
    Start,
    Now,
}

/// <summary>The case a draft is tried on: an existing one, which is read and never changed, or one that is made up.</summary>
public sealed record TrialCase
{
    /// <summary>An existing case; null: a made-up one.</summary>
    public CaseNumber? Number { get; init; }

    /// <summary>For an existing case.</summary>
    public CaseMoment At { get; init; }

    /// <summary>What the made-up case is like.</summary>
    public MadeUpComplaint MadeUp { get; init; } = new();
}

/// <summary>A complaint that nobody made. It goes by the rules of <see cref="RegisterComplaint"/>, and takes no number.</summary>
public sealed record MadeUpComplaint
{
    public const string Number = "TRIAL-00001";

    public string CustomerName { get; init; } = "试运行客户";
    public string? CustomerUnit { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }
    public string? Address { get; init; }
    public Channel Channel { get; init; }
    public ComplaintSeverity Severity { get; init; }
    public string? ProjectCode { get; init; }
    public string Subject { get; init; } = "试运行投诉";
    public string Description { get; init; } = "试运行用的投诉，不是真的。";

    internal RegisterComplaint AsRegistration() => new(CustomerName, CustomerUnit, Phone, Email, Address, Channel, Severity, ProjectCode, Subject, Description);
}

/// <summary>How the draft is started.</summary>
public sealed record TrialStart
{
    /// <summary>The event that starts it; null: the draft's first trigger, or by hand where it has none.</summary>
    public string? Event { get; init; }

    /// <summary>What comes with the event; null: what the product would send for the case.</summary>
    public JsonNode? Payload { get; init; }

    /// <summary>The workflow's input; null: the event's payload.</summary>
    public JsonObject? Input { get; init; }

    /// <summary>When the trial's clock starts; null: now, or for an existing case the moment chosen.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>The answer to a human task. Several for one task are given in order, one each time it opens.</summary>
/// <param name="Task">The activity's id, or the task's title in either language.</param>
public sealed record ScriptedAnswer(string Task)
{
    /// <summary>Null: the task's first outcome.</summary>
    public string? Outcome { get; init; }

    /// <summary>Form fields. What the form requires beyond them is filled in, unless <see cref="RunDraftTrial.FillForms"/> is false.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>How long after the task opened; null: <see cref="RunDraftTrial.AnswerAfter"/>.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>User name of who answers, by whose rights it is checked; null: somebody who may, and for a task with a link the customer.</summary>
    public string? By { get; init; }
}

/// <summary>What becomes of human tasks that the script does not answer.</summary>
public enum UnscriptedTasks
{
    /// <summary>Somebody chooses the first outcome.</summary>
    FirstOutcome,

    /// <summary>Somebody chooses the last outcome.</summary>
    LastOutcome,

    /// <summary>They stay open; the trial ends when nothing else can happen.</summary>
    Unanswered,
}

/// <summary>How long a trial may go on.</summary>
public sealed record TrialBounds
{
    public const int MaxActivities = 10_000, MaxVirtualDays = 3_660, MaxWallSeconds = 60;

    /// <summary>Activities started, in all instances together.</summary>
    public int Activities { get; init; } = 2_000;

    /// <summary>Days on the trial's clock.</summary>
    public int VirtualDays { get; init; } = 366;

    /// <summary>Seconds it may really take.</summary>
    public int WallSeconds { get; init; } = 20;

    internal Engine.Trials.TrialLimits AsLimits() =>
        new() { Activities = Activities, VirtualTime = TimeSpan.FromDays(VirtualDays), WallTime = TimeSpan.FromSeconds(WallSeconds) };
}
