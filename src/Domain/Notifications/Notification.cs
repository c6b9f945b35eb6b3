using System.Text.Json;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Notifications;

/// <summary>
/// Something one person is told of in the product. Not audited: it is a consequence of a change that is. Its words are made when it is read, from the template of its kind.
/// </summary>
public sealed class Notification
{
    private Notification()
    {
    }

    public Guid Id { get; private init; }

    public Guid PersonId { get; private init; }

    public NotificationKind Kind { get; private init; }

    public CaseNumber? CaseNumber { get; private init; }

    public Guid? WorkItemId { get; private init; }

    /// <summary>JSON object: placeholder → text, in one or both languages. What a placeholder says of the case is looked up when it is read.</summary>
    public string Values { get; private init; } = "{}";

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? ReadAt { get; private set; }

    internal static Notification Of(Guid personId, NotificationContent content, DateTimeOffset now) =>
        new()
        {
            Id = NewId.At(now),
            PersonId = personId,
            Kind = content.Kind,
            CaseNumber = content.Case,
            WorkItemId = content.WorkItemId,
            Values = JsonSerializer.Serialize(content.Values, JsonText.Options),
            CreatedAt = now,
        };

    public IReadOnlyDictionary<string, LocalizedText> ReadValues() => JsonSerializer.Deserialize<Dictionary<string, LocalizedText>>(Values, JsonText.Options)!;

    /// <summary>Reading twice leaves the first time.</summary>
    public void MarkRead(DateTimeOffset now) => ReadAt ??= now;
}

/// <summary>What a notification says, to whomever.</summary>
internal sealed record NotificationContent(NotificationKind Kind, CaseNumber? Case, Guid? WorkItemId, IReadOnlyDictionary<string, LocalizedText> Values);

internal sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("Notifications", "notifications");
        builder.NotInTrials();
        // Somebody's notifications, newest first.
        builder.HasIndex(n => new { n.PersonId, n.Id }, "IX_Notifications_ByPerson");
        // The bell: how many are unread, and which.
        builder.HasIndex(n => new { n.PersonId, n.Id }, "IX_Notifications_Unread").HasFilter("[ReadAt] IS NULL");
        builder.HasOne<Person>().WithMany().HasForeignKey(n => n.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
