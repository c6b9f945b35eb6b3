using AfterSales.Domain.Audit;
using AfterSales.Domain.Tasks;

namespace AfterSales.Host.Complaints;

/// <summary>What one commit did, told as one thing: the command somebody gave, and what the process did next in the same moment.</summary>
/// <param name="Main">What was done first.</param>
/// <param name="Task">The task it was about, when it was about one.</param>
/// <param name="Then">What followed in the same transaction.</param>
public sealed record TimelineEvent(CaseHistoryEntry Main, CaseTask? Task, IReadOnlyList<CaseHistoryEntry> Then)
{
    private const string TaskPrefix = "WorkItem/";

    public IReadOnlyList<CaseHistoryEntry> Entries { get; } = [Main, .. Then];

    /// <summary>The button that was pressed; null when this completed no task.</summary>
    public WorkItemOutcome? Outcome => Main.Action is nameof(CompleteWorkItem) or nameof(Domain.Portal.AnswerCustomerConfirmation) ? Task?.Outcome : null;

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<TimelineEvent> From(IReadOnlyList<CaseHistoryEntry> history, IReadOnlyList<CaseTask> tasks)
    {
        // One commit writes all its records with one time and one author.
        var commits = history.Aggregate(new List<List<CaseHistoryEntry>>(), (groups, entry) =>
        {
            if (groups is [.., [var first, ..] last] && first.At == entry.At && first.Actor == entry.Actor)
                last.Add(entry);
            else
                groups.Add([entry]);
            return groups;
        });
        commits.Reverse();
        return commits.ConvertAll(commit => Tell(commit, tasks));
    }

    private static TimelineEvent Tell(List<CaseHistoryEntry> commit, IReadOnlyList<CaseTask> tasks)
    {
        // A nested command's record may come before the end of the command that sent it; the person's own is the one without a process behind it.
        var main = commit.Find(e => e.InstanceId is null) ?? commit[0];
        var task = main.Changes.EnumerateObject().Select(c => c.Name).FirstOrDefault(n => n.StartsWith(TaskPrefix, StringComparison.Ordinal)) is { } subject
            && Guid.TryParse(subject[TaskPrefix.Length..], out var id)
            ? tasks.FirstOrDefault(t => t.Id == id)
            : null;
        return new TimelineEvent(main, task, [.. commit.Where(e => e != main)]);
    }
}
