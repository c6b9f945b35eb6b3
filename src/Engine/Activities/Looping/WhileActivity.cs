using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Activities.Looping;

/// <summary>Runs its body again and again while the condition is true; it is asked before each round.</summary>
internal sealed class WhileActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.While", "Looping", "Execute an activity while a given condition evaluates to true.")
    {
        Inputs = [new InputDescriptor("Condition", "Boolean") { Description = "The condition to evaluate." }],
        Ports = [new PortDescriptor("Body", PortType.Embedded)],
    };

    public override bool IsLoop => true;

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node)
    {
        if (!node.Embedded.ContainsKey("Body"))
            yield return DefinitionProblem.Of(node.Path + ".body", node.Id, "problem.loop-without-body", $"'{node.DisplayText}' has no body: nothing in it could make its condition false.") with { Severity = ProblemSeverity.Warning };
    }

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken) => IterateAsync(context);

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        if (child.Ending is Ending.None)
            return IterateAsync(context);
        context.Complete();
        return ValueTask.CompletedTask;
    }

    private static ValueTask IterateAsync(ActivityContext context)
    {
        if (!context.GetInput<bool>("Condition"))
            context.Complete();
        else if (context.Node.Embedded.TryGetValue("Body", out var body))
            context.ScheduleChild(body);
        else
            throw new WorkflowGuardException($"'{context.Node.DisplayText}' would never end: its condition is true and it has no body.");
        return ValueTask.CompletedTask;
    }
}
