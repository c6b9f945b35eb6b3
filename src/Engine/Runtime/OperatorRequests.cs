using System.Text.Json.Nodes;

namespace AfterSales.Engine.Runtime;

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

/// <summary>A person wanted to change a variable that does not exist there, or to a value of another type than <see cref="TypeName"/>.</summary>
public sealed class VariableRefusedException(string name, string? typeName)
    : Exception(typeName is null ? $"There is no variable '{name}'." : $"The variable '{name}' takes a value of type {typeName}.")
{
    public string Name => name;
    public string? TypeName => typeName;
}
