using AfterSales.Domain.Audit;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Notifications;

/// <summary>Where and when somebody is reached outside the product. Who has none is told in the product only.</summary>
public sealed class ContactAddress : IAuditedEntity
{
    public const int EmailMaxLength = 200;
    public const int WebhookUserMaxLength = 100;
    public const int DefaultDigestHour = 8;

    private ContactAddress()
    {
    }

    public Guid PersonId { get; private init; }

    public string? Email { get; private set; }

    /// <summary>Who the person is to the chat robot: it mentions them by it.</summary>
    public string? WebhookUser { get; private set; }

    public TemplateLanguage Language { get; private set; }

    /// <summary>Code of the calendar outside whose working time it stays quiet; null: messages come at any hour.</summary>
    public string? QuietCalendar { get; private set; }

    /// <summary>The hour of the company's day at which a daily digest comes, 0 to 23.</summary>
    public int DigestHour { get; private set; } = DefaultDigestHour;

    AuditSubject IAuditedEntity.Subject => new($"person:{PersonId:N}", nameof(ContactAddress), PersonId.ToString("N"));

    internal static ContactAddress Of(Guid personId) => new() { PersonId = personId };

    internal void Change(string? email, string? webhookUser, TemplateLanguage language, string? quietCalendar, int digestHour) =>
        (Email, WebhookUser, Language, QuietCalendar, DigestHour) = (email, webhookUser, language, quietCalendar, digestHour);

    internal bool Has(NotificationChannel channel) => (channel == NotificationChannel.Email ? Email : WebhookUser) is { Length: > 0 };
}

internal sealed class ContactAddressConfiguration : IEntityTypeConfiguration<ContactAddress>
{
    public void Configure(EntityTypeBuilder<ContactAddress> builder)
    {
        builder.ToTable("ContactAddresses", "notifications");
        // Nobody outside hears of a trial, so it needs to know neither addresses nor words.
        builder.NotInTrials();
        builder.HasKey(c => c.PersonId);
        builder.Property(c => c.PersonId).ValueGeneratedNever();
        builder.Property(c => c.Email).HasMaxLength(ContactAddress.EmailMaxLength);
        builder.Property(c => c.WebhookUser).HasMaxLength(ContactAddress.WebhookUserMaxLength);
        builder.Property(c => c.QuietCalendar).HasMaxLength(BusinessCalendar.CodeMaxLength).IsUnicode(false);
        builder.HasOne<Person>().WithOne().HasForeignKey<ContactAddress>(c => c.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
