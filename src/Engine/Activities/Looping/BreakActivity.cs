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
            yield return new DefinitionProblem(node.Path, node.Id, $"'{node.DisplayText}' is in no loop; it would end its flowchart instead.", Severity: ProblemSeverity.Warning);
    }

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.Break();
        return ValueTask.CompletedTask;
    }
}
