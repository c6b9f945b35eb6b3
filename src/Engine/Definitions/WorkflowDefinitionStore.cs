using System.Security.Cryptography;
using System.Text;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Definitions;

/// <summary>Which version of a definition is meant.</summary>
public enum VersionOption { Latest, Published, LatestOrPublished }

/// <summary>A definition's JSON to be kept as a draft.</summary>
public sealed record DraftToSave(string Json, DefinitionSource Source, string? Author)
{
    /// <summary>The version that was edited and its revision as the editor knows it; null: whatever is stored is replaced unseen.</summary>
    public string? BaseVersionId { get; init; }
    public int? ExpectedRevision { get; init; }

    /// <summary>Keeps a draft that is there beside the new one.</summary>
    public bool AsNewVersion { get; init; }
}

/// <summary>Somebody else has changed the definition since it was loaded.</summary>
public sealed class DefinitionConflictException(WorkflowDefinitionVersion current)
    : Exception($"Definition {current.DefinitionId} was changed by {current.ChangedBy} at {current.ChangedAt:O}; version {current.Version} now has revision {current.Revision}.")
{
    /// <summary>The latest version as it is stored.</summary>
    public WorkflowDefinitionVersion Current => current;
}

/// <summary>
/// Keeps the versions of definitions: draft, published, superseded. Changes tracked entities and never saves. Content that was published or ran is never written over,
/// and no operation costs more because a definition has many versions.
/// </summary>
public sealed partial class WorkflowDefinitionStore(DbContext db, DefinitionActivities definitions, TriggerIndex triggers, TimeProvider clock)
{
    private DbSet<WorkflowDefinitionVersion> Versions => db.Set<WorkflowDefinitionVersion>();

    public async Task<WorkflowDefinitionVersion?> FindAsync(string versionId, CancellationToken cancellationToken) =>
        await Versions.FindAsync([versionId], cancellationToken) is { } found && IsPresent(found) ? found : null;

    public async Task<WorkflowDefinitionVersion?> FindAsync(string definitionId, VersionOption option, CancellationToken cancellationToken) => option switch
    {
        VersionOption.Published => Known(definitionId).FirstOrDefault(version => version.IsPublished)
            ?? Present(await Versions.FirstOrDefaultAsync(version => version.PublishedDefinitionId == definitionId, cancellationToken), version => version.IsPublished),
        VersionOption.Latest => await FindLatestAsync(definitionId, cancellationToken),
        _ => await FindLatestAsync(definitionId, cancellationToken) ?? await FindAsync(definitionId, VersionOption.Published, cancellationToken),
    };

    public async Task<WorkflowDefinitionVersion?> FindAsync(string definitionId, int version, CancellationToken cancellationToken) =>
        Known(definitionId).FirstOrDefault(known => known.Version == version)
        ?? Present(await Versions.FirstOrDefaultAsync(stored => stored.DefinitionId == definitionId && stored.Version == version, cancellationToken), _ => true);

    /// <summary>The newest version that came from there.</summary>
    public Task<WorkflowDefinitionVersion?> FindNewestAsync(string definitionId, DefinitionSource source, CancellationToken cancellationToken) =>
        Versions.Where(version => version.DefinitionId == definitionId && version.Source == source).OrderByDescending(version => version.Version).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Reads a definition, with the workflows that it may use as activities, and says what would keep it from being published.</summary>
    public Task<ParsedDefinition> ParseAsync(string json, CancellationToken cancellationToken) => definitions.ParseAsync(db, json, cancellationToken);

    /// <summary>Saves the JSON as the draft, whatever is stored.</summary>
    public Task<WorkflowDefinitionVersion> SaveDraftAsync(string json, DefinitionSource source, string? author, CancellationToken cancellationToken) =>
        SaveDraftAsync(new DraftToSave(json, source, author), cancellationToken);

