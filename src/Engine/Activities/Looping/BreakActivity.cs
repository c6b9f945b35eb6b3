using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Activities.Looping;

/// <summary>Ends the nearest loop around it, with everything in between.</summary>
internal sealed class BreakActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Break", "Looping", "Break out of a loop.") { IsTerminal = true };

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node)
    {
        if (!node.IsInLoop)
            yield return DefinitionProblem.Of(node.Path, node.Id, "problem.break-without-loop", $"'{node.DisplayText}' is in no loop; it would end its flowchart instead.") with { Severity = ProblemSeverity.Warning };
    }

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.Break();
        return ValueTask.CompletedTask;
    }
}
