using AfterSales.Engine.Runtime;
using AfterSales.Engine.Trials;

namespace AfterSales.Workflows.Trials;

/// <summary>Lays the path that an instance took beside the one that a draft takes.</summary>
internal static class PathComparison
{
    public static IReadOnlyList<PathStep> Of(WorkflowHistory history) =>
        [.. history.Steps.Where(step => IsLeft(step.Kind) && step.ActivityId != history.Graph.Root.Id)
            .Select(step => new PathStep(step.ActivityId, history.Graph.Find(step.ActivityId)?.DisplayText ?? step.ActivityId, step.Kind is JournalEventKind.Canceled ? [] : step.Outcomes, step.At))];

    public static IReadOnlyList<PathStep> Of(TrialReport report, Guid instanceId, string rootId) =>
        [.. report.StepsOf(instanceId).Where(step => IsLeft(step.Kind) && step.ActivityId != rootId)
            .Select(step => new PathStep(step.ActivityId, step.Title, step.Kind is JournalEventKind.Canceled ? [] : step.Outcomes, step.At))];

    /// <summary>The differences; a result that is the same has none.</summary>
    public static PastCaseResult Compare(PastCaseResult result, IReadOnlyList<PathStep> then, IReadOnlyList<PathStep> now)
    {
        var common = then.Zip(now).TakeWhile(pair => pair.First.IsAs(pair.Second)).Count();
        if (common == then.Count && common == now.Count)
            return result with { IsSame = true };
        return result with
        {
            Divergence = new PathDivergence(common, common > 0 ? now[common - 1] : null, then.ElementAtOrDefault(common), now.ElementAtOrDefault(common)),
            OnlyThen = More(then, now),
            OnlyNow = More(now, then),
            Outcomes = Outcomes(then, now),
        };
    }

    private static bool IsLeft(JournalEventKind kind) => kind is JournalEventKind.Completed or JournalEventKind.Canceled;

    private static PathCount[] More(IReadOnlyList<PathStep> these, IReadOnlyList<PathStep> those)
    {
        var counts = those.CountBy(step => step.ActivityId).ToDictionary();
        return [.. these.GroupBy(step => step.ActivityId).Select(group => new PathCount(group.Key, group.First().Title, group.Count() - counts.GetValueOrDefault(group.Key))).Where(count => count.Times > 0)];
    }

    private static OutcomeDifference[] Outcomes(IReadOnlyList<PathStep> then, IReadOnlyList<PathStep> now)
    {
        var byActivity = now.ToLookup(step => step.ActivityId);
        return [.. then.GroupBy(step => step.ActivityId).SelectMany(group => group.Zip(byActivity[group.Key]).Index()).Where(pair => !pair.Item.First.IsAs(pair.Item.Second))
            .Select(pair => new OutcomeDifference(pair.Item.First.ActivityId, pair.Item.Second.Title, pair.Index + 1, pair.Item.First.Outcomes, pair.Item.Second.Outcomes))];
    }
}
