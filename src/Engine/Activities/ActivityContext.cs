using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Activities;

/// <summary>One live occurrence of an activity: its inputs, outputs, waits and children.</summary>
public sealed partial class ActivityContext : WorkflowContext
{
    internal ActivityContext(Burst burst, ActivityNode node, ActivityState state) : base(burst, node, state) => State = state;

    internal ActivityState State { get; }
    internal string[]? Outcomes { get; private set; }
    internal Ending Ending { get; private set; }

    /// <summary>Unique within the instance; bookmarks, incidents and the journal refer to it.</summary>
    public int ActivityInstanceId => State.Id;

    /// <summary>Kept with the live activity from burst to burst.</summary>
    public JsonObject Properties => State.Properties ??= [];

    public IReadOnlyList<LiveChild> LiveChildren => [.. Burst.Children(State).Select(child => new LiveChild(child.ActivityId, child.Id))];

    /// <summary>Whether children still run or wait, or have left and this activity has yet to hear of it.</summary>
    public bool HasLiveChildren => Burst.Children(State).Count > 0 || State.Queued > 0;

    /// <summary>The activity the workflow was started at by a trigger; null otherwise.</summary>
    public string? TriggerActivityId => Burst.TriggerActivityId;

    /// <summary>True once, for the activity whose trigger started this instance: it has nothing to wait for.</summary>
    public bool TryTakeTrigger(out JsonNode? payload) => Burst.TryTakeTrigger(Node.Id, out payload);

    /// <summary>Sets an output, and the variable or workflow output it is bound to. <c>Result</c> is what <c>getLastResult()</c> sees.</summary>
    public void SetOutput(string name, JsonNode? value) => Scope.SetOutput(name, value);

    /// <summary>Waits for a stimulus of this name and key. An activity may wait for several.</summary>
    public Guid CreateBookmark(string name, string? key = null, JsonNode? payload = null) => Burst.Waits.CreateBookmark(State, name, key, payload?.ToJsonString(Values.Compact));

    /// <summary>Waits for a time: a bookmark that a durable timer resumes, unless something else resumes it before.</summary>
    public Guid CreateTimer(DateTimeOffset dueAt, string name, JsonNode? payload = null) => Burst.Waits.CreateTimer(State, dueAt, name, payload?.ToJsonString(Values.Compact));

    /// <summary>Leaves by the outcomes given, or by <c>Done</c>. What the activity still waits for, its children included, is cancelled.</summary>
    public void Complete(params string[] outcomes) => Outcomes = outcomes.Length > 0 ? outcomes : ["Done"];

    /// <summary>Completes this activity and ends the flowchart around it.</summary>
    public void EndFlowchart(params string[] outcomes)
    {
        Complete(outcomes);
        Ending = Ending.Flowchart;
    }

    /// <summary>Completes this activity and ends the loop around it; where there is none, the flowchart.</summary>
    public void Break()
    {
        Complete();
        Ending = Node.IsInLoop ? Ending.Loop : Ending.Flowchart;
    }

    internal void PassOn(Ending ending, string[] outcomes)
    {
        Complete(outcomes);
        Ending = ending;
    }

    /// <summary>Ends the whole instance.</summary>
    public void FinishWorkflow()
    {
        Complete();
        Burst.RequestFinish();
    }

    /// <summary>Schedules a nested activity; <see cref="Activity.ChildCompletedAsync"/> is called when it has left. The variables are visible to it and below.</summary>
    public int ScheduleChild(ActivityNode child, JsonObject? variables = null) => Burst.Schedule(State, child, variables);

    /// <summary>Cancels a live child and everything below it.</summary>
    public ValueTask CancelChildAsync(int activityInstanceId, CancellationToken cancellationToken) => Burst.CancelAsync(activityInstanceId, cancellationToken);

    /// <summary>Evaluates an expression, such as a switch case's condition, in this activity's scope.</summary>
    public JsonNode? Evaluate(InputExpression expression, string? typeName = null) => Scope.Evaluate(expression, typeName);
}
