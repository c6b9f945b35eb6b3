using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Migrations;

/// <summary>How far a migration is. <see cref="Remaining"/>: running instances still on the old version, blocked ones included.</summary>
public sealed record MigrationProgress(WorkflowMigration Migration, IReadOnlyDictionary<MigrationItemStatus, int> Counts, int Remaining)
{
    public int Count(MigrationItemStatus status) => Counts.GetValueOrDefault(status);
}

/// <summary>What became of one instance.</summary>
public sealed record MigratedInstance(Guid InstanceId, string? Name, string? CorrelationId, MigrationItemStatus Status, DateTimeOffset At, IReadOnlyList<MigrationFinding> Findings);

/// <summary>How many running instances stand on an activity: they wait there or have faulted there.</summary>
public sealed record ActivityLoad(string ActivityId, int Waiting, int Faulted);

/// <summary>Answers about migrations and about where instances stand. Tracks nothing.</summary>
public sealed class MigrationReader(DbContext db)
{
    public async Task<MigrationProgress?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await db.Set<WorkflowMigration>().AsNoTracking().FirstOrDefaultAsync(migration => migration.Id == id, cancellationToken) is not { } found)
            return null;
        var counts = await db.Set<WorkflowMigrationItem>().Where(item => item.MigrationId == id).GroupBy(item => item.Status)
            .Select(group => new { Status = group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Status, group => group.Count, cancellationToken);
        var remaining = await db.Set<WorkflowInstance>().CountAsync(instance => instance.DefinitionVersionId == found.FromVersionId && instance.Status == WorkflowStatus.Running, cancellationToken);
        return new MigrationProgress(found, counts, remaining);
    }

    /// <summary>The migrations of a definition, or of all, newest first.</summary>
    public async Task<IReadOnlyList<WorkflowMigration>> ListAsync(string? definitionId, int limit, CancellationToken cancellationToken)
    {
        var migrations = db.Set<WorkflowMigration>().AsNoTracking();
        if (definitionId is not null)
            migrations = migrations.Where(migration => migration.DefinitionId == definitionId);
        return await migrations.OrderByDescending(migration => migration.Id).Take(limit).ToListAsync(cancellationToken);
    }

    /// <summary>The instances a migration has dealt with, oldest first, a page at a time.</summary>
    public async Task<IReadOnlyList<MigratedInstance>> InstancesAsync(Guid id, MigrationItemStatus? status, Guid? after, int limit, CancellationToken cancellationToken)
    {
        var items = db.Set<WorkflowMigrationItem>().AsNoTracking().Where(item => item.MigrationId == id);
        if (status is { } wanted)
            items = items.Where(item => item.Status == wanted);
        if (after is { } last)
            items = items.Where(item => item.InstanceId.CompareTo(last) > 0);
        var page = await (
            from item in items
            join instance in db.Set<WorkflowInstance>() on item.InstanceId equals instance.Id into instances
            from instance in instances.DefaultIfEmpty()
            orderby item.InstanceId
            select new { item.InstanceId, instance.Name, instance.CorrelationId, item.Status, item.At, item.Findings }).Take(limit).ToListAsync(cancellationToken);
        return page.ConvertAll(row => new MigratedInstance(row.InstanceId, row.Name, row.CorrelationId, row.Status, row.At, MigrationFinding.Read(row.Findings)));
    }

    /// <summary>Where the running instances of a version stand.</summary>
    public async Task<IReadOnlyList<ActivityLoad>> LoadAsync(string versionId, CancellationToken cancellationToken)
    {
        var running = db.Set<WorkflowInstance>().Where(instance => instance.DefinitionVersionId == versionId && instance.Status == WorkflowStatus.Running);
        var waiting = await (
            from instance in running
            join bookmark in db.Set<WorkflowBookmark>() on instance.Id equals bookmark.InstanceId
            group bookmark by bookmark.ActivityId into activity
            select new { activity.Key, Count = activity.Select(bookmark => bookmark.InstanceId).Distinct().Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancellationToken);
        var faulted = await (
            from instance in running
            join incident in db.Set<WorkflowIncident>() on instance.Id equals incident.InstanceId
            where incident.ResolvedAt == null
            group incident by incident.ActivityId into activity
            select new { activity.Key, Count = activity.Select(incident => incident.InstanceId).Distinct().Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancellationToken);
        return [.. waiting.Keys.Union(faulted.Keys).Order(StringComparer.Ordinal).Select(id => new ActivityLoad(id, waiting.GetValueOrDefault(id), faulted.GetValueOrDefault(id)))];
    }
}
