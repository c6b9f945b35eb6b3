using AfterSales.Engine.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Tests.Outbox;

public sealed class OutboxTests : IDisposable
{
    private readonly Postman _postman = new();
    private readonly EngineFixture _engine;

    public OutboxTests() => _engine = new EngineFixture(options => options.OutboxAttempts = 3, services => services.AddSingleton<IOutboxSender>(_postman));

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Message_is_sent_once_after_the_commit_with_its_key()
    {
        await _engine.PublishAsync(new Flow("f").Add("m", "Test.Mail").Asks("a").Connect("m->a"));
        var id = await _engine.StartAsync("f");
        Assert.Empty(_postman.Sent);

        Assert.Equal(1, await _engine.Outbox.RunDueAsync(default));
        Assert.Equal(0, await _engine.Outbox.RunDueAsync(default));

        Assert.Equal([$"{id:N}:2"], _postman.Sent);
        Assert.NotNull((await _engine.ReadAsync(db => db.Set<OutboxMessage>().SingleAsync())).SentAt);
    }

    [Fact]
    public async Task Nothing_is_sent_for_a_burst_that_was_not_committed()
    {
        await _engine.PublishAsync(new Flow("f").Add("m", "Test.Mail"));

        await Assert.ThrowsAsync<IOException>(() => _engine.DoAsync(runtime => runtime.StartAsync(new Engine.Runtime.StartWorkflow("f"), default), _ => throw new IOException()));

        Assert.Equal(0, await _engine.Outbox.RunDueAsync(default));
    }

    [Fact]
    public async Task Message_that_cannot_be_sent_is_tried_again_until_it_is_dead()
    {
        await _engine.PublishAsync(new Flow("f").Add("m", "Test.Mail"));
        await _engine.StartAsync("f");
        _postman.Fault = new IOException("mailbox full");

        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(1, await _engine.Outbox.RunDueAsync(default));
            Assert.Equal(0, await _engine.Outbox.RunDueAsync(default));
            _engine.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(0, await _engine.Outbox.RunDueAsync(default));
        var message = await _engine.ReadAsync(db => db.Set<OutboxMessage>().SingleAsync());
        Assert.Equal((3, "mailbox full"), (message.Attempts, message.LastError));
        Assert.NotNull(message.DeadAt);
    }

    [Fact]
    public async Task Message_that_must_not_be_tried_again_is_dead_at_once()
    {
        await _engine.PublishAsync(new Flow("f").Add("m", "Test.Mail"));
        await _engine.StartAsync("f");
        _postman.Fault = new OutboxRejectedException("it may have arrived");

        Assert.Equal(1, await _engine.Outbox.RunDueAsync(default));
        _engine.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(0, await _engine.Outbox.RunDueAsync(default));
        var message = await _engine.ReadAsync(db => db.Set<OutboxMessage>().SingleAsync());
        Assert.Equal((1, "it may have arrived"), (message.Attempts, message.LastError));
        Assert.NotNull(message.DeadAt);
    }

    private sealed class Postman : IOutboxSender
    {
        public string Kind => "mail";
        public List<string> Sent { get; } = [];
        public Exception? Fault { get; set; }

        public Task SendAsync(OutboxMessage message, CancellationToken cancellationToken)
        {
            if (Fault is not null)
                throw Fault;
            Sent.Add(message.IdempotencyKey);
            return Task.CompletedTask;
        }
    }
}
