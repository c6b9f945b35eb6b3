using AfterSales.Engine.Operations;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Tests.Operations;

/// <summary>What keeps failing is given up in the end, stays visible, and is tried again when a person says so.</summary>
public sealed class DeadLetterTests : IDisposable
{
    private readonly Postman _postman = new();
    private readonly EngineFixture _engine;

    public DeadLetterTests() => _engine = new EngineFixture(options => (options.TimerAttempts, options.OutboxAttempts) = (3, 2), services => services.AddSingleton<IOutboxSender>(_postman));

    public void Dispose() => _engine.Dispose();

    private Task<bool> OnDeadAsync(Func<DeadLetters, Task<bool>> act) => _engine.InScopeAsync(services =>
        services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(_ => act(services.GetRequiredService<DeadLetters>()), default));

    private async Task<(Guid Instance, string State)> PoisonAsync()
    {
        await _engine.PublishAsync(new Flow("f").Add("d", "Elsa.Delay").Works("w").Connect("d->w"));
        var id = await _engine.StartAsync("f");
        var state = (await _engine.InstanceAsync(id)).State;
        await WriteStateAsync(id, "no json");
        for (var i = 0; i < 3; i++)
        {
            _engine.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(1, await _engine.Timers.RunDueAsync(default));
        }

        return (id, state);
    }

    private Task<int> WriteStateAsync(Guid id, string state) => _engine.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.Id == id).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, state)));

    private Task<WorkflowTimer> TimerAsync() => _engine.ReadAsync(db => db.Set<WorkflowTimer>().SingleAsync());

    [Fact]
    public async Task Timer_that_keeps_failing_is_dead_and_says_why()
    {
        await PoisonAsync();

        _engine.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((0, null), (await _engine.Timers.RunDueAsync(default), await _engine.Timers.NextDueAsync(default)));
        var timer = await TimerAsync();
        Assert.Equal((3, false), (timer.Failures, string.IsNullOrEmpty(timer.LastError)));
        Assert.NotNull(timer.DeadAt);
    }

    [Fact]
    public async Task Dead_timer_fires_when_a_person_has_it_tried_again()
    {
        var (id, state) = await PoisonAsync();
        await WriteStateAsync(id, state);

        Assert.True(await OnDeadAsync(async dead => await dead.RetryTimerAsync((await TimerAsync()).Id, default)));
        Assert.Equal(1, await _engine.Timers.RunDueAsync(default));

        Assert.Equal(["w"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Instance_whose_dead_timer_is_discarded_waits_on_without_it()
    {
        var (id, state) = await PoisonAsync();
        await WriteStateAsync(id, state);

        Assert.True(await OnDeadAsync(async dead => await dead.DiscardTimerAsync((await TimerAsync()).Id, "wang", default)));

        Assert.Equal((0, "d"), (await _engine.CountAsync<WorkflowTimer>(), await _engine.WaitingAsync(id)));
        Assert.True(await _engine.DoAsync(runtime => runtime.CancelAsync(id, null, null, default)));
    }

    [Fact]
    public async Task Only_what_is_dead_is_tried_again_or_discarded()
    {
        await _engine.PublishAsync(new Flow("f").Add("m", "Test.Mail").Add("d", "Elsa.Delay").Connect("m->d"));
        await _engine.StartAsync("f");
        var (timer, message) = ((await TimerAsync()).Id, (await _engine.ReadAsync(db => db.Set<OutboxMessage>().SingleAsync())).Id);

        Assert.False(await OnDeadAsync(dead => dead.RetryTimerAsync(timer, default)));
        Assert.False(await OnDeadAsync(dead => dead.DiscardTimerAsync(timer, null, default)));
        Assert.False(await OnDeadAsync(dead => dead.ResendAsync(message, default)));
        Assert.False(await OnDeadAsync(dead => dead.DiscardMessageAsync(Guid.NewGuid(), default)));

        Assert.Equal((1, 1), (await _engine.CountAsync<WorkflowTimer>(), await _engine.CountAsync<OutboxMessage>()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dead_message_is_sent_again_or_discarded(bool isSent)
    {
        await _engine.PublishAsync(new Flow("f").Add("m", "Test.Mail"));
        await _engine.StartAsync("f");
        _postman.Fault = new IOException("mailbox full");
        for (var i = 0; i < 2; i++)
        {
            await _engine.Outbox.RunDueAsync(default);
            _engine.Clock.Advance(TimeSpan.FromHours(1));
        }

        _postman.Fault = null;
        var id = (await _engine.ReadAsync(db => db.Set<OutboxMessage>().SingleAsync(message => message.DeadAt != null))).Id;
        Assert.True(await OnDeadAsync(dead => isSent ? dead.ResendAsync(id, default) : dead.DiscardMessageAsync(id, default)));

        Assert.Equal(isSent ? 1 : 0, await _engine.Outbox.RunDueAsync(default));
        Assert.Equal((isSent ? 1 : 0, isSent ? 1 : 0), (_postman.Sent, await _engine.CountAsync<OutboxMessage>()));
    }

    private sealed class Postman : IOutboxSender
    {
        public string Kind => "mail";
        public int Sent { get; private set; }
        public Exception? Fault { get; set; }

        public Task SendAsync(OutboxMessage message, CancellationToken cancellationToken)
        {
            if (Fault is not null)
                throw Fault;
            Sent++;
            return Task.CompletedTask;
        }
    }
}
