using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AfterSales.Engine.Tests.Timers;

public sealed class QueuedStimulusTests : IDisposable
{
    private readonly LogCapture _log = new();
    private readonly EngineFixture _engine;

    public QueuedStimulusTests() => _engine = new EngineFixture(more: _log.AddTo);

    public void Dispose() => _engine.Dispose();

    private Task<Guid> QueueAsync(Func<WorkflowRuntime, Guid> enqueue) => _engine.DoAsync(runtime => Task.FromResult(enqueue(runtime)));

    [Fact]
    public async Task Queued_start_happens_in_a_transaction_of_its_own_once()
    {
        await _engine.PublishAsync(new Flow("f").Works("w").Asks("a").Connect("w->a"));
        var queued = await QueueAsync(runtime => runtime.Enqueue(new StartWorkflow("f") { CorrelationId = "C-1", Name = "one", Input = new JsonObject { ["Amount"] = 5 }, Actor = "wang" }));
        Assert.Equal(0, await _engine.CountAsync<WorkflowInstance>());

        Assert.Equal(1, await _engine.Timers.RunDueAsync(default));
        Assert.Equal(0, await _engine.Timers.RunDueAsync(default));

        var instance = await _engine.ReadAsync(db => db.Set<WorkflowInstance>().SingleAsync());
        Assert.Equal(("C-1", "one", 5), (instance.CorrelationId, instance.Name, (int)(await _engine.PositionAsync(instance.Id)).Input["Amount"]!));
        var entry = await _engine.ReadAsync(db => db.Set<WorkflowJournalEntry>().SingleAsync());
        Assert.Equal(($"queued:{queued:N}", "wang"), (entry.StimulusId, entry.Actor));
        Assert.Equal(["w"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Queued_for_later_it_waits_for_its_time()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a"));
        await QueueAsync(runtime => runtime.Enqueue(new StartWorkflow("f"), _engine.Clock.GetUtcNow().AddHours(1)));

        Assert.Equal(0, await _engine.Timers.RunDueAsync(default));
        _engine.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await _engine.Timers.RunDueAsync(default));

        Assert.Equal(1, await _engine.CountAsync<WorkflowInstance>());
    }

    [Fact]
    public async Task Queued_resumption_and_event_reach_who_waits()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a").Add("e", "Elsa.Event", ("eventName", "Paid")).Works("w").Connect("a->e", "e->w"));
        await _engine.StartAsync("f");

        await QueueAsync(runtime => runtime.Enqueue(new ResumeBookmark { Name = "Ask", Key = "a" }));
        await _engine.Timers.RunDueAsync(default);
        await QueueAsync(runtime => runtime.Enqueue(new PublishedEvent("Paid")));
        await _engine.Timers.RunDueAsync(default);

        Assert.Equal(["a:answered", "w"], await _engine.EffectsAsync());
        Assert.Empty(_log.From(LogLevel.Information));
    }

