using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Activities.Flow;

/// <summary>Runs one of two nested activities.</summary>
internal sealed class IfActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.If", "Branching", "Evaluate a Boolean condition to determine which activity to execute next.")
    {
        Inputs = [new InputDescriptor("Condition", "Boolean")],
        Outputs = [new OutputDescriptor("Result", "Boolean")],
        Ports = [new PortDescriptor("Then", PortType.Embedded), new PortDescriptor("Else", PortType.Embedded)],
    };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var condition = context.GetInput<bool>("Condition");
        context.SetOutput("Result", condition);
        if (context.Node.Embedded.TryGetValue(condition ? "Then" : "Else", out var branch))
            context.ScheduleChild(branch);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Leaves by <c>True</c> or <c>False</c>.</summary>
internal sealed class FlowDecisionActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.FlowDecision", "Branching", "Evaluate a Boolean condition to determine which path to execute next.")
    {
        Inputs = [new InputDescriptor("Condition", "Boolean")],
        Ports = [new PortDescriptor("True"), new PortDescriptor("False")],
    };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.Complete(context.GetInput<bool>("Condition") ? "True" : "False");
        return ValueTask.CompletedTask;
    }
}

/// <summary>Leaves by all its branches at once.</summary>
internal sealed class FlowForkActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.FlowFork", "Branching", "Branch execution into multiple branches.")
    {
        Inputs = [new InputDescriptor("Branches", "List<String>") { UiHint = "dynamic-outcomes" }],
    };

    public override IReadOnlyList<string>? DescribeOutcomes(ActivityNode node) => node.LiteralStrings("Branches") is { Count: 0 } ? ["Done"] : node.LiteralStrings("Branches");

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.Complete(Values.Strings(context.GetInput("Branches")));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Where branches meet. The waiting is the flowchart's work; the mode says how.</summary>
internal sealed class FlowJoinActivity : Activity
{
    private static readonly string[] Modes = ["WaitAny", "WaitAll", "WaitAllActive"];

    public override ActivityDescriptor Descriptor { get; } = new("Elsa.FlowJoin", "Branching", "Merge multiple branches into a single branch of execution.")
    {
        Inputs = [new InputDescriptor("Mode", "FlowJoinMode") { UiHint = "dropdown", DefaultValue = "WaitAny", UiSpecifications = Dropdown.Of(Modes), AllowedValues = Modes }],
    };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
