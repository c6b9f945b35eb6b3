using AfterSales.Engine.Migrations;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Tests.Migrations;

public sealed class TimersAndIncidentsMigrationTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Running_delay_ends_at_its_time_under_its_new_id()
    {
        static Flow Delay(string id) => new Flow("f").Add(id, "Elsa.Delay", ("timeSpan", Flow.Expression("Literal", "01:00:00"))).Works("z").Connect($"{id}->z");
        await _engine.PublishAsync(Delay("d"));
        var id = await _engine.StartAsync("f");
        await _engine.PublishAsync(Delay("d2"));

        await _engine.MoveAsync(Moves.Map("d->d2"));
        Assert.Equal("d2", await _engine.ReadAsync(db => db.Set<WorkflowTimer>().Select(timer => timer.ActivityId).SingleAsync()));
        _engine.Clock.Advance(TimeSpan.FromHours(1));
        await _engine.Timers.RunDueAsync(default);

        Assert.Equal("d2,z,Flowchart1", await _engine.TraceAsync(id));
    }

    [Fact]
    public async Task Detached_timer_finds_its_activity_or_keeps_the_instance_back()
    {
        await _engine.PublishAsync(new Flow("f").Add("remind", "Test.Remind").Asks("a").Connect("remind->a"));
        await _engine.StartAsync("f");
        await _engine.PublishAsync(new Flow("f").Asks("a").Add("remind2", "Test.Remind").Connect("remind2->a"));

        Assert.Equal("ActivityGone remind Test.Remind", await _engine.TryAsync());
        await _engine.MoveAsync(Moves.Map("remind->remind2"));
        _engine.Clock.Advance(TimeSpan.FromHours(1));
        await _engine.Timers.RunDueAsync(default);

        Assert.Equal(["reminded:1"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Faulted_instance_is_repaired_by_a_version_that_does_it_right()
    {
        _engine.World.Fault = id => id is "broken" ? new InvalidOperationException("broken") : null;
        await _engine.PublishAsync(new Flow("f").Works("w", "broken", "z").Connect("w->broken", "broken->z"));
        var id = await _engine.StartAsync("f");
        await _engine.PublishAsync(new Flow("f").Works("w", "z").Add("broken", "Test.Mail").Connect("w->broken", "broken->z"));

        await _engine.MoveAsync();
        var incident = Assert.Single(await _engine.IncidentsAsync());
        Assert.Equal("Test.Mail", incident.ActivityType);
        await _engine.DoAsync(runtime => runtime.RetryAsync(new RetryIncident(incident.Id), default));

        Assert.Equal("w,broken,z,Flowchart1", await _engine.TraceAsync(id));
        Assert.Equal(0, (await _engine.InstanceAsync(id)).IncidentCount);
        Assert.Equal(0, await _engine.CountAsync<WorkflowTimer>());
    }

    [Fact]
    public async Task Activity_that_faulted_with_an_answer_in_hand_gives_it_under_its_new_id()
    {
        _engine.World.Fault = id => id is "a" ? new InvalidOperationException("broken") : null;
        await _engine.PublishAsync(new Flow("f").Asks("a").Works("z").Connect("a:Yes->z"));
        var id = await _engine.StartAsync("f");
        await _engine.AnswerAsync("a", "Yes");
        await _engine.PublishAsync(new Flow("f").Asks("a2").Works("z").Connect("a2:Yes->z"));

        await _engine.MoveAsync(Moves.Map("a->a2"));
        _engine.Clock.Advance(TimeSpan.FromSeconds(10));
        await _engine.Timers.RunDueAsync(default);

        Assert.Equal("a2,z,Flowchart1", await _engine.TraceAsync(id));
    }

    [Fact]
    public async Task Detached_timer_that_faulted_for_good_is_done_again_in_the_new_version()
    {
        _engine.World.Fault = id => id is "timer" ? new InvalidOperationException("broken") : null;
        await _engine.PublishAsync(new Flow("f").Add("remind", "Test.Remind").Asks("a").Connect("remind->a"));
        await _engine.StartAsync("f");
        for (var i = 0; i < 5; i++)
        {
            _engine.Clock.Advance(TimeSpan.FromHours(1));
            await _engine.Timers.RunDueAsync(default);
        }

        await _engine.PublishAsync(new Flow("f").Add("remind2", "Test.Remind").Asks("a").Connect("remind2->a"));
        await _engine.MoveAsync(Moves.Map("remind->remind2"));
        _engine.World.Fault = _ => null;
        var incident = Assert.Single(await _engine.IncidentsAsync());
        await _engine.DoAsync(runtime => runtime.RetryAsync(new RetryIncident(incident.Id), default));

        Assert.Equal("remind2", incident.ActivityId);
        Assert.Equal(["reminded:1"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Undo_puts_bookmarks_timers_and_incidents_back_too()
    {
        _engine.World.Fault = id => id is "broken" ? new InvalidOperationException("broken") : null;
        static Flow Of(string x) => new Flow("f").Works("s").Asks("a" + x, "b").Works("broken" + x).Add("d" + x, "Elsa.Delay").Add("remind" + x, "Test.Remind").Merge("j", "Test.Work", "Merge")
            .Connect($"s->a{x}", "s->b", $"s->broken{x}", $"s->d{x}", $"s->remind{x}", $"a{x}->j", "b->j");
        await _engine.PublishAsync(Of(""));
        var id = await _engine.StartAsync("f");
        await _engine.AnswerAsync("b");
        await _engine.PublishAsync(Of("2").ToString());
        var before = await _engine.SnapshotAsync(id);

        var migration = await _engine.MoveAsync(Moves.Map("a->a2", "broken->broken2", "d->d2", "remind->remind2"));
        Assert.NotEqual(before, await _engine.SnapshotAsync(id));
        var undone = await _engine.UndoAsync(migration);

        Assert.Equal((MigrationStatus.Undone, 1), (undone.Migration.Status, undone.Count(MigrationItemStatus.Undone)));
        Assert.Equal(before, await _engine.SnapshotAsync(id));
    }

    [Fact]
    public async Task Undo_takes_the_wake_of_a_join_back_as_well()
    {
        await _engine.PublishAsync(new Flow("f").Works("s").Asks("a", "b").Merge("j", "Test.Work", "Merge").Connect("s->a", "s->b", "a->j", "b->j"));
        var id = await _engine.StartAsync("f");
        await _engine.AnswerAsync("a");
        await _engine.PublishAsync(new Flow("f").Works("s").Asks("a", "b").Merge("j", "Test.Work", "Merge").Connect("s->a", "s->b", "a->j"));
        var before = await _engine.SnapshotAsync(id);

        var migration = await _engine.MoveAsync();
        Assert.Equal(1, await _engine.CountAsync<WorkflowTimer>());
        await _engine.UndoAsync(migration);

        Assert.Equal(before, await _engine.SnapshotAsync(id));
    }
}
