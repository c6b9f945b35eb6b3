using AfterSales.Engine.Migrations;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Tests.Migrations;

/// <summary>Many instances: canary, batches, pauses, kills, two at once, and back.</summary>
public sealed class WorkflowMigrationTests : IDisposable
{
    private readonly EngineFixture _engine = new(options => options.BatchSize = 3);

    public void Dispose() => _engine.Dispose();

    // Every third instance stands where the new version has nothing.
    private async Task<List<Guid>> StandAsync(int count, bool someBlocked = false)
    {
        await _engine.PublishAsync(new Flow("f").Asks("q", "a", "gone").Works("old").Connect("q:A->a", "q:B->gone", "a->old"));
        var ids = new List<Guid>();
        for (var i = 0; i < count; i++)
        {
            _engine.Clock.Advance(TimeSpan.FromMilliseconds(1));
            ids.Add(await _engine.StartAsync("f"));
            await _engine.AnswerAsync("q", someBlocked && i % 3 is 2 ? "B" : "A");
        }

        await _engine.PublishAsync(new Flow("f").Asks("q", "a").Works("new").Connect("q:A->a", "a->new"));
        return ids;
    }

    private Task<List<int>> VersionsAsync() => _engine.ReadAsync(db => db.Set<WorkflowInstance>().OrderBy(i => i.Id).Select(i => i.DefinitionVersion).ToListAsync());

    private async Task<int> MovesAsync(Guid id) => (await _engine.TraceAsync(id, JournalEventKind.Migrated)).Split(',', StringSplitOptions.RemoveEmptyEntries).Length;

    [Fact]
    public async Task Dry_run_judges_each_instance_and_writes_nothing()
    {
        var ids = await StandAsync(6, someBlocked: true);
        var id = await _engine.PlanAsync();
        var before = await Task.WhenAll(ids.Select(_engine.SnapshotAsync));

        var verdicts = await _engine.DryRunAsync(id);

        Assert.Equal([true, true, false, true, true, false], verdicts.Select(verdict => verdict.IsReady));
        Assert.Equal((ids[2], "gone", MigrationRule.ActivityGone), (verdicts[2].InstanceId, verdicts[2].At.Single(), verdicts[2].Findings.Single().Rule));
        Assert.Equal(before, await Task.WhenAll(ids.Select(_engine.SnapshotAsync)));
        Assert.Equal(0, await _engine.CountAsync<WorkflowMigrationItem>());
    }

    [Fact]
    public async Task Dry_run_comes_in_pages()
    {
        var ids = await StandAsync(5);
        var id = await _engine.PlanAsync();
        var seen = new List<Guid>();

        for (Guid? after = null; ;)
        {
            var page = await _engine.MigrationsAsync(async migrations => await migrations.DryRunAsync((await migrations.FindAsync(id, default))!, after, 2, default));
            seen.AddRange(page.Instances.Select(verdict => verdict.InstanceId));
            if ((after = page.Next) is null)
                break;
        }

        Assert.Equal(ids, seen);
    }

    [Fact]
    public async Task Canary_moves_a_few_and_waits_for_word()
    {
        await StandAsync(8);
        var id = await _engine.PlanAsync();

        var canary = await _engine.StartAsync(id, canary: 4);
        Assert.Equal((MigrationStatus.CanaryDone, 4, 4), (canary.Migration.Status, canary.Count(MigrationItemStatus.Migrated), canary.Remaining));
        Assert.Equal([2, 2, 2, 2, 1, 1, 1, 1], await VersionsAsync());

        await _engine.DoAsync(id, (migrations, migration) => migrations.ContinueAsync(migration, default));
        var done = await _engine.PumpAsync(id);
        Assert.Equal((MigrationStatus.Completed, 8, 0), (done.Migration.Status, done.Count(MigrationItemStatus.Migrated), done.Remaining));
    }

    [Fact]
    public async Task Canary_counts_those_that_went_over_not_those_that_were_blocked()
    {
        await StandAsync(6, someBlocked: true);

        var canary = await _engine.StartAsync(await _engine.PlanAsync(), canary: 3);

        Assert.Equal((3, 1), (canary.Count(MigrationItemStatus.Migrated), canary.Count(MigrationItemStatus.Blocked)));
    }

    [Fact]
    public async Task Blocked_instances_stay_and_are_looked_at_again_when_the_migration_goes_on()
    {
        var ids = await StandAsync(6, someBlocked: true);
        var id = await _engine.PlanAsync();

        var first = await _engine.StartAsync(id);
        Assert.Equal((MigrationStatus.Completed, 4, 2, 2), (first.Migration.Status, first.Count(MigrationItemStatus.Migrated), first.Count(MigrationItemStatus.Blocked), first.Remaining));
        var blocked = await _engine.InScopeAsync(services => services.GetRequiredService<MigrationReader>().InstancesAsync(id, MigrationItemStatus.Blocked, null, 10, default));
        Assert.Equal([(ids[2], MigrationRule.ActivityGone), (ids[5], MigrationRule.ActivityGone)], blocked.Select(item => (item.InstanceId, item.Findings.Single().Rule)));

        await _engine.DoAsync(id, async (migrations, migration) =>
        {
            await migrations.ChangeMapAsync(migration, Moves.Map("gone->a"), default);
            await migrations.ContinueAsync(migration, default);
        });
        var second = await _engine.PumpAsync(id);

        Assert.Equal((6, 0), (second.Count(MigrationItemStatus.Migrated), second.Remaining));
        foreach (var instance in ids)
            Assert.Equal(1, await MovesAsync(instance));
    }