    [Fact]
    public async Task Stimulus_fired_by_two_nodes_has_one_effect()
    {
        await _engine.PublishAsync(new Flow("f").Works("w"));
        var queued = await QueueAsync(runtime => runtime.Enqueue(new StartWorkflow("f")));

        var late = await _engine.DoAsync(runtime => runtime.FireTimerAsync(queued, default), async attempt =>
        {
            if (attempt is 1)
                await _engine.DoAsync(runtime => runtime.FireTimerAsync(queued, default));
        });

        Assert.Equal(ResumeOutcome.NotFound, late.Outcome);
        Assert.Equal(["w"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Stimulus_that_fails_is_tried_again_later_and_is_not_lost()
    {
        await QueueAsync(runtime => runtime.Enqueue(new StartWorkflow("later")));

        Assert.Equal(1, await _engine.Timers.RunDueAsync(default));
        Assert.Equal(0, await _engine.Timers.RunDueAsync(default));
        Assert.Contains("'later' has no published version", Assert.Single(_log.From(LogLevel.Warning)), StringComparison.Ordinal);

        await _engine.PublishAsync(new Flow("later").Works("w"));
        _engine.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1, await _engine.Timers.RunDueAsync(default));
        Assert.Equal(["w"], await _engine.EffectsAsync());
    }

    public static TheoryData<string> Ends => ["finished", "cancelled", "unknown"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Stimulus_for_an_instance_that_is_over_is_answered_and_leaves_a_line_but_no_exception(string end)
    {
        await _engine.PublishAsync(new Flow("f").Asks("a"));
        var id = await _engine.StartAsync("f");
        var bookmark = (await _engine.ReadAsync(db => db.Set<WorkflowBookmark>().SingleAsync())).Id;
        await QueueAsync(runtime => runtime.Enqueue(end is "unknown" ? new ResumeBookmark { Name = "Ask", Key = "nobody" } : new ResumeBookmark { BookmarkId = bookmark }));
        if (end is "finished")
            await _engine.AnswerAsync("a");
        else
            await _engine.DoAsync(runtime => runtime.CancelAsync(id, null, null, default));

        Assert.Equal(1, await _engine.Timers.RunDueAsync(default));
        var direct = await _engine.DoAsync(runtime => runtime.ResumeAsync(new ResumeBookmark { BookmarkId = bookmark }, default));

        Assert.Equal(ResumeOutcome.NotFound, direct.Outcome);
        Assert.False(await _engine.DoAsync(runtime => runtime.CancelAsync(id, null, null, default)));
        Assert.Equal(0, await _engine.CountAsync<WorkflowTimer>());
        Assert.Contains("reached nobody", Assert.Single(_log.From(LogLevel.Information)), StringComparison.Ordinal);
        Assert.Empty(_log.From(LogLevel.Warning));
    }

    [Fact]
    public async Task Repeated_stimulus_id_in_the_queue_is_applied_once()
    {
        await _engine.PublishAsync(new Flow("f").Works("w"));
        foreach (var _ in Enumerable.Range(0, 2))
            await QueueAsync(runtime => runtime.Enqueue(new StartWorkflow("f") { StimulusId = "order-1" }));

        await _engine.Timers.RunDueAsync(default);

        Assert.Equal(["w"], await _engine.EffectsAsync());
        Assert.Equal(0, await _engine.CountAsync<WorkflowTimer>());
    }

    [Fact]
    public async Task Node_that_works_renews_its_lease_and_a_dead_one_loses_it()
    {
        await _engine.PublishAsync(new Flow("f").Add("d", "Elsa.Delay").Works("w").Connect("d->w"));
        await _engine.StartAsync("f");
        _engine.Clock.Advance(TimeSpan.FromMinutes(1));
        using var busy = new SemaphoreSlim(0);
        var overdue = new TaskCompletionSource();
        var lease = _engine.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<WorkflowEngineOptions>>().Value.Lease = TimeSpan.FromMilliseconds(30);

        var work = _engine.Services.GetRequiredService<LeasedWork>().RunAsync(LeaseTable.Timers, (_, ids, _) => Task.FromResult<IReadOnlyList<IReadOnlyList<Guid>>>([ids]), async (_, token) =>
        {
            _engine.Clock.Advance(TimeSpan.FromMinutes(1)); // the lease is over, were it not renewed
            overdue.SetResult();
            await busy.WaitAsync(token);
        }, default);
        await overdue.Task;
        var until = _engine.Clock.GetUtcNow() + lease;
        while ((await _engine.ReadAsync(db => db.Set<WorkflowTimer>().SingleAsync())).LeaseUntil < until)
            await Task.Delay(1);

        Assert.Equal(0, await _engine.Timers.RunDueAsync(default));
        busy.Release();
        Assert.Equal(1, await work);
        _engine.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await _engine.Timers.RunDueAsync(default));
        Assert.Equal(["w"], await _engine.EffectsAsync());
    }
}
