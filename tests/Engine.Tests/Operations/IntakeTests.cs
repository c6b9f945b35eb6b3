using AfterSales.Engine.Operations;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Tests.Operations;

/// <summary>A paused intake starts nothing new, forgets nothing, and leaves alone what runs.</summary>
public sealed class IntakeTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    private Task<bool> PauseAsync() => OnIntakeAsync(intake => intake.PauseAsync("wang", "upgrade", default));

    private Task<bool> OpenAsync() => OnIntakeAsync(intake => intake.OpenAsync(default));

    private Task<bool> OnIntakeAsync(Func<WorkflowIntake, Task<bool>> act) => _engine.InScopeAsync(services =>
        services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(_ => act(services.GetRequiredService<WorkflowIntake>()), default));

    private async Task PumpAsync()
    {
        while (await _engine.Timers.RunDueAsync(default) > 0)
        {
        }
    }

    private Task<int> InstancesAsync() => _engine.CountAsync<WorkflowInstance>();

    [Fact]
    public async Task Start_that_somebody_asks_for_is_refused_unless_it_was_done_before()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a"));
        var first = await _engine.StartAsync("f", "s1");
        Assert.True(await PauseAsync());
        Assert.False(await PauseAsync());

        await Assert.ThrowsAsync<IntakePausedException>(() => _engine.StartAsync("f", "s2"));
        Assert.Equal(first, await _engine.StartAsync("f", "s1"));

        Assert.True(await OpenAsync());
        Assert.False(await OpenAsync());
        await _engine.StartAsync("f", "s2");
        Assert.Equal(2, await InstancesAsync());
    }

    [Fact]
    public async Task What_an_event_would_have_started_starts_when_the_intake_opens_and_once()
    {
        await _engine.PublishAsync(new Flow("f").Trigger("on", "go").Works("w").Asks("a").Connect("on->w", "w->a"));
        await _engine.PublishAsync(new Flow("g").Add("e", "Elsa.Event", ("eventName", "go")).Works("heard").Connect("e->heard"));
        await _engine.StartAsync("g");
        await PauseAsync();

        var reached = await _engine.RaiseAsync(new PublishedEvent("go") { StimulusId = "e1", CorrelationId = "C-1" });
        await _engine.RaiseAsync(new PublishedEvent("go") { StimulusId = "e1", CorrelationId = "C-1" });
        await PumpAsync();
        Assert.Equal((1, 0, "heard"), (reached.Resumed.Count, reached.Started.Count, string.Join(",", await _engine.EffectsAsync())));

        await OpenAsync();
        await PumpAsync();
        Assert.Equal(["heard", "w"], await _engine.EffectsAsync());
        Assert.Equal("C-1", (await _engine.ReadAsync(db => db.Set<WorkflowInstance>().SingleAsync(i => i.DefinitionId == "f"))).CorrelationId);
    }

    [Fact]
    public async Task Queued_start_waits_for_the_intake()
    {
        await _engine.PublishAsync(new Flow("f").Works("w"));
        await PauseAsync();
        await _engine.DoAsync(runtime => Task.FromResult(runtime.Enqueue(new StartWorkflow("f"))));

        await PumpAsync();
        Assert.Equal((0, null), (await InstancesAsync(), await _engine.Timers.NextDueAsync(default)));

        await OpenAsync();
        await PumpAsync();
        Assert.Equal(["w"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task What_runs_goes_on_with_the_workflows_it_starts()
    {
        await _engine.PublishAsync(new Flow("child").Works("c"));
        await _engine.PublishAsync(new Flow("f").Asks("a").Add("x", "Elsa.ExecuteWorkflow", ("workflowDefinitionId", "child"), ("waitForCompletion", "True")).Works("after").Connect("a->x", "x->after"));
        var id = await _engine.StartAsync("f");
        await PauseAsync();

        await _engine.AnswerAsync("a");
        await PumpAsync();

        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(id)).Status);
        Assert.Equal(["a:answered", "c", "after"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task What_is_kept_while_somebody_opens_the_intake_is_not_forgotten()
    {
        await _engine.PublishAsync(new Flow("f").Trigger("on", "go").Works("w").Connect("on->w"));
        await PauseAsync();

        // Between the event's look at the intake and its commit an operator opens it.
        await _engine.DoAsync(runtime => runtime.PublishAsync(new PublishedEvent("go"), default),
            async attempt =>
            {
                if (attempt is 1)
                    await OpenAsync();
            });
        await PumpAsync();

        Assert.Equal(["w"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Draining_node_gives_back_at_once_what_it_has_claimed_and_not_begun()
    {
        await _engine.PublishAsync(new Flow("f").Add("d", "Elsa.Delay").Works("w").Connect("d->w"));
        for (var i = 0; i < 12; i++)
            await _engine.StartAsync("f");
        _engine.Clock.Advance(TimeSpan.FromMinutes(1));
        var (here, there) = (Node(), Node());
        _engine.World.Fault = _ =>
        {
            here.Node.Drain();
            return null;
        };

        await here.Pump.RunDueAsync(default);
        var done = (await _engine.EffectsAsync()).Count;
        Assert.InRange(done, 1, 11);
        Assert.Equal(0, await here.Pump.RunDueAsync(default));
        await here.Node.WhenIdleAsync(default);

        _engine.World.Fault = _ => null;
        Assert.Equal(12 - done, await there.Pump.RunDueAsync(default)); // the lease had a while to go
        Assert.Equal(12, (await _engine.EffectsAsync()).Count);
    }

    private (WorkflowNode Node, TimerPump Pump) Node()
    {
        var node = new WorkflowNode(_engine.Clock);
        var leased = ActivatorUtilities.CreateInstance<LeasedWork>(_engine.Services, node);
        return (node, ActivatorUtilities.CreateInstance<TimerPump>(_engine.Services, leased));
    }
}
