using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Migrations;

/// <summary>Plans migrations, tries them on copies, and does and undoes their single steps. Changes tracked entities and never saves.</summary>
public sealed class WorkflowMigrations(DbContext db, DefinitionActivities definitions, WorkflowGraphs graphs, TimeProvider clock)
{
    private const int MaxMessage = 500;
    private readonly InstanceMigrator _migrator = new(db, clock);

    private DbSet<WorkflowMigration> All => db.Set<WorkflowMigration>();

    public async Task<WorkflowMigration?> FindAsync(Guid id, CancellationToken cancellationToken) => await All.FindAsync([id], cancellationToken);

    /// <summary>Keeps a plan; nothing moves yet.</summary>
    /// <exception cref="MigrationRefusedException">The two versions or the map do not fit.</exception>
    public async Task<WorkflowMigration> PlanAsync(WorkflowDefinitionVersion from, WorkflowDefinitionVersion to, MigrationMap map, string? by, CancellationToken cancellationToken)
    {
        await CheckAsync(from, to, map, cancellationToken);
        var migration = WorkflowMigration.Plan(EngineIds.New(clock), from, to, map, by, EngineIds.Now(clock));
        db.Add(migration);
        return migration;
    }

    /// <summary>Changes what goes where, for the instances that have not gone over yet.</summary>
    public async Task ChangeMapAsync(WorkflowMigration migration, MigrationMap map, CancellationToken cancellationToken)
    {
        var (from, to) = await GraphsAsync(migration, cancellationToken);
        RefuseUnknown(map, from, to);
        migration.ChangeMap(map);
    }

    public async Task StartAsync(WorkflowMigration migration, int canarySize, string? by, CancellationToken cancellationToken)
    {
        await RefuseSecondAsync(migration, cancellationToken);
        migration.Start(canarySize, by, EngineIds.Now(clock));
    }

    public async Task ContinueAsync(WorkflowMigration migration, CancellationToken cancellationToken)
    {
        await RefuseSecondAsync(migration, cancellationToken);
        migration.Continue(EngineIds.Now(clock));
    }

    public void Abort(WorkflowMigration migration) => migration.Abort(EngineIds.Now(clock));

    public async Task UndoAsync(WorkflowMigration migration, CancellationToken cancellationToken)
    {
        await RefuseSecondAsync(migration, cancellationToken);
        migration.Undo();
    }

    /// <summary>Tries the migration on copies of the instances, a page at a time, oldest first. Nothing is written and nothing runs.</summary>
    public async Task<DryRunPage> DryRunAsync(WorkflowMigration migration, Guid? after, int limit, CancellationToken cancellationToken)
    {
        var (from, to) = await GraphsAsync(migration, cancellationToken);
        var map = MigrationMap.Parse(migration.Map);
        var page = await InstanceRowsReader.ReadAsync(db, Next(migration, after).Take(limit), isTracked: false, cancellationToken);
        var verdicts = new List<InstanceVerdict>(page.Count);
        foreach (var rows in page)
            verdicts.Add(await _migrator.JudgeAsync(rows, from, to, map, cancellationToken));
        return new DryRunPage(verdicts, page.Count == limit ? page[^1].Instance.Id : null);
    }

    /// <summary>Moves one instance, or says why not; what was settled before stays so. Null: the migration is not under way.</summary>
    public async Task<MigrationItemStatus?> MigrateInstanceAsync(Guid migrationId, Guid instanceId, CancellationToken cancellationToken)
    {
        if (await All.AsNoTracking().FirstOrDefaultAsync(migration => migration.Id == migrationId, cancellationToken) is not { IsForward: true } migration)
            return null;
        var item = await ItemAsync(migrationId, instanceId, cancellationToken);
        if (item.Status is MigrationItemStatus.Migrated or MigrationItemStatus.Undone or MigrationItemStatus.UndoRefused)
            return item.Status;

        var rows = await RowsAsync(instanceId, cancellationToken);
        if (rows is null || rows.Instance.Status is WorkflowStatus.Finished || rows.Instance.DefinitionVersionId != migration.FromVersionId)
            item.Settle(MigrationItemStatus.Skipped, [MigrationFinding.OfInstance(MigrationRule.GoneOn)], EngineIds.Now(clock));
        else
        {
            var (from, to) = await GraphsAsync(migration, cancellationToken);
            await _migrator.MigrateAsync(migration, item, rows, from, to, cancellationToken);
        }

        return item.Status;
    }

    /// <summary>Puts one instance back if nothing has run in it since. Null: the migration is not being undone.</summary>
    public async Task<MigrationItemStatus?> UndoInstanceAsync(Guid migrationId, Guid instanceId, CancellationToken cancellationToken)
    {
        if (await All.AsNoTracking().FirstOrDefaultAsync(migration => migration.Id == migrationId, cancellationToken) is not { Status: MigrationStatus.Undoing } migration)
            return null;
        var item = await ItemAsync(migrationId, instanceId, cancellationToken);
        if (item.Status is not MigrationItemStatus.Migrated)
            return item.Status;

        var rows = await RowsAsync(instanceId, cancellationToken);
        if (rows is null || rows.Instance.Revision != item.RevisionAfter || rows.Instance.DefinitionVersionId != migration.ToVersionId)
            item.Settle(MigrationItemStatus.UndoRefused, [MigrationFinding.OfInstance(MigrationRule.HasRun)], EngineIds.Now(clock));
        else
            _migrator.Undo(migration, item, rows);
        return item.Status;
    }

