using System.Text.Json.Nodes;

namespace AfterSales.Engine.Activities.Looping;

/// <summary>Runs its body for one item after the other. The items are those of the beginning, whatever the body does to the variable they came from.</summary>
internal sealed class ForEachActivity : Activity
{
    private const string Items = "items";
    private const string Next = "next";

    public override ActivityDescriptor Descriptor { get; } = new("Elsa.ForEach", "Looping", "Iterate over a set of values.")
    {
        Inputs = [new InputDescriptor("Items", "List<Object>") { UiHint = "dropdown", Description = "The set of values to iterate." }],
        Outputs = [new OutputDescriptor(LoopValues.CurrentValue) { Description = "Assign the current value to the specified variable." }],
        Ports = [new PortDescriptor("Body", PortType.Embedded)],
    };

    public override bool IsLoop => true;

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.Properties[Items] = LoopValues.Items(context.GetInput("Items"));
        return IterateAsync(context, 0);
    }

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        if (child.Ending is Ending.None)
            return IterateAsync(context, (int)context.Properties[Next]!);
        context.Complete();
        return ValueTask.CompletedTask;
    }

    private static ValueTask IterateAsync(ActivityContext context, int index)
    {
        var items = (JsonArray)context.Properties[Items]!;
        if (index >= items.Count || !context.Node.Embedded.TryGetValue("Body", out var body))
        {
            context.Complete();
            return ValueTask.CompletedTask;
        }

        context.Properties[Next] = index + 1;
        context.SetOutput(LoopValues.CurrentValue, items[index]);
        context.ScheduleChild(body, LoopValues.Of(items[index], index));
        return ValueTask.CompletedTask;
    }
}
