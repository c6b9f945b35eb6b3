using System.Text.Json;
using AfterSales.Domain;
using AfterSales.Domain.Audit;

namespace AfterSales.Host.Complaints;

/// <summary>What one commit did, told as one thing: the command somebody gave, and what the process did next in the same moment.</summary>
/// <param name="Main">What was done first.</param>
/// <param name="Subject">The task it was about, when it was about one.</param>
/// <param name="Outcome">The button that completed the task.</param>
/// <param name="Then">What followed in the same transaction.</param>
public sealed record TimelineEvent(CaseHistoryEntry Main, string? Subject, string? Outcome, IReadOnlyList<CaseHistoryEntry> Then)
{
    public IReadOnlyList<CaseHistoryEntry> Entries { get; } = [Main, .. Then];

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<TimelineEvent> From(IReadOnlyList<CaseHistoryEntry> history)
    {
        var titles = history.SelectMany(Tasks).Where(t => t.Title is not null).GroupBy(t => t.Id).ToDictionary(g => g.Key, g => g.First().Title!);
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
        return commits.ConvertAll(commit => Tell(commit, titles));
    }

    private static TimelineEvent Tell(List<CaseHistoryEntry> commit, Dictionary<string, string> titles)
    {
        // A nested command's record may come before the end of the command that sent it; the person's own is the one without a process behind it.
        var main = commit.Find(e => e.InstanceId is null) ?? commit[0];
        var (id, _, outcome) = Tasks(main).FirstOrDefault();
        var subject = id is null ? null : titles.GetValueOrDefault(id);
        return new TimelineEvent(main, subject, outcome, [.. commit.Where(e => e != main)]);
    }

    private static IEnumerable<(string Id, string? Title, string? Outcome)> Tasks(CaseHistoryEntry entry)
    {
        foreach (var change in entry.Changes.EnumerateObject().Where(c => c.Name.StartsWith("WorkItem/", StringComparison.Ordinal)))
            yield return (change.Name, After(change.Value, "Title") is { } title ? LocalizedText.Parse(title).ToString() : null, After(change.Value, "Outcome"));
    }

    private static string? After(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var pair) && pair is { ValueKind: JsonValueKind.Array } && pair.GetArrayLength() == 2 && pair[1].ValueKind == JsonValueKind.String
            ? pair[1].GetString()
            : null;
}
