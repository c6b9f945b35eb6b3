using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Migrations;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Activities;

/// <summary>One kind of step. A singleton without state: what must be remembered goes to the context's properties.</summary>
public abstract class Activity
{
    public abstract ActivityDescriptor Descriptor { get; }

    /// <summary>Runs the step. One that neither completes, waits nor schedules a child leaves by <c>Done</c>.</summary>
    public abstract ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken);

    /// <summary>One of the activity's bookmarks was resumed, by a stimulus or by its timer. The bookmark is already gone.</summary>
    public virtual ValueTask ResumeAsync(ActivityContext context, BookmarkResumption resumption, CancellationToken cancellationToken)
    {
        context.Complete();
        return ValueTask.CompletedTask;
    }

    /// <summary>An activity scheduled by this one has left by its outcomes.</summary>
    public virtual ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        if (!context.HasLiveChildren)
            context.Complete();
        return ValueTask.CompletedTask;
    }

    /// <summary>A timer this activity started with <see cref="WorkflowContext.StartDetachedTimer"/> is due; the activity itself may be long over.</summary>
    public virtual ValueTask TimerDueAsync(DetachedTimerContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The activity is cancelled while it waits; for example its work item must be closed.</summary>
    public virtual ValueTask CancelAsync(ActivityContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>There may be something to do that nothing has set off: its definition was replaced under it. See <see cref="ActivityMigration.Wake"/>.</summary>
    public virtual ValueTask ContinueAsync(ActivityContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>A live occurrence goes over to another version of the definition. To be overridden where what it keeps, or waits for, depends on the definition.</summary>
    public virtual void Migrate(ActivityMigration migration)
    {
    }

    /// <summary>True for what End and Complete end: a flowchart or a sequence. Everything in between completes on the way up.</summary>
    public virtual bool EndsHere => false;

    /// <summary>True for what Break ends. Everything in between, flowcharts too, completes on the way up.</summary>
    public virtual bool IsLoop => false;

    /// <summary>What is wrong with a node beyond the types of its inputs, so that it is known before it runs. The nested activities are there already.</summary>
    public virtual IEnumerable<DefinitionProblem> Check(ActivityNode node) => [];

    /// <summary>The stimulus that starts a workflow at this activity, or null. Only literal inputs can be read: there is no instance yet.</summary>
    public virtual TriggerStimulus? DescribeTrigger(ActivityNode node) => null;

    /// <summary>When the activity next starts its workflow by itself, after it was due at <paramref name="previous"/> or, where that is null, since it was published. Null: never, or never again.</summary>
    public virtual DateTimeOffset? NextStart(ActivityNode node, DateTimeOffset? previous, DateTimeOffset now) => null;

    /// <summary>The outcomes this node can leave by, or null if they are known only when it runs. Lets the parser warn of arrows that are never taken.</summary>
    public virtual IReadOnlyList<string>? DescribeOutcomes(ActivityNode node)
    {
        if (Descriptor.IsTerminal)
            return [];
        if (Descriptor.Inputs.FirstOrDefault(input => input.UiHint is "dynamic-outcomes") is { } dynamic)
            return node.LiteralStrings(dynamic.Name);
        var flow = Descriptor.Ports.Where(port => port.Type is PortType.Flow).Select(port => port.Name).ToArray();
        return flow.Length > 0 ? flow : ["Done"];
    }
}

/// <summary>What starts a workflow: the trigger's bookmark name and stimulus key.</summary>
public sealed record TriggerStimulus(string Name, string Key);
