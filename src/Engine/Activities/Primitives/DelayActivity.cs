namespace AfterSales.Engine.Activities.Primitives;

/// <summary>Waits for a time span.</summary>
internal sealed class DelayActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Delay", "Scheduling", "Delay execution for the specified amount of time.")
    {
        Inputs = [new InputDescriptor("TimeSpan", "TimeSpan") { DefaultValue = "00:01:00" }],
    };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.CreateTimer(context.Now + context.GetInput<TimeSpan>("TimeSpan"), Descriptor.TypeName);
        return ValueTask.CompletedTask;
    }
}
