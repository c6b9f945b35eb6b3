using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Activities.Composition;

/// <summary>Runs another workflow in the same transaction, and waits until it has ended or, if it need not wait, come to rest.</summary>
internal sealed class ExecuteWorkflowActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.ExecuteWorkflow", "Composition", "Create a new workflow instance of the specified workflow and execute it.")
    {
        Kind = ActivityKind.Task,
        Inputs = [CompositionInputs.Definition, CompositionInputs.CorrelationId, CompositionInputs.Input, CompositionInputs.WaitForCompletion()],
        Outputs = [new OutputDescriptor("Result", "ExecuteWorkflowResult")],
    };

    public override async ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken) =>
        await context.ExecuteChildAsync(CompositionInputs.Request(context), context.GetInput<bool>("WaitForCompletion"), cancellationToken);

    public override ValueTask ResumeAsync(ActivityContext context, BookmarkResumption resumption, CancellationToken cancellationToken)
    {
        var result = ChildResult.Parse(resumption.Payload!);
        if (result.IsCancelled)
            context.FailChild(result);
        else
        {
            context.SetOutput("Result", result.ToJson());
            context.Complete();
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>Queues another workflow, to be started in a transaction of its own, and may wait until it has ended.</summary>
internal sealed class DispatchWorkflowActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.DispatchWorkflow", "Composition", "Create a new workflow instance of the specified workflow and dispatch it for execution.")
    {
        Inputs =
        [
            CompositionInputs.Definition, CompositionInputs.CorrelationId, CompositionInputs.Input, CompositionInputs.WaitForCompletion(),
            CompositionInputs.StartNewTrace, CompositionInputs.ChannelName,
        ],
        Outputs = [new OutputDescriptor("Result")],
    };

    public override async ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken) =>
        await context.DispatchChildrenAsync([CompositionInputs.Request(context)], context.GetInput<bool>("WaitForCompletion"), cancellationToken);

    public override ValueTask ResumeAsync(ActivityContext context, BookmarkResumption resumption, CancellationToken cancellationToken)
    {
        var result = ChildResult.Parse(resumption.Payload!);
        if (result.IsCancelled)
            context.FailChild(result);
        else
        {
            context.SetOutput("Result", result.Output);
            context.Complete();
        }

        return ValueTask.CompletedTask;
    }
}