    /// <summary>Notes that a step failed, so that the others go on.</summary>
    public async Task FailInstanceAsync(Guid migrationId, Guid instanceId, string message, CancellationToken cancellationToken)
    {
        var item = await ItemAsync(migrationId, instanceId, cancellationToken);
        var status = item.Status is MigrationItemStatus.Migrated ? MigrationItemStatus.UndoRefused : MigrationItemStatus.Failed;
        item.Settle(status, [MigrationFinding.OfInstance(MigrationRule.Failed, message.Length > MaxMessage ? message[..MaxMessage] : message)], EngineIds.Now(clock));
    }

    /// <summary>The running instances that come next, oldest first.</summary>
    internal IQueryable<WorkflowInstance> Next(WorkflowMigration migration, Guid? after)
    {
        var instances = db.Set<WorkflowInstance>().Where(instance => instance.DefinitionVersionId == migration.FromVersionId && instance.Status == WorkflowStatus.Running);
        return (after is { } last ? instances.Where(instance => instance.Id.CompareTo(last) > 0) : instances).OrderBy(instance => instance.Id);
    }

    private async Task<WorkflowMigrationItem> ItemAsync(Guid migrationId, Guid instanceId, CancellationToken cancellationToken)
    {
        if (await db.Set<WorkflowMigrationItem>().FindAsync([migrationId, instanceId], cancellationToken) is { } known)
            return known;
        var item = new WorkflowMigrationItem { MigrationId = migrationId, InstanceId = instanceId };
        db.Add(item);
        return item;
    }

    private async Task<InstanceRows?> RowsAsync(Guid instanceId, CancellationToken cancellationToken) =>
        (await InstanceRowsReader.ReadAsync(db, db.Set<WorkflowInstance>().Where(instance => instance.Id == instanceId), isTracked: true, cancellationToken)) is [var rows] ? rows : null;

    private async Task<(WorkflowGraph From, WorkflowGraph To)> GraphsAsync(WorkflowMigration migration, CancellationToken cancellationToken)
    {
        var hashes = await db.Set<WorkflowDefinitionVersion>().Where(version => version.Id == migration.FromVersionId || version.Id == migration.ToVersionId)
            .Select(version => new { version.Id, version.ContentHash }).ToDictionaryAsync(version => version.Id, version => version.ContentHash, cancellationToken);
        if (hashes.Count < 2)
            throw new MigrationRefusedException(MigrationRefusal.VersionGone, "A version of the migration was deleted.");
        return (await graphs.GetAsync(db, migration.FromVersionId, hashes[migration.FromVersionId], cancellationToken), await graphs.GetAsync(db, migration.ToVersionId, hashes[migration.ToVersionId], cancellationToken));
    }

    private async Task CheckAsync(WorkflowDefinitionVersion from, WorkflowDefinitionVersion to, MigrationMap map, CancellationToken cancellationToken)
    {
        if (from.Id == to.Id)
            throw new MigrationRefusedException(MigrationRefusal.SameVersion, "Both are the same version.");
        if (from.DefinitionId != to.DefinitionId)
            throw new MigrationRefusedException(MigrationRefusal.OtherDefinition, "The two versions belong to different definitions.");
        if (to.PublishedAt is null)
            throw new MigrationRefusedException(MigrationRefusal.TargetUnpublished, $"Version {to.Version} was never published.", to.Version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (!(await definitions.ParseAsync(db, to.Json, cancellationToken)).IsValid)
            throw new MigrationRefusedException(MigrationRefusal.TargetInvalid, $"Version {to.Version} would not run.", to.Version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        RefuseUnknown(map, await graphs.GetAsync(db, from.Id, from.ContentHash, cancellationToken), await graphs.GetAsync(db, to.Id, to.ContentHash, cancellationToken));
    }

    private static void RefuseUnknown(MigrationMap map, WorkflowGraph from, WorkflowGraph to)
    {
        if (map.Unknown(from, to) is { Count: > 0 } unknown)
            throw new MigrationRefusedException(MigrationRefusal.MapUnknown, "The map names what is in neither version.", unknown);
    }

    private async Task RefuseSecondAsync(WorkflowMigration migration, CancellationToken cancellationToken)
    {
        if (await All.AnyAsync(other => other.ActiveVersionId == migration.FromVersionId && other.Id != migration.Id, cancellationToken))
            throw new MigrationRefusedException(MigrationRefusal.AlreadyRunning, $"Another migration of version {migration.FromVersion} is under way.", migration.FromVersion.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
