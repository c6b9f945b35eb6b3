namespace AfterSales.Domain.Tasks;

/// <summary>The process behind a work item, as far as tasks may move it: back to a step that it has been at. In the transaction of the command that asks.</summary>
public interface IProcessSteps
{
    /// <summary>Of the steps given, those that the process can be taken back to from an open work item.</summary>
    Task<IReadOnlyList<string>> EarlierAsync(WorkItem item, IReadOnlyCollection<string> activityIds, CancellationToken cancellationToken);

    /// <summary>Leaves an open work item and runs an earlier step anew. False, with nothing changed, when the process could not go on from there.</summary>
    /// <param name="comesStraightBack">After that step the process is at this work item's step again, whatever lies between.</param>
    Task<bool> GoBackAsync(WorkItem item, string activityId, bool comesStraightBack, CancellationToken cancellationToken);

    /// <summary>Runs the step of a work item that is done anew and ends what came after it. False, with nothing changed, when the process could not go on from there.</summary>
    Task<bool> TakeUpAgainAsync(WorkItem item, CancellationToken cancellationToken);
}
