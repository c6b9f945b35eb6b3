using System.Text.Json.Nodes;

namespace AfterSales.Engine.Runtime;

/// <summary>How a workflow stood that another one started: what the other is resumed with.</summary>
public sealed record ChildResult(Guid InstanceId, string DefinitionId, WorkflowStatus Status, WorkflowSubStatus SubStatus, string? CorrelationId, JsonObject Output, IReadOnlyList<string> Outcomes)
{
    public bool IsCancelled => SubStatus is WorkflowSubStatus.Cancelled;

    /// <summary>As expressions see it, in Elsa's names.</summary>
    public JsonObject ToJson() => new()
    {
        ["WorkflowInstanceId"] = InstanceId.ToString(),
        [nameof(DefinitionId)] = DefinitionId,
        [nameof(Status)] = Status.ToString(),
        [nameof(SubStatus)] = SubStatus.ToString(),
        [nameof(CorrelationId)] = CorrelationId,
        [nameof(Output)] = Output.DeepClone(),
        [nameof(Outcomes)] = new JsonArray([.. Outcomes.Select(outcome => JsonValue.Create(outcome))]),
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static ChildResult Parse(JsonNode json) => new(
        Guid.Parse(json["WorkflowInstanceId"]!.GetValue<string>()),
        json[nameof(DefinitionId)]!.GetValue<string>(),
        Values.To<WorkflowStatus>(json[nameof(Status)]),
        Values.To<WorkflowSubStatus>(json[nameof(SubStatus)]),
        json[nameof(CorrelationId)]?.GetValue<string>(),
        json[nameof(Output)]!.DeepClone().AsObject(),
        Values.Strings(json[nameof(Outcomes)]));

    internal static ChildResult Of(WorkflowInstance instance, InstanceState state, WorkflowSubStatus subStatus) =>
        new(instance.Id, instance.DefinitionId, instance.Status, subStatus, instance.CorrelationId, state.Output, state.Outcomes);
}

/// <summary>
/// A workflow that an activity started was cancelled, or is stuck. Trying again by itself would not help: where it is stuck, somebody has to act there;
/// where it was cancelled, somebody wanted that.
/// </summary>
public sealed class ChildWorkflowException(string message) : WorkflowGuardException(message);
