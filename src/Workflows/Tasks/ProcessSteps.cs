using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;

namespace AfterSales.Workflows.Tasks;

/// <summary>Takes a process back for the people who reject and withdraw.</summary>
internal sealed class ProcessSteps(WorkflowRuntime runtime, CurrentActor current) : IProcessSteps
{
    public Task<IReadOnlyList<string>> EarlierAsync(WorkItem item, IReadOnlyCollection<string> activityIds, CancellationToken cancellationToken) =>
        runtime.WaysBackAsync(Leaving(item, ""), activityIds, cancellationToken);

    public Task<bool> GoBackAsync(WorkItem item, string activityId, bool comesStraightBack, CancellationToken cancellationToken) =>
        StepBackAsync(Leaving(item, activityId) with { ComesStraightBack = comesStraightBack }, cancellationToken);

    public Task<bool> TakeUpAgainAsync(WorkItem item, CancellationToken cancellationToken) =>
        StepBackAsync(new StepBack(Instance(item), item.ActivityId!) { Actor = current.Actor.Name }, cancellationToken);

    private async Task<bool> StepBackAsync(StepBack request, CancellationToken cancellationToken)
    {
        try
        {
            return await runtime.StepBackAsync(request, cancellationToken) is StepBackOutcome.Done;
        }
        catch (InstancePausedException held)
        {
            throw new RuleViolationException("task.process-held", held.Message);
        }
    }

    private StepBack Leaving(WorkItem item, string activityId) =>
        new(Instance(item), activityId) { From = (HumanTaskActivity.Bookmark, item.Id.ToString("N")), Actor = current.Actor.Name };

    private static Guid Instance(WorkItem item) => Guid.ParseExact(item.InstanceId!, "N");
}
