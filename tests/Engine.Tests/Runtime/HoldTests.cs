using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Tests.Runtime;

/// <summary>An instance that an operator holds loses nothing and does nothing twice.</summary>
public sealed class HoldTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    private Task<HoldOutcome> PauseAsync(Guid id, string? stimulusId = null) => _engine.DoAsync(runtime => runtime.PauseAsync(new HoldInstance(id) { StimulusId = stimulusId, Actor = "wang" }, default));

    private Task<HoldOutcome> UnpauseAsync(Guid id) => _engine.DoAsync(runtime => runtime.UnpauseAsync(new HoldInstance(id), default));

    private async Task<int> PumpAsync()
    {
        var fired = 0;
        while (await _engine.Timers.RunDueAsync(default) is > 0 and var count)
            fired += count;
        return fired;
    }

    private static Flow Parallel(params string[] asks) =>
        new Flow("f").Add("s", "Elsa.Start").Asks(asks).Works([.. asks.Select(ask => "after-" + ask)]).Connect([.. asks.Select(ask => "s->" + ask), .. asks.Select(ask => $"{ask}->after-{ask}")]);

    [Fact]
    public async Task Held_instance_keeps_what_reaches_it_and_does_it_in_order_when_it_goes_on()
    {
        await _engine.PublishAsync(Parallel("a", "b", "c", "d"));
        var id = await _engine.StartAsync("f");
        Assert.Equal(HoldOutcome.Done, await PauseAsync(id));

        foreach (var activity in (string[])["c", "a", "b"])
            Assert.Equal((ResumeOutcome.Held, id), ((await _engine.AnswerAsync(activity)) is var held ? (held.Outcome, held.InstanceId) : default));
        Assert.Equal(0, await PumpAsync());
        Assert.Empty(await _engine.EffectsAsync());

        Assert.Equal(HoldOutcome.Done, await UnpauseAsync(id));
        Assert.Equal(ResumeOutcome.Held, (await _engine.AnswerAsync("d")).Outcome); // does not overtake
        Assert.Equal(4, await PumpAsync());

        Assert.Equal("c:answered after-c a:answered after-a b:answered after-b d:answered after-d", string.Join(" ", await _engine.EffectsAsync()));
        var instance = await _engine.InstanceAsync(id);
        Assert.Equal((WorkflowStatus.Finished, null, null), (instance.Status, instance.PausedAt, instance.CatchesUpSince));
        Assert.Equal(0, await _engine.CountAsync<WorkflowTimer>());
    }

    [Fact]
    public async Task Instance_that_nothing_reached_goes_on_at_once()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a"));
        var id = await _engine.StartAsync("f");

        Assert.Equal(HoldOutcome.AlreadySo, await UnpauseAsync(id));
        Assert.Equal(HoldOutcome.Done, await PauseAsync(id, "p1"));
        Assert.Equal(HoldOutcome.AlreadySo, await PauseAsync(id));
        Assert.Equal(HoldOutcome.Done, await UnpauseAsync(id));
        Assert.Equal(HoldOutcome.AlreadySo, await PauseAsync(id, "p1")); // the same click, delivered late

        Assert.Equal(ResumeOutcome.Resumed, (await _engine.AnswerAsync("a")).Outcome);
        Assert.Equal(HoldOutcome.Finished, await PauseAsync(id));
        Assert.Equal(HoldOutcome.Finished, await UnpauseAsync(id));
    }

    [Fact]
    public async Task Repeated_stimulus_is_kept_once_and_hears_so()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a").Works("w").Connect("a->w"));
        var id = await _engine.StartAsync("f");
        await PauseAsync(id);

        Assert.Equal(ResumeOutcome.Held, (await _engine.AnswerAsync("a", stimulusId: "s")).Outcome);
        Assert.Equal(ResumeOutcome.AlreadyApplied, (await _engine.AnswerAsync("a", stimulusId: "s")).Outcome);
        Assert.Equal(ResumeOutcome.NotFound, (await _engine.AnswerAsync("a", stimulusId: "other")).Outcome);
        await UnpauseAsync(id);
        Assert.Equal(ResumeOutcome.AlreadyApplied, (await _engine.AnswerAsync("a", stimulusId: "s")).Outcome);
        await PumpAsync();

        Assert.Equal(["a:answered", "w"], await _engine.EffectsAsync());
        Assert.Equal(ResumeOutcome.AlreadyApplied, (await _engine.AnswerAsync("a", stimulusId: "s")).Outcome);
    }

    [Fact]
    public async Task Event_reaches_held_and_other_instances_each_once()
    {
        await _engine.PublishAsync(new Flow("f").Add("e", "Elsa.Event", ("eventName", "go")).Works("w").Connect("e->w"));
        var held = await _engine.StartAsync("f");
        await _engine.StartAsync("f");
        await PauseAsync(held);

        Assert.Equal(2, (await _engine.RaiseAsync(new PublishedEvent("go") { StimulusId = "e1" })).Resumed.Count);
        Assert.Empty((await _engine.RaiseAsync(new PublishedEvent("go") { StimulusId = "e1" })).Resumed);
        Assert.Equal(["w"], await _engine.EffectsAsync());

        await UnpauseAsync(held);
        await PumpAsync();
        Assert.Equal(["w", "w"], await _engine.EffectsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // claimed by a node before the pause, fired after it
    public async Task Timers_that_come_due_meanwhile_fire_after_the_hold(bool isClaimed)
    {
        await _engine.PublishAsync(new Flow("f").Add("d", "Elsa.Delay").Works("w").Connect("d->w"));
        var id = await _engine.StartAsync("f");
        var timer = (await _engine.ReadAsync(db => db.Set<WorkflowTimer>().SingleAsync())).Id;
        await PauseAsync(id);
        if (isClaimed)
        {
            await _engine.ReadAsync(db => db.Set<WorkflowTimer>().ExecuteUpdateAsync(set => set.SetProperty(t => t.PausedAt, (DateTimeOffset?)null)));
            Assert.Equal(ResumeOutcome.Held, (await _engine.DoAsync(runtime => runtime.FireTimerAsync(timer, default))).Outcome);
        }

        _engine.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await PumpAsync());
        Assert.Null(await _engine.Timers.NextDueAsync(default));

        await UnpauseAsync(id);
        Assert.Equal(1, await PumpAsync());
        Assert.Equal(["w"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Cancelling_works_while_held_and_drops_what_was_kept()
    {
        await _engine.PublishAsync(Parallel("a", "b"));
        var id = await _engine.StartAsync("f");
        await PauseAsync(id);
        await _engine.AnswerAsync("a");

        Assert.True(await _engine.DoAsync(runtime => runtime.CancelAsync(id, null, null, default)));

        Assert.Equal((WorkflowSubStatus.Cancelled, 0, ""), ((await _engine.InstanceAsync(id)).SubStatus, await _engine.CountAsync<WorkflowTimer>(), await _engine.WaitingAsync(id)));
        Assert.Empty(await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Incident_of_a_held_instance_waits_for_the_instance_to_go_on()
    {
        await _engine.PublishAsync(new Flow("f").Works("bad").Asks("a").Connect("bad->a"));
        _engine.World.Fault = _ => new InvalidOperationException();
        var id = await _engine.StartAsync("f");
        await PauseAsync(id);
        var incident = (await _engine.IncidentsAsync())[0].Id;

        await Assert.ThrowsAsync<InstancePausedException>(() => _engine.DoAsync(runtime => runtime.RetryAsync(new RetryIncident(incident), default)));
        await Assert.ThrowsAsync<InstancePausedException>(() => _engine.DoAsync(runtime => runtime.SkipAsync(new SkipIncident(incident), default)));
        _engine.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await PumpAsync());

        _engine.World.Fault = _ => null;
        await UnpauseAsync(id);
        await PumpAsync();
        Assert.Equal("a", await _engine.WaitingAsync(id));
    }

    [Fact]
    public async Task Instance_held_again_while_it_catches_up_keeps_the_rest()
    {
        await _engine.PublishAsync(Parallel("a", "b", "c"));
        var id = await _engine.StartAsync("f");
        await PauseAsync(id);
        await _engine.AnswerAsync("a");
        await _engine.AnswerAsync("b");
        await UnpauseAsync(id);
        var second = await _engine.ReadAsync(db => db.Set<WorkflowTimer>().OrderBy(timer => timer.ActivityId).Select(timer => timer.Id).LastAsync());

        await _engine.DoAsync(runtime => runtime.FireTimerAsync(second, default)); // the first is delivered all the same
        Assert.Equal(HoldOutcome.Done, await PauseAsync(id));
        await _engine.AnswerAsync("c");
        Assert.Equal(0, await PumpAsync());
        Assert.Equal(["a:answered", "after-a"], await _engine.EffectsAsync());

        await UnpauseAsync(id);
        await PumpAsync();
        Assert.Equal("a:answered after-a b:answered after-b c:answered after-c", string.Join(" ", await _engine.EffectsAsync()));
    }

    [Fact]
    public async Task Fault_in_what_was_kept_is_an_incident_and_keeps_nothing_else_from_being_done()
    {
        await _engine.PublishAsync(Parallel("a", "b"));
        var id = await _engine.StartAsync("f");
        await PauseAsync(id);
        await _engine.AnswerAsync("a");
        await _engine.AnswerAsync("b");
        _engine.World.Fault = activity => activity is "after-a" ? new InvalidOperationException() : null;

        await UnpauseAsync(id);
        await PumpAsync();

        Assert.Equal("a:answered b:answered after-b", string.Join(" ", await _engine.EffectsAsync()));
        var instance = await _engine.InstanceAsync(id);
        Assert.Equal((WorkflowSubStatus.Faulted, null, 1), (instance.SubStatus, instance.PausedAt, instance.IncidentCount));
    }

    [Fact]
    public async Task Hold_and_stimulus_at_the_same_moment_lose_neither()
    {
        await _engine.PublishAsync(Parallel("a", "b"));
        var id = await _engine.StartAsync("f");
        await PauseAsync(id);

        // Between the stimulus's look at the instance and its commit the operator lets the instance go on.
        var held = await _engine.DoAsync(runtime => runtime.ResumeAsync(new ResumeBookmark { Name = "Ask", Key = "a" }, default),
            async attempt =>
            {
                if (attempt is 1)
                    await UnpauseAsync(id);
            });

        Assert.Equal(ResumeOutcome.Resumed, held.Outcome);
        Assert.Equal(["a:answered", "after-a"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Random_holds_and_answers_lose_nothing_and_do_nothing_twice()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        string[] asks = [.. Enumerable.Range(0, 12).Select(i => $"q{i}")];
        await _engine.PublishAsync(Parallel(asks));
        var id = await _engine.StartAsync("f");
        var open = new Queue<string>(asks);
        while (open.Count > 0)
        {
            _ = random.Next(5) switch
            {
                0 => (object)await PauseAsync(id),
                1 => await UnpauseAsync(id),
                2 => await _engine.Timers.RunDueAsync(default),
                _ => await _engine.AnswerAsync(open.Dequeue()),
            };
        }

        await UnpauseAsync(id);
        await PumpAsync();

        var order = string.Join(" ", (await _engine.EffectsAsync()).Where(effect => effect.StartsWith("after", StringComparison.Ordinal)));
        Assert.True(order == string.Join(" ", asks.Select(ask => "after-" + ask)), $"seed {seed}: {order}");
        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(id)).Status);
    }
}
