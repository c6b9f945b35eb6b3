using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Activities;

/// <summary>What an activity's code sees of its instance.</summary>
public abstract class WorkflowContext
{
    private readonly int _activityInstanceId;

    private protected WorkflowContext(Burst burst, ActivityNode node, ActivityState? state)
    {
        (Burst, Node, _activityInstanceId) = (burst, node, state?.Id ?? 0);
        Scope = new VariableScope(burst, state, node);
    }

    internal Burst Burst { get; }
    internal VariableScope Scope { get; }

    public ActivityNode Node { get; }
    public Guid InstanceId => Burst.Instance.Id;
    public string DefinitionId => Burst.Instance.DefinitionId;
    public string DefinitionVersionId => Burst.Instance.DefinitionVersionId;
    public int DefinitionVersion => Burst.Instance.DefinitionVersion;
    public string? InstanceName { get => Burst.Instance.Name; set => Burst.Instance.Name = Burst.Fitting(value, WorkflowInstance.NameMaxLength, "name of an instance"); }
    public string? CorrelationId { get => Burst.Instance.CorrelationId; set => Burst.Correlate(value); }

    /// <summary>Who caused the burst; null for timers and the like.</summary>
    public string? Actor => Burst.Stimulus.Actor;

    /// <summary>The scope of the burst: its DbContext is the one that everything is committed with.</summary>
    public IServiceProvider Services => Burst.Operation.Services;
    public DateTimeOffset Now => Burst.Now;

    /// <summary>Workflow input by name.</summary>
    public JsonNode? GetWorkflowInput(string name) => Scope.TryGetInput(name, out var value) ? value?.DeepClone() : null;

    /// <summary>A variable by id or name; the nearest container's shadows the workflow's.</summary>
    public JsonNode? GetVariable(string name) => Scope.TryGetVariable(name, out var value) ? value?.DeepClone() : null;

    public void SetVariable(string name, JsonNode? value) => Scope.SetVariable(name, value);

    public void SetWorkflowOutput(string name, JsonNode? value) => Burst.SetWorkflowOutput(name, value);

    /// <summary>The activity's input, evaluated now; the descriptor's default where the definition gives none.</summary>
    public JsonNode? GetInput(string name)
    {
        var descriptor = Node.Activity?.Descriptor.Inputs.FirstOrDefault(input => input.Name == name);
        var expression = Node.Input(name);
        var value = descriptor is not null && SensitiveValues.IsSensitive(descriptor) ? EvaluateSecretly(expression, descriptor) : Scope.Evaluate(expression, descriptor?.TypeName);
        if (expression.IsComputed && descriptor is not null && !SensitiveValues.IsSensitive(descriptor))
            Burst.Journal.AddInput(Node.Id, Scope.InstanceNumber, name, SensitiveValues.Shown(value, descriptor.TypeName));
        return value;
    }

    // An error of an expression may quote its values.
    private JsonNode? EvaluateSecretly(InputExpression expression, InputDescriptor input)
    {
        try
        {
            return Scope.Evaluate(expression, input.TypeName);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new FormatException($"{input.Name} cannot be computed, or what it gives is no {input.TypeName}.");
        }
    }

    public T? GetInput<T>(string name, T? fallback = default) => Values.To(GetInput(name), fallback);

    /// <summary>Delivers an event after this burst, in the same transaction. A local event reaches only this instance.</summary>
    public void Publish(string eventName, string? correlationId = null, JsonNode? payload = null, bool isLocal = false) =>
        Burst.Publish(Node.Id, _activityInstanceId, new PublishedEvent(eventName) { CorrelationId = correlationId, Payload = payload?.DeepClone(), Actor = Actor }, isLocal);

    /// <summary>Sends something out of the database after the commit, at least once.</summary>
    public void Send(string kind, JsonNode payload, string idempotencyKey, DateTimeOffset? dueAt = null) => Burst.Send(kind, payload, idempotencyKey, dueAt);

    /// <summary>Calls this activity's <see cref="Activity.TimerDueAsync"/> at the time given, whether or not the activity is still alive; ends with the instance.</summary>
    public void StartDetachedTimer(string name, DateTimeOffset dueAt, JsonNode? payload = null) => Burst.Waits.StartDetached(Node.Id, name, dueAt, payload?.ToJsonString(Values.Compact));

    /// <summary>Drops the detached timers of that name, whichever activity started them.</summary>
    public void CancelDetachedTimers(string name) => Burst.Waits.CancelDetached(name);
}

/// <summary>A detached timer is due.</summary>
public sealed class DetachedTimerContext : WorkflowContext
{
    internal DetachedTimerContext(Burst burst, ActivityNode node, string name, JsonNode? payload) : base(burst, node, null) => (Name, Payload) = (name, payload);

    public string Name { get; }
    public JsonNode? Payload { get; }
}
