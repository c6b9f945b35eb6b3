using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Runtime;

/// <summary>What became of one occurrence of an activity, in Elsa's words.</summary>
public enum ActivityExecutionStatus { Running, Completed, Canceled, Faulted }

/// <summary>Everything that is known of an instance's past, put together from its journal, its definition and its incidents.</summary>
public sealed record WorkflowHistory(WorkflowInstance Instance, WorkflowGraph Graph, IReadOnlyList<HistoryStep> Steps, IReadOnlyList<ActivityExecution> Executions)
{
    /// <summary>The node ids that were left, with the times, in order.</summary>
    public IEnumerable<(string NodeId, DateTimeOffset At)> Path => Steps.Where(step => step.Kind is JournalEventKind.Completed).Select(step => (step.NodeId, step.At));

    /// <summary>The variables after the step of that number: the workflow's with their defaults, and those of containers that were alive then, by name.</summary>
    public JsonObject VariablesAfter(int sequence)
    {
        var scopes = new SortedDictionary<int, Dictionary<string, JsonNode?>> { [0] = Graph.Definition.Variables.ToDictionary(variable => variable.Name, variable => variable.Default) };
        foreach (var step in Steps.TakeWhile(step => step.Sequence <= sequence))
        {
            foreach (var change in step.Variables)
            {
                if (!scopes.TryGetValue(change.ScopeId, out var scope))
                    scopes[change.ScopeId] = scope = [];
                scope[change.Name] = Shown(change);
            }

            if (step.Kind is JournalEventKind.Completed or JournalEventKind.Canceled && step.ActivityInstanceId > 0)
                scopes.Remove(step.ActivityInstanceId);
        }

        var visible = new JsonObject();
        foreach (var (name, value) in scopes.Values.SelectMany(scope => scope)) // an inner one, which came later, shadows an outer one
            visible[name] = value?.DeepClone();
        return visible;
    }

    /// <summary>A value for people: of one that was cut, the beginning.</summary>
    internal static JsonNode? Shown(JournalValue value) => value.FullLength is null ? value.Value?.DeepClone() : JsonValue.Create(value.Value + "…");
}

/// <summary>One event of an instance's past. <see cref="Sequence"/> counts from 1 over the whole instance.</summary>
public sealed record HistoryStep
{
    public required int Sequence { get; init; }

    /// <summary>The burst it belongs to, and what set that off.</summary>
    public required WorkflowJournalEntry Entry { get; init; }
    public required DateTimeOffset At { get; init; }
    public required JournalEventKind Kind { get; init; }
    public required string ActivityId { get; init; }
    public required string NodeId { get; init; }
    public required int ActivityInstanceId { get; init; }
    public required IReadOnlyList<string> Outcomes { get; init; }

    /// <summary>Variables that were set, in order.</summary>
    public required IReadOnlyList<JournalValue> Variables { get; init; }
}

/// <summary>One occurrence of an activity, from its start to its end.</summary>
public sealed record ActivityExecution
{
    public required Guid InstanceId { get; init; }
    public required int ActivityInstanceId { get; init; }

    /// <summary>The container; null for the root.</summary>
    public int? ParentActivityInstanceId { get; init; }

    /// <summary>The occurrence whose leaving led here; the container where none did.</summary>
    public int? ScheduledBy { get; init; }

    /// <summary>How many occurrences led here, one by another.</summary>
    public int CallStackDepth { get; init; }
    public required string ActivityId { get; init; }
    public required string NodeId { get; init; }
    public required string Type { get; init; }
    public required int TypeVersion { get; init; }
    public string? Name { get; init; }
    public required string DisplayText { get; init; }
    public required ActivityExecutionStatus Status { get; init; }
    public bool IsWaiting { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it left or was cancelled.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    public TimeSpan? Duration => EndedAt - StartedAt;
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>Literals of the definition and what was computed; sensitive ones are masked. An expression that was not evaluated is missing.</summary>
    public required JsonObject Inputs { get; init; }
    public required JsonObject Outputs { get; init; }

    /// <summary>Names of inputs and outputs of which the journal kept only the beginning.</summary>
    public IReadOnlyList<string> Cut { get; init; } = [];
    public int FaultCount { get; init; }

    /// <summary>The last incident of the activity, resolved or not.</summary>
    public WorkflowIncident? Incident { get; init; }
}
