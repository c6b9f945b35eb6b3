using AfterSales.Engine.Telemetry;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Outbox;

/// <summary>Sends the messages of one kind. It may be called more than once for a message; the idempotency key tells the receiver.</summary>
public interface IOutboxSender
{
    string Kind { get; }

    Task SendAsync(OutboxMessage message, CancellationToken cancellationToken);
}

/// <summary>Sends due messages, at least once, with back-off; after the last attempt a message is dead and stays visible.</summary>
public sealed class OutboxPump(IServiceScopeFactory scopes, LeasedWork leased, EngineTelemetry telemetry, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger<OutboxPump> logger)
{
    /// <summary>Sends one batch of what is due; returns how many messages were claimed.</summary>
    public Task<int> RunDueAsync(CancellationToken cancellationToken) =>
        leased.RunAsync(LeaseTable.Outbox, static (_, ids, _) => Task.FromResult<IReadOnlyList<IReadOnlyList<Guid>>>([.. ids.Select(id => new[] { id })]), SendAsync, cancellationToken);

    private async Task SendAsync(Guid messageId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var messages = scope.ServiceProvider.GetRequiredService<DbContext>().Set<OutboxMessage>().Where(message => message.Id == messageId);
        if (await messages.AsNoTracking().FirstOrDefaultAsync(cancellationToken) is not { SentAt: null } message)
            return;
        try
        {
            var sender = scope.ServiceProvider.GetServices<IOutboxSender>().FirstOrDefault(sender => sender.Kind == message.Kind)
                ?? throw new InvalidOperationException($"Nothing sends messages of kind '{message.Kind}'.");
            await sender.SendAsync(message, cancellationToken);
            DateTimeOffset? sentAt = EngineIds.Now(clock);
            await messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.SentAt, sentAt).SetProperty(m => m.Attempts, message.Attempts + 1).SetProperty(m => m.LastError, (string?)null), cancellationToken);
            Count(message, "sent");
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(e, "Message {MessageId} of kind {Kind} was not sent.", message.Id, message.Kind);
            await PostponeAsync(messages, message.Attempts + 1, e.Message, cancellationToken);
            Count(message, message.Attempts + 1 < options.Value.OutboxAttempts ? "failed" : "dead");
        }
    }

    private void Count(OutboxMessage message, string outcome) => telemetry.Messages.Add(1, new("kind", message.Kind), new("outcome", outcome));

    private async Task PostponeAsync(IQueryable<OutboxMessage> messages, int attempts, string error, CancellationToken cancellationToken)
    {
        var now = EngineIds.Now(clock);
        DateTimeOffset? deadAt = attempts >= options.Value.OutboxAttempts ? now : null;
        var dueAt = now + WorkflowEngineOptions.BackOff(attempts);
        var lastError = error.Length > OutboxMessage.LastErrorMaxLength ? error[..OutboxMessage.LastErrorMaxLength] : error;
        await messages.ExecuteUpdateAsync(set => set
            .SetProperty(m => m.Attempts, attempts)
            .SetProperty(m => m.DueAt, dueAt)
            .SetProperty(m => m.DeadAt, deadAt)
            .SetProperty(m => m.LastError, lastError)
            .SetProperty(m => m.LeaseOwner, (string?)null)
            .SetProperty(m => m.LeaseUntil, (DateTimeOffset?)null), cancellationToken);
    }
}
