using AfterSales.Engine.Activities;
using AfterSales.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Trials;

/// <summary>Which of the stored definitions a trial takes along: all that are published, and the versions that they and the draft have as activities.</summary>
public sealed class TrialDefinitions(DbContext db, ActivityRegistry registry)
{
    public async Task<IReadOnlyList<WorkflowDefinitionVersion>> NeededAsync(string draft, CancellationToken cancellationToken)
    {
        var versions = db.Set<WorkflowDefinitionVersion>().AsNoTracking();
        var needed = await versions.Where(version => version.IsPublished).ToDictionaryAsync(version => version.Id, cancellationToken);
        // Those without references have no workflow as an activity, so their texts need not be read.
        var referring = (await db.Set<WorkflowDefinitionReference>().Select(reference => reference.VersionId).Distinct().ToListAsync(cancellationToken)).ToHashSet();
        var open = new Stack<string>(needed.Values.Where(version => referring.Contains(version.Id)).Select(version => version.Json).Append(draft));
        while (open.TryPop(out var json))
            foreach (var id in await UsedByAsync(json, cancellationToken))
                if (!needed.ContainsKey(id))
                {
                    needed[id] = await versions.SingleAsync(version => version.Id == id, cancellationToken);
                    open.Push(needed[id].Json);
                }

        // Drafts above them stay behind, and the highest of what is there is then the latest.
        foreach (var latest in needed.Values.GroupBy(version => version.DefinitionId).Select(group => group.MaxBy(version => version.Version)!).Where(version => !version.IsLatest))
            latest.BecomeLatest(latest.ChangedBy, latest.ChangedAt ?? latest.CreatedAt);
        return [.. needed.Values];
    }

    private async Task<IReadOnlyList<string>> UsedByAsync(string json, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        if (DefinitionParser.TryRead(json, out var document, out _))
            foreach (var use in DefinitionUse.In(document, registry))
                if (await DefinitionActivities.FindVersionAsync(db, use, cancellationToken) is { } id)
                    ids.Add(id);
        return ids;
    }
}
