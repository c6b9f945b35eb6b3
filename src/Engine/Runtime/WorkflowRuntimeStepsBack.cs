namespace AfterSales.Engine.Runtime;

// Going back to an activity that was left.
public sealed partial class WorkflowRuntime
{
    /// <summary>Goes back; see <see cref="StepBack"/>. Not from within a burst.</summary>
    /// <exception cref="InstancePausedException">The instance is held.</exception>
    public Task<StepBackOutcome> StepBackAsync(StepBack request, CancellationToken cancellationToken) => OperateAsync(async operation =>
    {
        if (await FindAppliedAsync(request.StimulusId, cancellationToken) is not null)
            return StepBackOutcome.AlreadyApplied;
        if (await OpenToStepBackAsync(operation, request, cancellationToken) is not var (burst, from))
            return StepBackOutcome.NoWay;
        if (burst.Instance.PausedAt is not null)
            throw new InstancePausedException(burst.Instance.Id);
        if (!await burst.StepBackAsync(request.ActivityId, from, request.ComesStraightBack, cancellationToken))
            return StepBackOutcome.NoWay;
        await CompleteAsync(burst, cancellationToken);
        return StepBackOutcome.Done;
    }, () => throw new InvalidOperationException("A step back is a person's decision; an activity does not take one."));

    /// <summary>Of the activities given, those that can be gone back to.</summary>
    /// <param name="request">Its <see cref="StepBack.ActivityId"/> does not matter.</param>
    public Task<IReadOnlyList<string>> WaysBackAsync(StepBack request, IReadOnlyCollection<string> activityIds, CancellationToken cancellationToken) => OperateAsync<IReadOnlyList<string>>(
        async operation => await OpenToStepBackAsync(operation, request, cancellationToken) is var (burst, from)
            ? [.. activityIds.Where(id => burst.CanStepBack(id, from, request.ComesStraightBack))]
            : [],
        () => []);

    private async Task<(Burst Burst, int? From)?> OpenToStepBackAsync(Operation operation, StepBack request, CancellationToken cancellationToken)
    {
        if (await FindInstanceAsync(request.InstanceId, cancellationToken) is not var (instance, hash) || instance.Status is WorkflowStatus.Finished)
            return null;
        int? from = null;
        if (request.From is var (name, key))
        {
            if (await FindWaitingAsync(new ResumeBookmark { Name = name, Key = key }, cancellationToken) is not { } waiting || waiting.Instance.Id != instance.Id)
                return null;
            from = waiting.Bookmark.ActivityInstanceId;
        }

        return (await OpenAsync(operation, instance, hash, new Stimulus("StepBack", request.StimulusId, request.Actor, request.Reason), cancellationToken), from);
    }
}
