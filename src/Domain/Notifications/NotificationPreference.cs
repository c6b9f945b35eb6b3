using AfterSales.Domain.Audit;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Notifications;

/// <summary>How somebody wants to hear of one kind outside the product. In the product they always do.</summary>
public sealed class NotificationPreference : IAuditedEntity
{
    private NotificationPreference()
    {
    }

    public Guid PersonId { get; private init; }

    public NotificationKind Kind { get; private init; }

    public bool Email { get; private set; }

    public bool Webhook { get; private set; }

    public DigestChoice Digest { get; private set; }

    /// <summary>False for what may disturb at any hour.</summary>
    public bool KeepsQuietHours { get; private set; }

    AuditSubject IAuditedEntity.Subject => new($"person:{PersonId:N}", nameof(NotificationPreference), Kind.ToString());

    internal static NotificationPreference Of(Guid personId, KindChoice choice)
    {
        var preference = new NotificationPreference { PersonId = personId, Kind = choice.Kind };
        preference.Change(choice);
        return preference;
    }

    internal void Change(KindChoice choice) => (Email, Webhook, Digest, KeepsQuietHours) = (choice.Email, choice.Webhook, choice.Digest, choice.KeepsQuietHours);

    internal KindChoice Choice => new(Kind, Email, Webhook, Digest, KeepsQuietHours);
}

/// <summary>How to hear of one kind.</summary>
public sealed record KindChoice(NotificationKind Kind, bool Email, bool Webhook, DigestChoice Digest, bool KeepsQuietHours)
{
    /// <summary>What holds for who has chosen nothing: what is for oneself comes at once, what is for many is seen in the product.</summary>
    public static KindChoice DefaultFor(NotificationKind kind)
    {
        var isForMe = kind is not (NotificationKind.TaskForGroup or NotificationKind.Copied or NotificationKind.CaseClosed);
        return new KindChoice(kind, isForMe, isForMe, DigestChoice.None, KeepsQuietHours: true);
    }

    internal bool Wants(NotificationChannel channel) => channel == NotificationChannel.Email ? Email : Webhook;
}

internal sealed class NotificationPreferenceConfiguration : IEntityTypeConfiguration<NotificationPreference>
{
    public void Configure(EntityTypeBuilder<NotificationPreference> builder)
    {
        builder.ToTable("NotificationPreferences", "notifications");
        builder.NotInTrials();
        builder.HasKey(p => new { p.PersonId, p.Kind });
        builder.Ignore(p => p.Choice);
        builder.HasOne<Person>().WithMany().HasForeignKey(p => p.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
