using System.Text.Json;
using AfterSales.Domain.Notifications;
using AfterSales.Engine;
using AfterSales.Engine.Outbox;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Notifications;

/// <summary>Puts notifications' messages into the engine's outbox. A row carries the message's id alone.</summary>
internal sealed class EngineOutbox(DbContext db, TimeProvider clock) : IMessageOutbox
{
    public void Send(NotificationDelivery delivery) => db.Add(Row(delivery, delivery.DueAt));

    public async Task SendAgainAsync(NotificationDelivery delivery, CancellationToken cancellationToken)
    {
        var now = EngineIds.Now(clock);
        if (await db.Set<OutboxMessage>().SingleOrDefaultAsync(m => m.IdempotencyKey == delivery.Key, cancellationToken) is not { } message)
        {
            db.Add(Row(delivery, now));
            return;
        }

        (message.SentAt, message.DeadAt, message.Attempts, message.DueAt, message.LastError) = (null, null, 0, now, null);
        (message.LeaseOwner, message.LeaseUntil) = (null, null);
    }

    private OutboxMessage Row(NotificationDelivery delivery, DateTimeOffset dueAt) => new()
    {
        Id = EngineIds.New(clock),
        Kind = NotificationMessage.KindOf(delivery.Channel),
        Payload = JsonSerializer.Serialize(new NotificationMessage(delivery.Id), JsonSerializerOptions.Web),
        IdempotencyKey = delivery.Key,
        CreatedAt = EngineIds.Now(clock),
        DueAt = dueAt,
    };
}

/// <summary>What the outbox keeps of a notification's message.</summary>
public sealed record NotificationMessage(Guid DeliveryId)
{
    public static string KindOf(NotificationChannel channel) => channel == NotificationChannel.Email ? "notification-email" : "notification-webhook";

    /// <exception cref="JsonException">The payload is not one.</exception>
    public static NotificationMessage Read(string payload) => JsonSerializer.Deserialize<NotificationMessage>(payload, JsonSerializerOptions.Web) ?? throw new JsonException("The payload is null.");
}
