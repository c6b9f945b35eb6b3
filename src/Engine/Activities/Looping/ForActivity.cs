using System.Text.Json.Nodes;

namespace AfterSales.Engine.Activities.Looping;

/// <summary>Counts from start to end and runs its body at each step. A negative step counts down; a step of zero never arrives.</summary>
internal sealed class ForActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.For", "Looping", "Iterate over a sequence of steps between a start and an end number.")
    {
        Inputs =
        [
            new InputDescriptor("Start", "Int32") { Description = "The start step." },
            new InputDescriptor("End", "Int32") { Description = "The end step." },
            new InputDescriptor("Step", "Int32") { DefaultValue = 1, Description = "The step size. To count down, enter a negative number." },
            new InputDescriptor("OuterBoundInclusive", "Boolean") { UiHint = "checkbox", DefaultValue = true, Description = "Controls whether the end step is upper/lowerbound inclusive or exclusive." },
        ],
        Outputs = [new OutputDescriptor(LoopValues.CurrentValue)],
        Ports = [new PortDescriptor("Body", PortType.Embedded)],
    };

    public override bool IsLoop => true;

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken) =>
        IterateAsync(context, new Count(context.GetInput<long>("Start"), context.GetInput<long>("End"), context.GetInput<long>("Step"), context.GetInput<bool>("OuterBoundInclusive")));

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        if (child.Ending is Ending.None)
            return IterateAsync(context, Count.Of(context.Properties).Next());
        context.Complete();
        return ValueTask.CompletedTask;
    }

    private static ValueTask IterateAsync(ActivityContext context, Count count)
    {
        if (!context.Node.Embedded.TryGetValue("Body", out var body) || !count.IsInRange)
        {
            context.Complete();
            return ValueTask.CompletedTask;
        }

        count.KeepIn(context.Properties);
        context.SetOutput(LoopValues.CurrentValue, count.Value);
        context.ScheduleChild(body, new JsonObject { [LoopValues.CurrentValue] = count.Value });
        return ValueTask.CompletedTask;
    }

    /// <summary>Where the loop is. Its bounds are those of the beginning, whatever the body does to the variables they came from.</summary>
    private readonly record struct Count(long Value, long End, long Step, bool IsInclusive)
    {
        public bool IsInRange => (Value == End && IsInclusive) || (Step < 0 ? Value > End : Value < End);

        public static Count Of(JsonObject properties) => new((long)properties["at"]!, (long)properties["end"]!, (long)properties["step"]!, (bool)properties["inclusive"]!);

        public Count Next() => this with { Value = Value + Step };

        public void KeepIn(JsonObject properties) => (properties["at"], properties["end"], properties["step"], properties["inclusive"]) = (Value, End, Step, IsInclusive);
    }
}