    [Fact]
    public async Task Instance_that_moves_during_the_migration_is_judged_again()
    {
        var ids = await StandAsync(1);
        var id = await _engine.PlanAsync();
        await _engine.DoAsync(id, (migrations, migration) => migrations.StartAsync(migration, 0, "li", default));

        var status = await _engine.InScopeAsync(services =>
        {
            services.GetRequiredService<Interference>().BeforeSaveAsync = attempt => attempt > 1 ? Task.CompletedTask : _engine.AnswerAsync("a");
            return services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(token => services.GetRequiredService<WorkflowMigrations>().MigrateInstanceAsync(id, ids[0], token), default);
        });

        Assert.Equal(MigrationItemStatus.Skipped, status);
        Assert.Equal("q,a,old,Flowchart1", await _engine.TraceAsync(ids[0]));
    }

    [Fact]
    public async Task Paused_migration_stops_and_goes_on_where_it_was()
    {
        await StandAsync(8);
        var id = await _engine.PlanAsync();
        await _engine.DoAsync(id, (migrations, migration) => migrations.StartAsync(migration, 0, "li", default));
        await _engine.Services.GetRequiredService<MigrationPump>().RunDueAsync(default);

        await _engine.DoAsync(id, (_, migration) =>
        {
            migration.Pause();
            return Task.CompletedTask;
        });
        Assert.Equal((MigrationStatus.Paused, 3), ((await _engine.PumpAsync(id)) is var paused ? paused.Migration.Status : default, paused.Count(MigrationItemStatus.Migrated)));

        await _engine.DoAsync(id, (migrations, migration) => migrations.ContinueAsync(migration, default));
        Assert.Equal(8, (await _engine.PumpAsync(id)).Count(MigrationItemStatus.Migrated));
    }

    [Fact]
    public async Task Aborted_migration_leaves_each_instance_wholly_on_one_version_and_can_be_undone()
    {
        var ids = await StandAsync(5);
        var id = await _engine.PlanAsync();
        await _engine.StartAsync(id, canary: 2);

        await _engine.DoAsync(id, (migrations, migration) =>
        {
            migrations.Abort(migration);
            return Task.CompletedTask;
        });
        Assert.Equal([2, 2, 1, 1, 1], await VersionsAsync());
        await _engine.UndoAsync(id);

        Assert.Equal([1, 1, 1, 1, 1], await VersionsAsync());
        foreach (var _ in ids)
            await _engine.AnswerAsync("a");
        Assert.Equal("q,a,old,Flowchart1", await _engine.TraceAsync(ids[0]));
    }

    [Fact]
    public async Task Undo_leaves_alone_what_has_run_since_and_says_so()
    {
        var ids = await StandAsync(3);
        var id = await _engine.MoveAsync();
        await _engine.AnswerAsync("a");
        var untouched = await VersionsAsync();

        var undone = await _engine.UndoAsync(id);

        Assert.Equal([2, 2, 2], untouched);
        Assert.Equal((MigrationStatus.Undone, 2, 1), (undone.Migration.Status, undone.Count(MigrationItemStatus.Undone), undone.Count(MigrationItemStatus.UndoRefused)));
        Assert.Equal("q,a,new,Flowchart1", await _engine.TraceAsync(ids[0]));
        Assert.Equal([2, 1, 1], await VersionsAsync());
    }

    [Fact]
    public async Task Killed_in_the_middle_another_node_goes_on_when_the_lease_is_over_and_nothing_is_done_twice()
    {
        var ids = await StandAsync(7);
        var id = await _engine.PlanAsync();
        await _engine.DoAsync(id, (migrations, migration) => migrations.StartAsync(migration, 0, "li", default));

        var dying = new DyingSteps(_engine.Services.GetRequiredService<IMigrationSteps>(), livesFor: 5);
        var pump = Pump(dying);
        await pump.RunDueAsync(default);
        _ = pump.RunDueAsync(default); // never comes back
        await dying.IsDead;
        Assert.Equal(0, await _engine.Services.GetRequiredService<MigrationPump>().RunDueAsync(default));
        _engine.Clock.Advance(TimeSpan.FromMinutes(1));
        var done = await _engine.PumpAsync(id);

        Assert.Equal((MigrationStatus.Completed, 7), (done.Migration.Status, done.Count(MigrationItemStatus.Migrated)));
        foreach (var instance in ids)
            Assert.Equal(1, await MovesAsync(instance));
    }

