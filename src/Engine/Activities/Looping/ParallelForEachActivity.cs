namespace AfterSales.Engine.Activities.Looping;

/// <summary>Runs its body for all items at once, and goes on when the last of them is done.</summary>
internal sealed class ParallelForEachActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.ParallelForEach", "Looping", "Schedule an activity for each item in parallel.")
    {
        Inputs = [new InputDescriptor("Items", "Object") { Description = "The items to iterate through." }],
        Ports = [new PortDescriptor("Body", PortType.Embedded)],
    };

    public override bool IsLoop => true;

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        if (context.Node.Embedded.TryGetValue("Body", out var body))
            foreach (var (index, item) in LoopValues.Items(context.GetInput("Items")).Index())
                context.ScheduleChild(body, LoopValues.Of(item, index));
        return ValueTask.CompletedTask;
    }

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        if (child.Ending is Ending.Loop || !context.HasLiveChildren)
            context.Complete();
        return ValueTask.CompletedTask;
    }
}
