using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Activities;

// What an activity has done by others: workflows it starts, and its own failure.
public sealed partial class ActivityContext
{
    private const string Message = "message";

    internal Exception? Failure { get; private set; }

    /// <summary>True while the activity has a bookmark.</summary>
    public bool IsWaiting => State.Waits.Count > 0;

    /// <summary>
    /// Starts a workflow right after this burst, in the same transaction, and waits: the activity is resumed with a <see cref="ChildResult"/> when the workflow ends or, if
    /// <paramref name="untilEnd"/> is false, when it first comes to rest. A workflow that is waited for is cancelled with the activity.
    /// </summary>
    /// <exception cref="WorkflowNotFoundException">There is no such definition.</exception>
    public Task<Guid> ExecuteChildAsync(StartWorkflow request, bool untilEnd, CancellationToken cancellationToken) => Burst.ExecuteChildAsync(State, request, untilEnd, cancellationToken);

    /// <summary>
    /// Queues workflows, each to be started in a transaction of its own. If they are waited for, the activity is resumed with a <see cref="ChildResult"/> when one ends,
    /// and they are cancelled with it.
    /// </summary>
    /// <exception cref="WorkflowNotFoundException">There is no such definition.</exception>
    public Task DispatchChildrenAsync(IEnumerable<StartWorkflow> requests, bool wait, CancellationToken cancellationToken) => Burst.DispatchChildrenAsync(State, requests, wait, cancellationToken);

    /// <summary>Faults the activity without undoing what it has done in this step. A retry executes it from its beginning.</summary>
    public void Fail(Exception fault) => Failure = fault;

    internal void FailChild(ChildResult child) => Fail(new ChildWorkflowException($"Workflow {child.DefinitionId}, instance {child.InstanceId}, was cancelled."));

    /// <summary>Sends something out of the database after the commit, whose answer resumes this activity. <see cref="WithdrawAsync"/> takes it back.</summary>
    public void SendWhileWaiting(string kind, JsonNode payload, string idempotencyKey) => Properties[Message] = Burst.Send(kind, payload, idempotencyKey, null).ToString("N");

    /// <summary>Takes back what was sent with <see cref="SendWhileWaiting"/>, unless it is out already.</summary>
    public async ValueTask WithdrawAsync(CancellationToken cancellationToken)
    {
        if (Properties[Message]?.GetValue<string>() is { } id && await Burst.Db.Set<OutboxMessage>().FindAsync([Guid.ParseExact(id, "N")], cancellationToken) is { SentAt: null } message)
            Burst.Db.Remove(message);
    }

    /// <summary>Evaluates an expression that sees one more variable.</summary>
    public JsonNode? EvaluateWith(string variable, JsonNode? value, InputExpression expression)
    {
        var variables = State.Variables ??= [];
        var (had, before) = (variables.TryGetValue(variable, out var known), known);
        variables[variable] = value?.DeepClone();
        try
        {
            return Evaluate(expression);
        }
        finally
        {
            if (had)
                variables[variable] = before;
            else
                variables.Remove(variable);
        }
    }
}