    [Fact]
    public async Task Two_nodes_at_once_share_the_work_without_doubling_it()
    {
        var ids = await StandAsync(12);
        var id = await _engine.PlanAsync();
        await _engine.DoAsync(id, (migrations, migration) => migrations.StartAsync(migration, 0, "li", default));
        // Both work on the same batch, as when a lease runs out under a slow node.
        var steps = _engine.Services.GetRequiredService<IMigrationSteps>();

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            foreach (var instance in ids)
                await steps.MigrateAsync(id, instance, default);
        })));
        var done = await _engine.PumpAsync(id);

        Assert.Equal(12, done.Count(MigrationItemStatus.Migrated));
        foreach (var instance in ids)
            Assert.Equal(1, await MovesAsync(instance));
    }

    [Fact]
    public async Task One_that_fails_holds_up_no_other()
    {
        var ids = await StandAsync(4);
        await _engine.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.Id == ids[1]).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, "no state")));

        var done = await _engine.StartAsync(await _engine.PlanAsync());

        Assert.Equal((MigrationStatus.Completed, 3, 1), (done.Migration.Status, done.Count(MigrationItemStatus.Migrated), done.Count(MigrationItemStatus.Failed)));
    }

    [Fact]
    public async Task Second_migration_of_the_same_version_waits_for_the_first()
    {
        await StandAsync(4);
        var (first, second) = (await _engine.PlanAsync(), await _engine.PlanAsync());
        await _engine.StartAsync(first, canary: 1);

        var refusal = await Assert.ThrowsAsync<MigrationRefusedException>(() => _engine.StartAsync(second));
        Assert.Equal(MigrationRefusal.AlreadyRunning, refusal.Refusal);

        await _engine.DoAsync(first, (migrations, migration) => migrations.ContinueAsync(migration, default));
        await _engine.PumpAsync(first);
        Assert.Equal(MigrationStatus.Completed, (await _engine.StartAsync(second)).Migration.Status);
    }

    [Fact]
    public async Task Plan_is_refused_for_a_draft_for_itself_and_for_a_map_to_nowhere()
    {
        await StandAsync(1);
        await _engine.InScopeAsync(async services =>
        {
            await services.GetRequiredService<Engine.Definitions.WorkflowDefinitionStore>().SaveDraftAsync(new Flow("f").Asks("draft").ToString(), Engine.Definitions.DefinitionSource.Person, "li", default);
            return await services.GetRequiredService<DbContext>().SaveChangesAsync();
        });

        async Task<MigrationRefusal> Refusal(Func<Task> plan) => (await Assert.ThrowsAsync<MigrationRefusedException>(plan)).Refusal;

        Assert.Equal(MigrationRefusal.TargetUnpublished, await Refusal(() => _engine.PlanAsync(to: 3)));
        Assert.Equal(MigrationRefusal.SameVersion, await Refusal(() => _engine.PlanAsync(to: 1)));
        Assert.Equal(MigrationRefusal.MapUnknown, await Refusal(() => _engine.PlanAsync(Moves.Map("a->nowhere"))));
    }

    [Fact]
    public async Task Where_instances_stand_is_counted_by_activity()
    {
        await StandAsync(6, someBlocked: true);

        var load = await _engine.InScopeAsync(async services => await services.GetRequiredService<MigrationReader>()
            .LoadAsync((await services.GetRequiredService<Engine.Definitions.WorkflowDefinitionStore>().FindAsync("f", 1, default))!.Id, default));

        Assert.Equal([new ActivityLoad("a", 4, 0), new ActivityLoad("gone", 2, 0)], load);
    }

    private MigrationPump Pump(IMigrationSteps steps) =>
        new(_engine.Services.GetRequiredService<IServiceScopeFactory>(), steps, _engine.Clock, _engine.Services.GetRequiredService<IOptions<WorkflowEngineOptions>>(), NullLogger<MigrationPump>.Instance);

    /// <summary>A process that is killed after so many steps: nothing of it goes on, and nothing is cleaned up.</summary>
    private sealed class DyingSteps(IMigrationSteps steps, int livesFor) : IMigrationSteps
    {
        private readonly TaskCompletionSource _dead = new();
        private int _left = livesFor;

        public Task IsDead => _dead.Task;

        public Task<MigrationItemStatus?> MigrateAsync(Guid migrationId, Guid instanceId, CancellationToken cancellationToken)
        {
            if (_left-- > 0)
                return steps.MigrateAsync(migrationId, instanceId, cancellationToken);
            _dead.SetResult();
            return new TaskCompletionSource<MigrationItemStatus?>().Task;
        }

        public Task<MigrationItemStatus?> UndoAsync(Guid migrationId, Guid instanceId, CancellationToken cancellationToken) => steps.UndoAsync(migrationId, instanceId, cancellationToken);
    }
}
