using AfterSales.Engine.Definitions;
using AfterSales.Engine.Migrations;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Tests.Migrations;

/// <summary>What tests of migrations do: publish two versions, plan, try, move, put back.</summary>
internal static class Moves
{
    public static Task<T> MigrationsAsync<T>(this EngineFixture engine, Func<WorkflowMigrations, Task<T>> work) => engine.InScopeAsync(services =>
        services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(_ => work(services.GetRequiredService<WorkflowMigrations>()), default));

    /// <summary>Plans to move instances between two versions, by default from the first to the second.</summary>
    public static Task<Guid> PlanAsync(this EngineFixture engine, MigrationMap? map = null, int from = 1, int to = 2, string definitionId = "f") => engine.InScopeAsync(services =>
        services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(async _ =>
        {
            var store = services.GetRequiredService<WorkflowDefinitionStore>();
            var migration = await services.GetRequiredService<WorkflowMigrations>().PlanAsync((await store.FindAsync(definitionId, from, default))!, (await store.FindAsync(definitionId, to, default))!, map ?? MigrationMap.ById, "li", default);
            return migration.Id;
        }, default));

    public static Task DoAsync(this EngineFixture engine, Guid migrationId, Func<WorkflowMigrations, WorkflowMigration, Task> work) => engine.MigrationsAsync(async migrations =>
    {
        await work(migrations, (await migrations.FindAsync(migrationId, default))!);
        return 0;
    });

    public static async Task<IReadOnlyList<InstanceVerdict>> DryRunAsync(this EngineFixture engine, Guid migrationId) =>
        (await engine.InScopeAsync(async services =>
        {
            var migrations = services.GetRequiredService<WorkflowMigrations>();
            return await migrations.DryRunAsync((await migrations.FindAsync(migrationId, default))!, null, 1000, default);
        })).Instances;

    /// <summary>The findings of the only instance, as <c>Rule activity values…</c>.</summary>
    public static async Task<string> TryAsync(this EngineFixture engine, MigrationMap? map = null)
    {
        var verdict = Assert.Single(await engine.DryRunAsync(await engine.PlanAsync(map)));
        return string.Join("; ", verdict.Findings.Select(finding => string.Join(' ', [finding.Rule.ToString(), finding.ActivityId, .. finding.Values])));
    }

    /// <summary>Starts the migration and lets the pump run until there is nothing to do.</summary>
    public static async Task<MigrationProgress> StartAsync(this EngineFixture engine, Guid migrationId, int canary = 0)
    {
        await engine.DoAsync(migrationId, (migrations, migration) => migrations.StartAsync(migration, canary, "li", default));
        return await engine.PumpAsync(migrationId);
    }

    public static async Task<MigrationProgress> PumpAsync(this EngineFixture engine, Guid migrationId)
    {
        var pump = engine.Services.GetRequiredService<MigrationPump>();
        for (var i = 0; await pump.RunDueAsync(default) > 0; i++)
            Assert.True(i < 1000, "The migration never ends.");
        return await engine.ProgressAsync(migrationId);
    }

    public static Task<MigrationProgress> ProgressAsync(this EngineFixture engine, Guid migrationId) =>
        engine.InScopeAsync(async services => (await services.GetRequiredService<MigrationReader>().FindAsync(migrationId, default))!);

    /// <summary>Moves all instances, none of which is blocked.</summary>
    public static async Task<Guid> MoveAsync(this EngineFixture engine, MigrationMap? map = null)
    {
        var id = await engine.PlanAsync(map);
        var progress = await engine.StartAsync(id);
        Assert.Equal((MigrationStatus.Completed, 0), (progress.Migration.Status, progress.Remaining));
        return id;
    }

    public static async Task<MigrationProgress> UndoAsync(this EngineFixture engine, Guid migrationId)
    {
        await engine.DoAsync(migrationId, (migrations, migration) => migrations.UndoAsync(migration, default));
        return await engine.PumpAsync(migrationId);
    }

    public static MigrationMap Map(params string[] pairs) => new() { Activities = pairs.ToDictionary(pair => pair.Split("->")[0], pair => pair.Split("->")[1]) };

    /// <summary>Everything of an instance that a migration may touch, except for what counts upwards.</summary>
    public static Task<string> SnapshotAsync(this EngineFixture engine, Guid id) => engine.ReadAsync(async db =>
    {
        var instance = await db.Set<WorkflowInstance>().AsNoTracking().SingleAsync(i => i.Id == id);
        var bookmarks = await db.Set<WorkflowBookmark>().AsNoTracking().Where(b => b.InstanceId == id).OrderBy(b => b.Id).ToListAsync();
        var timers = await db.Set<WorkflowTimer>().AsNoTracking().Where(t => t.InstanceId == id).OrderBy(t => t.Id).ToListAsync();
        var incidents = await db.Set<WorkflowIncident>().AsNoTracking().Where(i => i.InstanceId == id).OrderBy(i => i.Id).ToListAsync();
        return System.Text.Json.JsonSerializer.Serialize(new { instance.DefinitionVersionId, instance.DefinitionVersion, instance.State, instance.Status, instance.SubStatus, instance.IncidentCount, bookmarks, timers, incidents });
    });
}
