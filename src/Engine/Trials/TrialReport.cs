using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Trials;

/// <summary>
/// How a trial ended. <c>Waiting</c>: for something that nobody answered, named in <see cref="TrialReport.Waiting"/>. <c>Faulted</c>: an incident waits for an operator.
/// <c>Failed</c>: something other than an activity threw.
/// </summary>
public enum TrialEnding { Finished, Cancelled, Waiting, Faulted, ActivityLimit, VirtualTimeLimit, WallTimeLimit, Failed }

/// <summary>What a draft did in a trial. All times are on the trial's clock.</summary>
public sealed record TrialReport
{
    public required TrialEnding Ending { get; init; }

    /// <summary>The message of a failure; null otherwise.</summary>
    public string? Detail { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>How long it really took.</summary>
    public required TimeSpan WallTime { get; init; }

    /// <summary>Activities started.</summary>
    public required int Activities { get; init; }

    /// <summary>The draft's instance first, then those it set off, in the order they were started.</summary>
    public required IReadOnlyList<TrialInstance> Instances { get; init; }

    /// <summary>What happened, in order, in all instances.</summary>
    public required IReadOnlyList<TrialStep> Steps { get; init; }
    public required IReadOnlyList<TrialWait> Waiting { get; init; }
    public required IReadOnlyList<TrialIncident> Incidents { get; init; }

    /// <summary>Timers and queued stimuli that could not be delivered; in earnest they would be tried again and then given up.</summary>
    public required IReadOnlyList<TrialFailure> Undelivered { get; init; }

    /// <summary>What would have been sent out.</summary>
    public required IReadOnlyList<TrialMessage> Messages { get; init; }

    public IEnumerable<TrialStep> StepsOf(Guid instanceId) => Steps.Where(step => step.InstanceId == instanceId);
}

/// <summary>One instance of a trial. The variables are those at its end; <see cref="TrialStep.Variables"/> tells how they came about.</summary>
public sealed record TrialInstance(
    Guid Id, string DefinitionId, string DefinitionName, int DefinitionVersion, bool IsDraft, WorkflowSubStatus Status, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt,
    JsonObject InitialVariables, JsonObject Variables, JsonObject Output, IReadOnlyList<string> Outcomes);

/// <summary>One thing that happened to an activity.</summary>
/// <param name="Sequence">From 1, over all instances.</param>
/// <param name="Title">The activity's text in the designer.</param>
/// <param name="Inputs">On an activity's last step: what it worked with.</param>
/// <param name="Outputs">On an activity's last step: what it gave.</param>
/// <param name="Variables">Variables that were set in this step: name → value.</param>
public sealed record TrialStep(
    int Sequence, Guid InstanceId, DateTimeOffset At, JournalEventKind Kind, string ActivityId, string NodeId, string Type, string Title, int ActivityInstanceId,
    IReadOnlyList<string> Outcomes, JsonObject? Inputs, JsonObject? Outputs, JsonObject Variables);

/// <summary>Something an instance waits for at the end.</summary>
/// <param name="Name">The kind of wait, such as <c>Elsa.Event</c>.</param>
/// <param name="Key">Which of that kind, such as the event's name.</param>
/// <param name="DueAt">When its timer would be due; null where none ends the wait.</param>
public sealed record TrialWait(Guid InstanceId, string ActivityId, string NodeId, string Type, string Title, string Name, string? Key, DateTimeOffset Since, DateTimeOffset? DueAt);

/// <summary>An activity that faulted.</summary>
/// <param name="Path">Where it stands in the definition's JSON.</param>
/// <param name="Resolution">How it was settled within the trial; null: it waits for an operator.</param>
public sealed record TrialIncident(
    Guid InstanceId, string ActivityId, string NodeId, string Path, string Type, string Title, string ExceptionType, string Message, int Attempts, DateTimeOffset OccurredAt,
    string? Resolution);

/// <param name="Kind">Of the timer, such as <c>Stimulus</c>.</param>
/// <param name="Name">What it was for, such as a definition to start.</param>
public sealed record TrialFailure(string Kind, string Name, string ActivityId, DateTimeOffset At, string Message);

/// <summary>A message that was put into the outbox and stayed there. Credentials are masked.</summary>
public sealed record TrialMessage(Guid? InstanceId, string Kind, JsonNode? Payload, DateTimeOffset At, DateTimeOffset DueAt);
