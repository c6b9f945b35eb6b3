using System.Linq.Expressions;
using AfterSales.Engine.Archive;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Definitions;

/// <summary>Instances, or definitions that call it, keep a version or definition from being deleted.</summary>
public sealed class DefinitionInUseException(string definitionId, int? version, int instances, IReadOnlyList<string> consumers) : Exception(
    instances > 0 ? $"{instances} instances stand on {definitionId}{(version is null ? "" : $" version {version}")}." : $"{definitionId} is called by {string.Join(", ", consumers)}.")
{
    public string DefinitionId => definitionId;

    /// <summary>Null when the whole definition was to go.</summary>
    public int? Version => version;

    /// <summary>Running and finished ones.</summary>
    public int Instances => instances;

    /// <summary>Names of the published definitions that call it.</summary>
    public IReadOnlyList<string> Consumers => consumers;
}

// What becomes of a version after it was saved.
public sealed partial class WorkflowDefinitionStore
{
    /// <summary>Publishes a version: new instances start with it. False when it is published already. A definition with errors is refused with all of them.</summary>
    /// <exception cref="DefinitionInvalidException">It would not run.</exception>
    public async Task<bool> PublishAsync(WorkflowDefinitionVersion version, string? by, CancellationToken cancellationToken)
    {
        var parsed = await ParseAsync(version.Json, cancellationToken);
        if (!parsed.IsValid)
            throw new DefinitionInvalidException(parsed.Problems);
        if (version.IsPublished)
            return false;
        if (await FindAsync(version.DefinitionId, VersionOption.Published, cancellationToken) is { } other)
            other.Retract(by, EngineIds.Now(clock));
        version.Publish(by, EngineIds.Now(clock));
        await triggers.ReplaceAsync(version, parsed.Graph!, cancellationToken);
        return true;
    }

    /// <summary>Withdraws the version: no new instances; those that run go on. False when it is not published.</summary>
    public async Task<bool> RetractAsync(WorkflowDefinitionVersion version, string? by, CancellationToken cancellationToken)
    {
        if (!version.IsPublished)
            return false;
        version.Retract(by, EngineIds.Now(clock));
        await triggers.RemoveAsync(version.DefinitionId, cancellationToken);
        return true;
    }

    /// <summary>Makes an older version's content the newest draft. A draft that is there stays, as the version before.</summary>
    public Task<WorkflowDefinitionVersion> RevertAsync(WorkflowDefinitionVersion version, string? by, CancellationToken cancellationToken) =>
        SaveDraftAsync(new DraftToSave(version.Json, DefinitionSource.Person, by) { AsNewVersion = true }, cancellationToken);

    /// <summary>Deletes a version. If it was the latest, the one below becomes that; if it was the only one, the definition is gone.</summary>
    /// <exception cref="DefinitionInUseException">Instances stand on it.</exception>
    public async Task DeleteAsync(WorkflowDefinitionVersion version, string? by, CancellationToken cancellationToken)
    {
        if (await CountInstancesAsync(instance => instance.DefinitionVersionId == version.Id, archive => archive.DefinitionVersionId == version.Id, cancellationToken) is > 0 and var instances)
            throw new DefinitionInUseException(version.DefinitionId, version.Version, instances, []);
        if (version.IsPublished)
            await RefuseWhileCalledAsync(version.DefinitionId, version.Version, cancellationToken);

        await RetractAsync(version, by, cancellationToken);
        if (version.IsLatest)
            (await Versions.Where(other => other.DefinitionId == version.DefinitionId && other.Version < version.Version).OrderByDescending(other => other.Version).FirstOrDefaultAsync(cancellationToken))
                ?.BecomeLatest(by, EngineIds.Now(clock));
        db.Remove(version);
    }

    /// <summary>Deletes a definition with all its versions; returns how many there were.</summary>
    /// <exception cref="DefinitionInUseException">Instances stand on it, or published definitions call it.</exception>
    public async Task<int> DeleteAllAsync(string definitionId, CancellationToken cancellationToken)
    {
        if (await CountInstancesAsync(instance => instance.DefinitionId == definitionId, archive => archive.DefinitionId == definitionId, cancellationToken) is > 0 and var instances)
            throw new DefinitionInUseException(definitionId, null, instances, []);
        await RefuseWhileCalledAsync(definitionId, null, cancellationToken);

        await triggers.RemoveAsync(definitionId, cancellationToken);
        var stored = await Versions.Where(version => version.DefinitionId == definitionId).Select(version => new { version.Id, version.Revision, version.FirstRunAt }).ToListAsync(cancellationToken);
        foreach (var version in stored)
            db.Remove(Versions.Local.FindEntry(version.Id)?.Entity ?? WorkflowDefinitionVersion.Stub(version.Id, version.Revision, version.FirstRunAt));
        return stored.Count;
    }

    // Archived ones too: their readers need the definition.
    private async Task<int> CountInstancesAsync(Expression<Func<WorkflowInstance, bool>> instances, Expression<Func<WorkflowArchive, bool>> archives, CancellationToken cancellationToken) =>
        await db.Set<WorkflowInstance>().CountAsync(instances, cancellationToken) + await db.Set<WorkflowArchive>().CountAsync(archives, cancellationToken);

    private async Task RefuseWhileCalledAsync(string definitionId, int? version, CancellationToken cancellationToken)
    {
        var callers = await (
            from reference in db.Set<WorkflowDefinitionReference>()
            join caller in Versions on reference.VersionId equals caller.Id
            where reference.DefinitionId == definitionId && caller.PublishedDefinitionId != null && caller.DefinitionId != definitionId
            select caller.Name).Take(5).ToListAsync(cancellationToken);
        if (callers.Count > 0)
            throw new DefinitionInUseException(definitionId, version, 0, callers);
    }
}
