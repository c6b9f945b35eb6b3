using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Portal;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Notifications;

public enum DeliveryStatus
{
    /// <summary>To be sent when its time comes.</summary>
    Waiting,

    /// <summary>A sender has begun; until it says how it ended, nobody else may begin.</summary>
    Sending,

    Sent,

    /// <summary>The receiver did not get it; it is tried again until the outbox gives up.</summary>
    Failed,

    /// <summary>The receiver may or may not have got it; only a person has it sent again.</summary>
    Uncertain,

    /// <summary>The product has not been told how to send such a message.</summary>
    NotConfigured,

    /// <summary>What it was about had been done before its time came, or nobody is there to get it any more.</summary>
    Dropped,
}

/// <summary>
/// One message on its way out of the product, once. The outbox carries only its id: address and words are put together when it is sent, so neither stands in the outbox, the
/// journal or a log.
/// </summary>
public sealed class NotificationDelivery
{
    public const int KeyMaxLength = 120;
    public const int ErrorMaxLength = 500;
    private readonly List<DeliveredNotification> _notifications = [];

    private NotificationDelivery()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Unique for what is said to whom by which way; also the key under which the outbox and the receiver know the message.</summary>
    public string Key { get; private init; } = "";

    public NotificationChannel Channel { get; private init; }

    public NotificationKind Kind { get; private init; }

    /// <summary>Null when it goes to a customer.</summary>
    public Guid? PersonId { get; private init; }

    /// <summary>The link that a customer gets; null for staff.</summary>
    public Guid? CustomerLinkId { get; private init; }

    /// <summary>The link to follow the case that a customer gets; null for all else.</summary>
    public Guid? FollowLinkId { get; private init; }

    /// <summary>The case it is about; null for a digest.</summary>
    public CaseNumber? CaseNumber { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Not before this moment.</summary>
    public DateTimeOffset DueAt { get; private init; }

    public DeliveryStatus Status { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>What went wrong last, without addresses, words or secrets.</summary>
    public string? LastError { get; private set; }

    /// <summary>Concurrency token: what is added to a digest after its sender has begun must go into the next.</summary>
    public int Revision { get; private set; }

    /// <summary>What it says; empty for a customer's link.</summary>
    public IReadOnlyList<DeliveredNotification> Notifications => _notifications;

    internal static NotificationDelivery ToPerson(NotificationChannel channel, Notification notification, DateTimeOffset dueAt, bool isConfigured, DateTimeOffset now)
    {
        var delivery = new NotificationDelivery
        {
            Id = NewId.At(now), Key = $"notification:{notification.Id:N}:{channel}", Channel = channel, Kind = notification.Kind, PersonId = notification.PersonId, CaseNumber = notification.CaseNumber,
            CreatedAt = now, DueAt = dueAt, Status = StatusFor(isConfigured),
        };
        delivery._notifications.Add(new DeliveredNotification(notification.Id));
        return delivery;
    }

    /// <summary>The key of the one message that collects what somebody is told until a moment.</summary>
    internal static string DigestKey(Guid personId, NotificationChannel channel, DateTimeOffset dueAt) => $"digest:{personId:N}:{channel}:{dueAt.UtcDateTime:yyyyMMddHHmm}";

    internal static NotificationDelivery Digest(NotificationChannel channel, Guid personId, DateTimeOffset dueAt, bool isConfigured, DateTimeOffset now) =>
        new()
        {
            Id = NewId.At(now), Key = DigestKey(personId, channel, dueAt), Channel = channel, Kind = NotificationKind.Digest, PersonId = personId, CreatedAt = now, DueAt = dueAt,
            Status = StatusFor(isConfigured),
        };

    internal static NotificationDelivery ToCustomer(Guid linkId, CaseNumber number, bool isConfigured, DateTimeOffset now) =>
        new()
        {
            Id = NewId.At(now), Key = $"customer-link:{linkId:N}", Channel = NotificationChannel.Email, Kind = NotificationKind.CustomerLink, CustomerLinkId = linkId, CaseNumber = number,
            CreatedAt = now, DueAt = now, Status = StatusFor(isConfigured),
        };

    /// <summary>What a customer gets with their link to follow the case.</summary>
    /// <param name="occasion">What it is sent for; the same occasion is told of once.</param>
    internal static NotificationDelivery ToFollower(NotificationKind kind, FollowLink link, Guid occasion, bool isConfigured, DateTimeOffset now) =>
        new()
        {
            Id = NewId.At(now), Key = $"{kind.ToString().ToLowerInvariant()}:{occasion:N}", Channel = NotificationChannel.Email, Kind = kind, FollowLinkId = link.Id, CaseNumber = link.CaseNumber,
            CreatedAt = now, DueAt = now, Status = StatusFor(isConfigured),
        };

    /// <summary>Adds to a digest that nobody has begun to send.</summary>
    internal void Collect(Notification notification)
    {
        _notifications.Add(new DeliveredNotification(notification.Id));
        Revision++;
    }

    /// <summary>False while it is on its way, and when it was sent.</summary>
    public static bool MaySendAgain(DeliveryStatus status) => status is DeliveryStatus.Failed or DeliveryStatus.Uncertain or DeliveryStatus.NotConfigured or DeliveryStatus.Dropped;

    /// <summary>A person has it sent again, whatever became of it so far.</summary>
    internal void SendAgain()
    {
        if (!MaySendAgain(Status))
            throw new RuleViolationException("notification.not-failed", $"Message {Id:N} is {Status}; only one that was not sent is sent again.");
        (Status, LastError) = (DeliveryStatus.Waiting, null);
        Revision++;
    }

    private static DeliveryStatus StatusFor(bool isConfigured) => isConfigured ? DeliveryStatus.Waiting : DeliveryStatus.NotConfigured;
}

/// <summary>A notification that a message tells of.</summary>
public sealed record DeliveredNotification(Guid NotificationId);

internal sealed class NotificationDeliveryConfiguration : IEntityTypeConfiguration<NotificationDelivery>
{
    public void Configure(EntityTypeBuilder<NotificationDelivery> builder)
    {
        builder.ToTable("NotificationDeliveries", "notifications");
        builder.NotInTrials();
        builder.Property(d => d.Key).HasMaxLength(NotificationDelivery.KeyMaxLength).IsUnicode(false);
        builder.Property(d => d.LastError).HasMaxLength(NotificationDelivery.ErrorMaxLength);
        builder.Property(d => d.Revision).IsConcurrencyToken();
        // Two tasks that open at once begin one digest, not two.
        builder.HasIndex(d => d.Key).IsUnique();
        // What was not sent, newest first (administrators' page); nearly all are sent.
        builder.HasIndex(d => d.Id).HasFilter("[Status] <> 'Sent'").HasDatabaseName("IX_NotificationDeliveries_NotSent");
        // What was sent to the customer of a case (its page).
        builder.HasIndex(d => new { d.CaseNumber, d.Id }).HasFilter("[PersonId] IS NULL").HasDatabaseName("IX_NotificationDeliveries_ToCustomers");
        builder.OwnsMany(d => d.Notifications, notification =>
        {
            notification.ToTable("DeliveredNotifications", "notifications");
            notification.WithOwner().HasForeignKey("DeliveryId");
            notification.HasKey("DeliveryId", nameof(DeliveredNotification.NotificationId));
            notification.Property(n => n.NotificationId).ValueGeneratedNever();
        });
    }
}
