using AfterSales.Domain.Notifications;
using AfterSales.Engine.Outbox;
using AfterSales.Workflows.Notifications;

namespace AfterSales.Host.Notifications;

/// <summary>How sure it is that a message was not delivered.</summary>
internal enum NotDelivered
{
    /// <summary>It was not, and may work later.</summary>
    ForNow,

    /// <summary>It was not, and never will be as it is.</summary>
    Refused,

    /// <summary>The receiver may have it.</summary>
    Perhaps,
}

/// <summary>A message was not delivered, or nobody knows.</summary>
/// <param name="message">Without addresses, words or secrets: it is logged and shown.</param>
internal sealed class NotDeliveredException(NotDelivered how, string message) : Exception(message)
{
    public NotDelivered How => how;
}

/// <summary>A way out of the product.</summary>
internal interface INotificationTransport
{
    NotificationChannel Channel { get; }

    /// <exception cref="NotDeliveredException">The receiver has not said that it has the message.</exception>
    Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken);
}

/// <summary>Sends the outbox's notifications by one way, each at most once: where nobody knows if a message arrived, a person decides.</summary>
internal sealed class NotificationSender(NotificationDispatch dispatch, INotificationTransport transport) : IOutboxSender
{
    public string Kind => NotificationMessage.KindOf(transport.Channel);

    public async Task SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (await BeginAsync(NotificationMessage.Read(message.Payload).DeliveryId, cancellationToken) is not { } outgoing)
            return;
        try
        {
            await transport.SendAsync(outgoing, cancellationToken);
        }
        catch (NotDeliveredException failure)
        {
            // Kept also while the node shuts down, for otherwise the next one could only guess.
            await dispatch.FailedAsync(outgoing.Id, failure.How == NotDelivered.Perhaps, failure.Message, CancellationToken.None);
            if (failure.How == NotDelivered.ForNow)
                throw;
            throw new OutboxRejectedException(failure.Message);
        }

        await dispatch.SentAsync(outgoing.Id, CancellationToken.None);
    }

    private async Task<OutgoingMessage?> BeginAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        try
        {
            return await dispatch.BeginAsync(deliveryId, cancellationToken);
        }
        catch (UncertainDeliveryException uncertain)
        {
            throw new OutboxRejectedException(uncertain.Message);
        }
    }
}
