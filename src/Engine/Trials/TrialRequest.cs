using System.Text.Json.Nodes;

namespace AfterSales.Engine.Trials;

/// <summary>Which draft a trial runs and how it is started.</summary>
/// <param name="Draft">The definition's JSON. It has been parsed and found valid.</param>
public sealed record TrialRequest(string Draft)
{
    /// <summary>The activity whose trigger starts it; null: it is started by hand.</summary>
    public string? TriggerActivityId { get; init; }

    /// <summary>What comes with the trigger.</summary>
    public JsonNode? Payload { get; init; }
    public JsonObject? Input { get; init; }
    public string? CorrelationId { get; init; }
    public string? Actor { get; init; }
    public TrialLimits Limits { get; init; } = new();
}

/// <summary>How long a trial may go on.</summary>
public sealed record TrialLimits
{
    /// <summary>Activities started, in all instances together.</summary>
    public int Activities { get; init; } = 2_000;

    /// <summary>How far the trial's clock may move.</summary>
    public TimeSpan VirtualTime { get; init; } = TimeSpan.FromDays(366);

    /// <summary>How long it may really take.</summary>
    public TimeSpan WallTime { get; init; } = TimeSpan.FromSeconds(20);
}
