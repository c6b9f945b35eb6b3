using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Activities.Flow;

/// <summary>How many of the cases that are true count.</summary>
internal static class SwitchMode
{
    public static readonly string[] All = ["MatchFirst", "MatchAny"];

    public static InputDescriptor Input => new("Mode", "SwitchMode") { UiHint = "dropdown", DefaultValue = "MatchFirst", UiSpecifications = Dropdown.Of(All), AllowedValues = All };

    public static IReadOnlyList<SwitchCase> Matches(ActivityContext context)
    {
        var matches = context.Node.Cases.Where(@case => Values.IsTrue(context.Evaluate(@case.Condition, "Boolean")));
        return [.. context.GetInput<string>("Mode") is "MatchAny" ? matches : matches.Take(1)];
    }
}

/// <summary>Leaves by the labels of the cases that are true, or by <c>Default</c>.</summary>
internal sealed class FlowSwitchActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.FlowSwitch", "Branching", "Evaluate a set of case conditions and schedule the activity for a matching case.")
    {
        Inputs = [new InputDescriptor("Cases", "ICollection<FlowSwitchCase>") { UiHint = "flow-switch-editor", IsWrapped = false }, SwitchMode.Input],
        Ports = [new PortDescriptor("Default")],
    };

    public override IReadOnlyList<string> DescribeOutcomes(ActivityNode node) => [.. node.Cases.Select(@case => @case.Label), "Default"];

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var matches = SwitchMode.Matches(context);
        context.Complete(matches.Count > 0 ? [.. matches.Select(@case => @case.Label)] : ["Default"]);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Runs the activities of the cases that are true, or the default one.</summary>
internal sealed class SwitchActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Switch", "Branching", "Evaluate a set of case conditions and schedule the activity for a matching case.")
    {
        Inputs = [new InputDescriptor("Cases", "ICollection<SwitchCase>") { UiHint = "switch-editor", IsWrapped = false }, SwitchMode.Input],
        Outputs = [new OutputDescriptor("Output")],
        Ports = [new PortDescriptor("Default", PortType.Embedded)],
    };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var matches = SwitchMode.Matches(context);
        foreach (var activity in matches.Select(@case => @case.Activity).OfType<ActivityNode>())
            context.ScheduleChild(activity);
        if (matches.Count is 0 && context.Node.Embedded.TryGetValue("Default", out var otherwise))
            context.ScheduleChild(otherwise);
        return ValueTask.CompletedTask;
    }
}
