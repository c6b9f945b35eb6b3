using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Outbox;

/// <summary>
/// Sends the messages of one kind and brings back an answer. The answer resumes the flow in the transaction that marks the message as sent. It may be called more than
/// once for a message; the idempotency key tells the receiver. Scoped.
/// </summary>
public interface IOutboxRequester
{
    string Kind { get; }

    /// <summary>Sends the message. Whatever is thrown has it sent again later, up to <see cref="WorkflowEngineOptions.OutboxAttempts"/>.</summary>
    Task<OutboxReply> RequestAsync(OutboxMessage message, CancellationToken cancellationToken);

    /// <summary>What the flow hears when the last attempt has failed.</summary>
    OutboxReply GiveUp(OutboxMessage message, Exception last);
}

/// <summary>What becomes of a message and of the flow that waits for its answer.</summary>
/// <param name="Resume">The bookmark to resume; null when nobody waits.</param>
/// <param name="Payload">What is kept of the message; null keeps all of it.</param>
public sealed record OutboxReply(ResumeBookmark? Resume, string? Payload = null);

/// <summary>The message is to be sent again; nothing is broken here.</summary>
public sealed class OutboxPostponedException(string message, TimeSpan? retryAfter = null) : Exception(message)
{
    /// <summary>How long the receiver wants to be left alone.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}

/// <summary>Sending again by itself would do harm or not help. The message is dead at once, and a person decides.</summary>
public sealed class OutboxRejectedException(string message, Exception? inner = null) : Exception(message, inner);