    /// <summary>Saves the JSON as the draft: in place while nobody has published or run that, as a new version otherwise. Only what cannot be read at all is refused.</summary>
    /// <exception cref="DefinitionInvalidException">The JSON cannot be read.</exception>
    /// <exception cref="DefinitionConflictException">Not the expected revision.</exception>
    public async Task<WorkflowDefinitionVersion> SaveDraftAsync(DraftToSave draft, CancellationToken cancellationToken)
    {
        var parsed = await ParseAsync(draft.Json, cancellationToken);
        if (parsed.Definition is not { } definition || parsed.Graph is null)
            throw new DefinitionInvalidException(parsed.Problems);

        var definitionId = definition.DefinitionId ?? EngineIds.New(clock).ToString("N");
        var latest = await FindLatestAsync(definitionId, cancellationToken);
        if (latest is not null && draft.ExpectedRevision is { } expected && (latest.Revision != expected || latest.Id != (draft.BaseVersionId ?? latest.Id)))
            throw new DefinitionConflictException(latest);

        var hash = Hash(draft.Json);
        if (latest is not null && !draft.AsNewVersion && latest.ContentHash == hash && latest.Source == draft.Source)
            return latest;
        var target = latest is not null && !draft.AsNewVersion && await IsOpenAsync(latest, cancellationToken) ? latest : await AddAsync(definition.Id, definitionId, latest, draft.Author, cancellationToken);
        target.Write(definition, hash, draft.Source, draft.Author, EngineIds.Now(clock));
        await ReplaceReferencesAsync(target, parsed.Graph, cancellationToken);
        return target;
    }

    // Drafts that ran under an earlier release are not marked, so the instances themselves are asked.
    private async Task<bool> IsOpenAsync(WorkflowDefinitionVersion version, CancellationToken cancellationToken) =>
        !version.IsSealed && !await db.Set<WorkflowInstance>().AnyAsync(instance => instance.DefinitionVersionId == version.Id, cancellationToken)
        && !await db.Set<Archive.WorkflowArchive>().AnyAsync(archive => archive.DefinitionVersionId == version.Id, cancellationToken);

    private async Task<WorkflowDefinitionVersion> AddAsync(string? wantedId, string definitionId, WorkflowDefinitionVersion? latest, string? by, CancellationToken cancellationToken)
    {
        var now = EngineIds.Now(clock);
        // An imported definition keeps its id while that is free; a new version of one we have always gets a new id.
        var isFree = latest is null && wantedId is { Length: <= WorkflowDefinitionVersion.IdMaxLength } && await FindAsync(wantedId, cancellationToken) is null;
        latest?.Supersede(by, now);
        var added = WorkflowDefinitionVersion.Create(isFree ? wantedId! : EngineIds.New(clock).ToString("N"), definitionId, (latest?.Version ?? 0) + 1, now);
        db.Add(added);
        return added;
    }

    private async Task ReplaceReferencesAsync(WorkflowDefinitionVersion version, WorkflowGraph graph, CancellationToken cancellationToken)
    {
        var stored = await db.Set<WorkflowDefinitionReference>().Where(reference => reference.VersionId == version.Id).ToListAsync(cancellationToken);
        var called = DefinitionReferences.Of(graph);
        db.RemoveRange(stored.Where(reference => !called.Contains(reference.DefinitionId)));
        db.AddRange(called.Except(stored.Select(reference => reference.DefinitionId)).Select(id => new WorkflowDefinitionReference { VersionId = version.Id, DefinitionId = id }));
    }

    // The one with the highest number. Queries do not see what this unit of work has added or deleted, so the tracker is asked first.
    private async Task<WorkflowDefinitionVersion?> FindLatestAsync(string definitionId, CancellationToken cancellationToken) =>
        Known(definitionId).FirstOrDefault(version => version.IsLatest)
        ?? Present(await Versions.Where(version => version.DefinitionId == definitionId).OrderByDescending(version => version.Version).FirstOrDefaultAsync(cancellationToken), version => version.IsLatest);

    private IEnumerable<WorkflowDefinitionVersion> Known(string definitionId) => Versions.Local.Where(version => version.DefinitionId == definitionId);

    private WorkflowDefinitionVersion? Present(WorkflowDefinitionVersion? found, Func<WorkflowDefinitionVersion, bool> isWanted) => found is not null && IsPresent(found) && isWanted(found) ? found : null;

    private bool IsPresent(WorkflowDefinitionVersion version) => db.Entry(version).State is not EntityState.Deleted;

    private static string Hash(string json) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}
