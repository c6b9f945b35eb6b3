using AfterSales.Engine.Archive;
using AfterSales.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Runtime;

// How the runtime finds what a stimulus is for. Queries do not see what this unit of work has added or deleted, so the tracker is asked as well.
public sealed partial class WorkflowRuntime
{
    private static readonly CompiledQuery<Func<DbContext, string?, string?, string?, IAsyncEnumerable<Waiting>>> WaitingFor =
        new(() => EF.CompileAsyncQuery((DbContext db, string? name, string? key, string? stimulusId) =>
            from bookmark in db.Set<WorkflowBookmark>()
            where bookmark.Name == name && bookmark.Key == key
            orderby bookmark.Id
            join instance in db.Set<WorkflowInstance>() on bookmark.InstanceId equals instance.Id
            join version in db.Set<WorkflowDefinitionVersion>() on instance.DefinitionVersionId equals version.Id
            select new Waiting(
                bookmark, instance, version.ContentHash,
                db.Set<WorkflowJournalEntry>().Any(entry => entry.StimulusId == stimulusId) || db.Set<ArchivedStimulus>().Any(archived => archived.StimulusId == stimulusId))));

    /// <summary>A bookmark with its instance, the hash of its definition, and whether the stimulus is known already.</summary>
    private sealed record Waiting(WorkflowBookmark Bookmark, WorkflowInstance Instance, string ContentHash, bool IsApplied);

    private sealed record Runnable(string Id, string DefinitionId, int Version, string ContentHash, bool IsSealed);

    private async Task<Guid?> FindAppliedAsync(string? stimulusId, CancellationToken cancellationToken)
    {
        if (stimulusId is null)
            return null;
        if (IsTracked(stimulusId) is { } tracked)
            return tracked;
        return await db.Set<WorkflowJournalEntry>().Where(entry => entry.StimulusId == stimulusId).Select(entry => (Guid?)entry.InstanceId)
            .Concat(db.Set<ArchivedStimulus>().Where(archived => archived.StimulusId == stimulusId).Select(archived => (Guid?)archived.InstanceId))
            .OrderBy(instanceId => instanceId).FirstOrDefaultAsync(cancellationToken);
    }

    private Guid? IsTracked(string stimulusId) => db.Set<WorkflowJournalEntry>().Local.FirstOrDefault(entry => entry.StimulusId == stimulusId)?.InstanceId;

    private async Task<Runnable> FindVersionAsync(StartWorkflow request, CancellationToken cancellationToken) =>
        await FindPublishedAsync(request, cancellationToken)
        ?? throw new WorkflowNotFoundException(request.VersionId is null ? $"Definition '{request.DefinitionId}' has no published version." : $"There is no definition version '{request.VersionId}'.");

    private async Task<Runnable?> FindPublishedAsync(StartWorkflow request, CancellationToken cancellationToken)
    {
        var versions = db.Set<WorkflowDefinitionVersion>();
        var local = versions.Local.FirstOrDefault(version => request.VersionId is { } id ? version.Id == id : version.PublishedDefinitionId == request.DefinitionId);
        if (local is not null)
            return new Runnable(local.Id, local.DefinitionId, local.Version, local.ContentHash, local.IsSealed);
        var query = request.VersionId is { } versionId
            ? versions.Where(version => version.Id == versionId)
            : versions.Where(version => version.PublishedDefinitionId == request.DefinitionId);
        return await query.Select(version => new Runnable(version.Id, version.DefinitionId, version.Version, version.ContentHash, version.PublishedAt != null || version.FirstRunAt != null)).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<Waiting?> FindWaitingAsync(ResumeBookmark request, CancellationToken cancellationToken)
    {
        var added = Added().FirstOrDefault(bookmark => request.BookmarkId is { } id ? bookmark.Id == id : bookmark.Name == request.Name && bookmark.Key == request.Key);
        if (added is not null)
            return await FromTrackerAsync(added, cancellationToken);
        var waiting = request.BookmarkId is { } bookmarkId
            ? await FindWaitingAsync(db.Set<WorkflowBookmark>().Where(bookmark => bookmark.Id == bookmarkId), request.StimulusId, cancellationToken)
            : Present(await WaitingFor.On(db)(db, request.Name, request.Key, request.StimulusId).ToListAsync(cancellationToken), request.StimulusId);
        return waiting.Count > 0 ? waiting[0] : null;
    }

    /// <summary>Bookmark, instance, the hash of its definition and whether the stimulus is known, in one round trip.</summary>
    private async Task<IReadOnlyList<Waiting>> FindWaitingAsync(IQueryable<WorkflowBookmark> bookmarks, string? stimulusId, CancellationToken cancellationToken)
    {
        var found = await (
            from bookmark in bookmarks
            join instance in db.Set<WorkflowInstance>() on bookmark.InstanceId equals instance.Id
            join version in db.Set<WorkflowDefinitionVersion>() on instance.DefinitionVersionId equals version.Id
            select new Waiting(bookmark, instance, version.ContentHash, stimulusId != null
                && (db.Set<WorkflowJournalEntry>().Any(entry => entry.StimulusId == stimulusId) || db.Set<ArchivedStimulus>().Any(archived => archived.StimulusId == stimulusId))))
            .ToListAsync(cancellationToken);
        return Present(found, stimulusId);
    }

    // Without those that this unit of work has deleted, and knowing the stimuli it has applied.
    private IReadOnlyList<Waiting> Present(List<Waiting> found, string? stimulusId) =>
        [.. found.Where(row => db.Entry(row.Bookmark).State is not EntityState.Deleted)
            .Select(row => row with { IsApplied = stimulusId is not null && (row.IsApplied || IsTracked(stimulusId) is not null) })];

    private IEnumerable<WorkflowBookmark> Added() => db.ChangeTracker.Entries<WorkflowBookmark>().Where(entry => entry.State is EntityState.Added).Select(entry => entry.Entity);

    private async Task<Waiting?> FromTrackerAsync(WorkflowBookmark bookmark, CancellationToken cancellationToken) =>
        await FindInstanceAsync(bookmark.InstanceId, cancellationToken) is var (instance, hash) ? new Waiting(bookmark, instance, hash, false) : null;

    private async Task<(WorkflowInstance Instance, string ContentHash)?> FindInstanceAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await db.Set<WorkflowInstance>().FindAsync([id], cancellationToken) is not { } instance)
            return null;
        var hash = db.Set<WorkflowDefinitionVersion>().Local.FindEntry(instance.DefinitionVersionId)?.Entity.ContentHash
            ?? await db.Set<WorkflowDefinitionVersion>().Where(version => version.Id == instance.DefinitionVersionId).Select(version => version.ContentHash).SingleAsync(cancellationToken);
        return (instance, hash);
    }
}

/// <summary>A definition, instance or incident that a request names does not exist.</summary>
public sealed class WorkflowNotFoundException(string message) : Exception(message);
