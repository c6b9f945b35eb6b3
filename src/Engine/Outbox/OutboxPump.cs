using AfterSales.Engine.Runtime;
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
public sealed partial class OutboxPump(IServiceScopeFactory scopes, LeasedWork leased, EngineTelemetry telemetry, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger<OutboxPump> logger)
{
    // No receiver may keep a message waiting longer.
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    /// <summary>Sends one batch of what is due; returns how many messages were claimed.</summary>
    public Task<int> RunDueAsync(CancellationToken cancellationToken) =>
        leased.RunAsync(LeaseTable.Outbox, static (_, ids, _) => Task.FromResult<IReadOnlyList<IReadOnlyList<Guid>>>([.. ids.Select(id => new[] { id })]), SendAsync, cancellationToken);

    private async Task SendAsync(Guid messageId, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            if (await scope.ServiceProvider.GetRequiredService<DbContext>().Set<OutboxMessage>().AsNoTracking().FirstOrDefaultAsync(message => message.Id == messageId, cancellationToken) is not { SentAt: null } message)
                return;
            await SendAsync(scope.ServiceProvider, message, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The lease brings the message to another node, or to this one when it starts again.
        }
        catch (Exception e)
        {
            LogFailed(e, messageId);
        }
    }

    private async Task SendAsync(IServiceProvider services, OutboxMessage message, CancellationToken cancellationToken)
    {
        var requester = services.GetServices<IOutboxRequester>().FirstOrDefault(requester => requester.Kind == message.Kind);
        try
        {
            if (requester is not null)
            {
                var reply = await requester.RequestAsync(message, cancellationToken);
                await DeliverAsync(message, reply, null, cancellationToken);
                Count(message, "sent");
                return;
            }

            var sender = services.GetServices<IOutboxSender>().FirstOrDefault(sender => sender.Kind == message.Kind)
                ?? throw new InvalidOperationException($"Nothing sends messages of kind '{message.Kind}'.");
            await sender.SendAsync(message, cancellationToken);
            await MarkSentAsync(services, message, cancellationToken);
            Count(message, "sent");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (e is OutboxPostponedException)
                LogPostponed(message.Id, message.Kind, e.Message);
            else
                LogNotSent(e, message.Id, message.Kind);
            var isLast = e is OutboxRejectedException || message.Attempts + 1 >= options.Value.OutboxAttempts;
            if (requester is not null && isLast)
                await DeliverAsync(message, requester.GiveUp(message, e), e.Message, cancellationToken);
            else
                await PostponeAsync(services, message, e, isLast, cancellationToken);
            Count(message, isLast ? "dead" : "failed");
        }
    }

    private void Count(OutboxMessage message, string outcome) => telemetry.Messages.Add(1, new("kind", message.Kind), new("outcome", outcome));

    /// <summary>Marks the message as sent, or as dead when there is an error, and resumes who waits for it: one commit.</summary>
    private async Task DeliverAsync(OutboxMessage sent, OutboxReply reply, string? error, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(async token =>
        {
            if (await services.GetRequiredService<DbContext>().Set<OutboxMessage>().FindAsync([sent.Id], token) is not { SentAt: null, DeadAt: null } message)
                return false; // withdrawn, or another node was first
            (message.Attempts, message.LastError, message.LeaseOwner, message.LeaseUntil) = (sent.Attempts + 1, Cut(error), null, null);
            if (error is null)
                message.SentAt = EngineIds.Now(clock);
            else
                message.DeadAt = EngineIds.Now(clock);
            message.Payload = reply.Payload ?? message.Payload;
            if (reply.Resume is { } resume)
                await services.GetRequiredService<WorkflowRuntime>().ResumeAsync(resume, token);
            return true;
        }, cancellationToken);
    }

    private async Task MarkSentAsync(IServiceProvider services, OutboxMessage message, CancellationToken cancellationToken)
    {
        DateTimeOffset? sentAt = EngineIds.Now(clock);
        await services.GetRequiredService<DbContext>().Set<OutboxMessage>().Where(m => m.Id == message.Id).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.SentAt, sentAt).SetProperty(m => m.Attempts, message.Attempts + 1).SetProperty(m => m.LastError, (string?)null), cancellationToken);
    }

    private async Task PostponeAsync(IServiceProvider services, OutboxMessage message, Exception error, bool isLast, CancellationToken cancellationToken)
    {
        var (now, attempts) = (EngineIds.Now(clock), message.Attempts + 1);
        DateTimeOffset? deadAt = isLast ? now : null;
        var wait = WorkflowEngineOptions.BackOff(attempts);
        if ((error as OutboxPostponedException)?.RetryAfter is { } wanted && wanted > wait)
            wait = wanted < LongestRetryAfter ? wanted : LongestRetryAfter;
        var (dueAt, lastError) = (now + wait, Cut(error.Message));
        await services.GetRequiredService<DbContext>().Set<OutboxMessage>().Where(m => m.Id == message.Id).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.Attempts, attempts)
            .SetProperty(m => m.DueAt, dueAt)
            .SetProperty(m => m.DeadAt, deadAt)
            .SetProperty(m => m.LastError, lastError)
            .SetProperty(m => m.LeaseOwner, (string?)null)
            .SetProperty(m => m.LeaseUntil, (DateTimeOffset?)null), cancellationToken);
    }

    private static string? Cut(string? error) => error is { Length: > OutboxMessage.LastErrorMaxLength } ? error[..OutboxMessage.LastErrorMaxLength] : error;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {MessageId} of kind {Kind} was not sent.")]
    private partial void LogNotSent(Exception exception, Guid messageId, string kind);

    [LoggerMessage(Level = LogLevel.Information, Message = "Message {MessageId} of kind {Kind} is sent again later: {Reason}")]
    private partial void LogPostponed(Guid messageId, string kind, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {MessageId} could not be worked on; it is tried again when its lease is over.")]
    private partial void LogFailed(Exception exception, Guid messageId);
}
