using AfterSales.Engine.Operations;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Migrations;

/// <summary>Does one instance of a migration in a scope and unit of work of its own. A product may put its own in place, to keep a record of it.</summary>
public interface IMigrationSteps
{
    /// <summary>See <see cref="WorkflowMigrations.MigrateInstanceAsync"/>.</summary>
    Task<MigrationItemStatus?> MigrateAsync(Guid migrationId, Guid instanceId, CancellationToken cancellationToken);

    /// <summary>See <see cref="WorkflowMigrations.UndoInstanceAsync"/>.</summary>
    Task<MigrationItemStatus?> UndoAsync(Guid migrationId, Guid instanceId, CancellationToken cancellationToken);
}

/// <summary>
/// Carries out the migrations that are under way, a batch at a time. Any node may take the next batch: progress is in the database, and a step that is done twice changes nothing.
/// </summary>
public sealed class MigrationPump(IServiceScopeFactory scopes, IMigrationSteps steps, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger<MigrationPump> logger)
{
    private sealed record Batch(Guid MigrationId, bool IsUndo, IReadOnlyList<Guid> Instances, int CanaryLeft);

    /// <summary>Does one batch; returns how many steps there were, and at least 1 while there is a migration to go on with.</summary>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken)
    {
        var owner = Guid.NewGuid().ToString("N");
        if (await ClaimAsync(owner, cancellationToken) is not { } migrationId)
            return 0;
        try
        {
            if (await NextBatchAsync(migrationId, cancellationToken) is not { } batch)
                return 1;
            await RunAsync(batch, cancellationToken);
            return Math.Max(1, batch.Instances.Count);
        }
        finally
        {
            await ReleaseAsync(migrationId, owner);
        }
    }

    private async Task RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        Guid? last = null;
        var canaryLeft = batch.CanaryLeft;
        foreach (var instanceId in batch.Instances)
        {
            if (canaryLeft is 0 || await StepAsync(batch, instanceId, cancellationToken) is not { } status)
                break; // enough for now, or somebody has stopped it
            last = instanceId;
            if (status is MigrationItemStatus.Migrated)
                canaryLeft--;
        }

        if (last is null && batch.Instances.Count > 0 && canaryLeft is not 0)
            return;
        await InUnitOfWorkAsync(async (migrations, token) =>
        {
            (await migrations.FindAsync(batch.MigrationId, token))?.Advance(last, canaryLeft is 0, EngineIds.Now(clock));
            return 0;
        }, cancellationToken);
    }

    private async Task<MigrationItemStatus?> StepAsync(Batch batch, Guid instanceId, CancellationToken cancellationToken)
    {
        try
        {
            return batch.IsUndo ? await steps.UndoAsync(batch.MigrationId, instanceId, cancellationToken) : await steps.MigrateAsync(batch.MigrationId, instanceId, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogError(e, "Instance {InstanceId} could not be migrated; the others go on.", instanceId);
            await InUnitOfWorkAsync(async (migrations, token) =>
            {
                await migrations.FailInstanceAsync(batch.MigrationId, instanceId, e.Message, token);
                return 0;
            }, cancellationToken);
            return MigrationItemStatus.Failed;
        }
    }

    private async Task<Guid?> ClaimAsync(string owner, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = EngineIds.Now(clock);
        DateTimeOffset? until = now + options.Value.Lease;
        var free = scope.ServiceProvider.GetRequiredService<DbContext>().Set<WorkflowMigration>().Where(migration => migration.ActiveVersionId != null
            && (migration.Status == MigrationStatus.Canary || migration.Status == MigrationStatus.Running || migration.Status == MigrationStatus.Undoing)
            && (migration.LeaseUntil == null || migration.LeaseUntil <= now));
        foreach (var id in await free.OrderBy(migration => migration.StartedAt).Select(migration => migration.Id).ToListAsync(cancellationToken))
            if (await free.Where(migration => migration.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(migration => migration.LeaseOwner, owner).SetProperty(migration => migration.LeaseUntil, until), cancellationToken) > 0)
                return id;
        return null;
    }

    private async Task ReleaseAsync(Guid migrationId, string owner)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DbContext>().Set<WorkflowMigration>().Where(migration => migration.Id == migrationId && migration.LeaseOwner == owner).ExecuteUpdateAsync(
            set => set.SetProperty(migration => migration.LeaseOwner, (string?)null).SetProperty(migration => migration.LeaseUntil, (DateTimeOffset?)null), CancellationToken.None);
    }

    private async Task<Batch?> NextBatchAsync(Guid migrationId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DbContext>();
        if (await db.Set<WorkflowMigration>().AsNoTracking().FirstOrDefaultAsync(migration => migration.Id == migrationId, cancellationToken) is not { IsActive: true } found)
            return null;
        var items = db.Set<WorkflowMigrationItem>().Where(item => item.MigrationId == migrationId && item.Status == MigrationItemStatus.Migrated);
        if (found.Status is MigrationStatus.Undoing)
        {
            if (found.Cursor is { } last)
                items = items.Where(item => item.InstanceId.CompareTo(last) > 0);
            return new Batch(migrationId, true, await items.OrderBy(item => item.InstanceId).Select(item => item.InstanceId).Take(options.Value.BatchSize).ToListAsync(cancellationToken), -1);
        }

        var canaryLeft = found.Status is MigrationStatus.Canary ? Math.Max(0, found.CanarySize - await items.CountAsync(cancellationToken)) : -1;
        var next = scope.ServiceProvider.GetRequiredService<WorkflowMigrations>().Next(found, found.Cursor);
        return new Batch(migrationId, false, await next.Select(instance => instance.Id).Take(options.Value.BatchSize).ToListAsync(cancellationToken), canaryLeft);
    }

    private async Task<T> InUnitOfWorkAsync<T>(Func<WorkflowMigrations, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var migrations = scope.ServiceProvider.GetRequiredService<WorkflowMigrations>();
        return await scope.ServiceProvider.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(token => work(migrations, token), cancellationToken);
    }
}

/// <summary>Steps without a record beyond the instance's journal.</summary>
internal sealed class MigrationSteps(IServiceScopeFactory scopes) : IMigrationSteps
{
    public Task<MigrationItemStatus?> MigrateAsync(Guid migrationId, Guid instanceId, CancellationToken cancellationToken) =>
        DoAsync((migrations, token) => migrations.MigrateInstanceAsync(migrationId, instanceId, token), cancellationToken);

    public Task<MigrationItemStatus?> UndoAsync(Guid migrationId, Guid instanceId, CancellationToken cancellationToken) =>
        DoAsync((migrations, token) => migrations.UndoInstanceAsync(migrationId, instanceId, token), cancellationToken);

    private async Task<MigrationItemStatus?> DoAsync(Func<WorkflowMigrations, CancellationToken, Task<MigrationItemStatus?>> step, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var migrations = scope.ServiceProvider.GetRequiredService<WorkflowMigrations>();
        return await scope.ServiceProvider.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(token => step(migrations, token), cancellationToken);
    }
}

/// <summary>Keeps the migration pump going.</summary>
internal sealed class MigrationService(MigrationPump pump, WorkflowNode node, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger<MigrationService> logger)
    : PumpService(node, clock, options, logger)
{
    protected override Task<int> RunAsync(CancellationToken cancellationToken) => pump.RunDueAsync(cancellationToken);

    protected override Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);
}
