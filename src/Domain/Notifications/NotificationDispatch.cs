using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Notifications;

/// <summary>A message whose sender began and never said how it ended: it may have arrived.</summary>
public sealed class UncertainDeliveryException(Guid deliveryId)
    : Exception($"Message {deliveryId:N} may have been sent already. It is not sent again by itself; look at it under Notifications.")
{
    public Guid DeliveryId => deliveryId;
}

/// <summary>
/// Lets one sender at a time begin a message and keeps how it ended, each at once and for itself: what is sent cannot be taken back, so that sending has begun must be known
/// before the first byte leaves. At most once each.
/// </summary>
public sealed class NotificationDispatch(AfterSalesDbContext db, NotificationComposer composer, INotificationChannels channels, TimeProvider clock)
{
    /// <summary>The message to send now; null when there is nothing to send. From here on nobody else sends it.</summary>
    /// <exception cref="UncertainDeliveryException">Somebody else had begun.</exception>
    public async Task<OutgoingMessage?> BeginAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await db.NotificationDeliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == deliveryId, cancellationToken) is not { } delivery
                || delivery.Status is DeliveryStatus.Sent or DeliveryStatus.Dropped or DeliveryStatus.NotConfigured)
                return null;
            if (delivery.Status is DeliveryStatus.Sending or DeliveryStatus.Uncertain)
            {
                await MoveAsync(delivery, DeliveryStatus.Uncertain, delivery.LastError, cancellationToken);
                throw new UncertainDeliveryException(deliveryId);
            }

            var message = channels.IsConfigured(delivery.Channel) ? await composer.ComposeAsync(delivery, cancellationToken) : null;
            var next = message is not null ? DeliveryStatus.Sending : channels.IsConfigured(delivery.Channel) ? DeliveryStatus.Dropped : DeliveryStatus.NotConfigured;
            // Something was added to a digest, or another sender was first: look again.
            if (await MoveAsync(delivery, next, null, cancellationToken))
                return message;
        }
    }

    /// <summary>The receiver has it.</summary>
    public Task SentAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        DateTimeOffset? sentAt = clock.GetUtcNow();
        return db.NotificationDeliveries.Where(d => d.Id == deliveryId).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.Status, DeliveryStatus.Sent).SetProperty(d => d.SentAt, sentAt).SetProperty(d => d.LastError, (string?)null).SetProperty(d => d.Revision, d => d.Revision + 1),
            cancellationToken);
    }

    /// <summary>It did not work out.</summary>
    /// <param name="mayHaveArrived">True when nobody can tell whether the receiver has it.</param>
    /// <param name="error">Without addresses, words or secrets.</param>
    public Task FailedAsync(Guid deliveryId, bool mayHaveArrived, string error, CancellationToken cancellationToken)
    {
        var status = mayHaveArrived ? DeliveryStatus.Uncertain : DeliveryStatus.Failed;
        var cut = error.Length > NotificationDelivery.ErrorMaxLength ? error[..NotificationDelivery.ErrorMaxLength] : error;
        return db.NotificationDeliveries.Where(d => d.Id == deliveryId).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.Status, status).SetProperty(d => d.LastError, cut).SetProperty(d => d.Revision, d => d.Revision + 1), cancellationToken);
    }

    private async Task<bool> MoveAsync(NotificationDelivery from, DeliveryStatus to, string? error, CancellationToken cancellationToken) =>
        await db.NotificationDeliveries.Where(d => d.Id == from.Id && d.Revision == from.Revision).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.Status, to).SetProperty(d => d.LastError, error).SetProperty(d => d.Revision, d => d.Revision + 1), cancellationToken) is 1;
}
