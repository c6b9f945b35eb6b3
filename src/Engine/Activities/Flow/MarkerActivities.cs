namespace AfterSales.Engine.Activities.Flow;

/// <summary>Where a flowchart begins.</summary>
internal sealed class StartActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Start", "Flow", "A milestone activity that marks the start of a flowchart.") { IsStart = true };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

/// <summary>Ends its flowchart at once; other branches are cancelled.</summary>
internal sealed class EndActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.End", "Flow", "A milestone activity that marks the end of a flowchart.") { IsTerminal = true };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

/// <summary>Ends the whole workflow.</summary>
internal sealed class FinishActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Finish", "Primitives", "Mark the workflow as finished.") { IsTerminal = true };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.FinishWorkflow();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Ends its flowchart, which then leaves by the outcomes given.</summary>
internal sealed class CompleteActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Complete", "Composition", "Signals the current composite activity to complete itself.")
    {
        IsTerminal = true,
        Inputs = [new InputDescriptor("Outcomes", "Object") { UiHint = "outcome-picker", Description = "The outcome or outcomes to complete with." }],
    };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.EndFlowchart(Values.Strings(context.GetInput("Outcomes")));
        return ValueTask.CompletedTask;
    }
}
