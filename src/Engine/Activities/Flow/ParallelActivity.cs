namespace AfterSales.Engine.Activities.Flow;

/// <summary>Runs its activities all at once, and goes on when the last of them is done.</summary>
internal sealed class ParallelActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Parallel", "Workflows", "Execute a set of activities in parallel.") { IsContainer = true, IsBrowsable = false };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        foreach (var child in context.Node.Children)
            context.ScheduleChild(child);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Runs its branches all at once, and goes on when all of them are done or, cancelling the others, when one is.</summary>
internal sealed class ForkActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Fork", "Control Flow", "Branch execution into multiple branches.")
    {
        IsBrowsable = false,
        Inputs =
        [
            new InputDescriptor("JoinMode", "ForkJoinMode")
            {
                UiHint = "dropdown", IsWrapped = false, DefaultValue = "WaitAll", UiSpecifications = Dropdown.Of("WaitAny", "WaitAll"), AllowedValues = ["WaitAny", "WaitAll"],
                Description = "Controls when this activity yields control back to its parent activity.",
            },
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        foreach (var branch in context.Node.Children)
            context.ScheduleChild(branch);
        return ValueTask.CompletedTask;
    }

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        if (!context.HasLiveChildren || context.GetInput<string>("JoinMode") is "WaitAny")
            context.Complete();
        return ValueTask.CompletedTask;
    }
}
