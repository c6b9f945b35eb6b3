using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Tests.Timers;

public sealed class TimerTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    private TimerPump AnotherNode() => ActivatorUtilities.CreateInstance<TimerPump>(_engine.Services);

    private Task<IReadOnlyList<Guid>> ClaimAsync(string owner) => _engine.InScopeAsync(services => services.GetRequiredService<ILeaseClaims>().ClaimAsync(
        services.GetRequiredService<DbContext>(), LeaseTable.Timers, _engine.Clock.GetUtcNow(), owner, _engine.Clock.GetUtcNow().AddMinutes(1), 10, default));

    [Fact]
    public async Task Delay_goes_on_when_its_time_has_come_and_not_before()
    {
        await _engine.PublishAsync(new Flow("f").Add("d", "Elsa.Delay", ("timeSpan", Flow.Expression("Literal", "00:00:05"))).Works("w").Connect("d->w"));
        var id = await _engine.StartAsync("f");
        _engine.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, await _engine.Timers.RunDueAsync(default));

        _engine.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(_engine.Clock.GetUtcNow(), await _engine.Timers.NextDueAsync(default));
        Assert.Equal(1, await _engine.Timers.RunDueAsync(default));

        Assert.Equal("d,w,Flowchart1", await _engine.TraceAsync(id));
        Assert.Equal((0, 0), (await _engine.CountAsync<WorkflowTimer>(), await _engine.CountAsync<WorkflowBookmark>()));
    }

    [Fact]
    public async Task Two_pumps_fire_each_timer_once()
    {
        await _engine.PublishAsync(new Flow("f").Add("d", "Elsa.Delay").Works("w").Connect("d->w"));
        for (var i = 0; i < 20; i++)
            await _engine.StartAsync("f");
        _engine.Clock.Advance(TimeSpan.FromMinutes(1));

        var other = AnotherNode();
        await Task.WhenAll(Task.Run(() => _engine.Timers.RunDueAsync(default)), Task.Run(() => other.RunDueAsync(default)));

        Assert.Equal(20, (await _engine.EffectsAsync()).Count);
        Assert.Equal(0, await _engine.CountAsync<WorkflowTimer>());
    }

    [Fact]
    public async Task Timer_of_a_dead_node_is_taken_over_when_its_lease_ends()
    {
        await _engine.PublishAsync(new Flow("f").Add("d", "Elsa.Delay").Works("w").Connect("d->w"));
        await _engine.StartAsync("f");
        _engine.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await ClaimAsync("dead node"));

        Assert.Equal(0, await _engine.Timers.RunDueAsync(default));
        _engine.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await _engine.Timers.RunDueAsync(default));

        Assert.Equal(["w"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Timer_fired_by_two_nodes_has_one_effect()
    {
        await _engine.PublishAsync(new Flow("f").Add("d", "Elsa.Delay").Works("w").Connect("d->w"));
        await _engine.StartAsync("f");
        var timer = (await _engine.ReadAsync(db => db.Set<WorkflowTimer>().SingleAsync())).Id;

        var late = await _engine.DoAsync(runtime => runtime.FireTimerAsync(timer, default),
            async attempt =>
            {
                if (attempt is 1)
                    await _engine.DoAsync(runtime => runtime.FireTimerAsync(timer, default));
            });

        Assert.Equal(ResumeOutcome.NotFound, late.Outcome);
        Assert.Equal(["w"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Poison_timer_blocks_no_other_and_is_tried_again_later()
    {
        await _engine.PublishAsync(new Flow("f").Add("d", "Elsa.Delay").Works("w").Connect("d->w"));
        var poisoned = await _engine.StartAsync("f");
        await _engine.StartAsync("f");
        var state = (await _engine.InstanceAsync(poisoned)).State;
        await _engine.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.Id == poisoned).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, "no json")));
        _engine.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(2, await _engine.Timers.RunDueAsync(default));
        Assert.Equal(["w"], await _engine.EffectsAsync());
        Assert.Equal(0, await _engine.Timers.RunDueAsync(default));
        Assert.Equal(1, (await _engine.ReadAsync(db => db.Set<WorkflowTimer>().SingleAsync())).Failures);

        await _engine.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.Id == poisoned).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, state)));
        _engine.Clock.Advance(TimeSpan.FromMinutes(1));
        await _engine.Timers.RunDueAsync(default);
        Assert.Equal(["w", "w"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Answer_before_the_deadline_takes_the_timer_away()
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Asks("a").Add("d", "Elsa.Delay").Add("j", "Elsa.FlowJoin").Connect("s->a", "s->d", "a->j", "d->j"));
        var id = await _engine.StartAsync("f");

        await _engine.AnswerAsync("a");

        Assert.Equal(0, await _engine.CountAsync<WorkflowTimer>());
        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(id)).Status);
    }

    [Fact]
    public async Task Detached_timer_outlives_its_activity_and_ends_with_the_instance()
    {
        await _engine.PublishAsync(new Flow("f").Variable("Reminded", "Boolean").Add("r", "Test.Remind").Asks("a").Add("r2", "Test.Remind").Asks("b").Connect("r->a", "a->r2", "r2->b"));
        var id = await _engine.StartAsync("f");
        _engine.Clock.Advance(TimeSpan.FromHours(1));

        await _engine.Timers.RunDueAsync(default);

        Assert.Equal(["reminded:1"], await _engine.EffectsAsync());
        Assert.True((bool)(await _engine.PositionAsync(id)).Variables["Reminded"]!);
        Assert.Equal("a", await _engine.WaitingAsync(id));
        await _engine.AnswerAsync("a");
        Assert.Equal(1, await _engine.CountAsync<WorkflowTimer>());
        await _engine.AnswerAsync("b");
        Assert.Equal(0, await _engine.CountAsync<WorkflowTimer>());
    }

    [Fact]
    public async Task Detached_timers_are_cancelled_by_name()
    {
        await _engine.PublishAsync(new Flow("f").Add("r", "Test.Remind").Asks("a").Add("stop", "Test.Remind", ("stop", "True")).Asks("b").Connect("r->a", "a->stop", "stop->b"));
        await _engine.StartAsync("f");

        await _engine.AnswerAsync("a");

        Assert.Equal(0, await _engine.CountAsync<WorkflowTimer>());
    }

    [Fact]
    public async Task Detached_timer_that_faults_is_tried_again_and_then_waits_for_a_person()
    {
        await _engine.PublishAsync(new Flow("f").Add("r", "Test.Remind").Asks("a").Connect("r->a"));
        var id = await _engine.StartAsync("f");
        _engine.World.Fault = what => what is "timer" ? new InvalidOperationException("no") : null;

        foreach (var seconds in (int[])[3600, 10, 60, 600])
        {
            _engine.Clock.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal(1, await _engine.Timers.RunDueAsync(default));
        }

        var incident = Assert.Single(await _engine.IncidentsAsync());
        _engine.World.Fault = _ => null;
        await _engine.DoAsync(runtime => runtime.RetryAsync(new RetryIncident(incident.Id), default));
        Assert.Equal(["reminded:1"], await _engine.EffectsAsync());
        Assert.Equal(0, (await _engine.InstanceAsync(id)).IncidentCount);
    }
}
