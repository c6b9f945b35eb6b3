using System.Security.Cryptography;
using System.Text;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Intake;

/// <summary>What became of a mail.</summary>
public enum MailOutcome
{
    /// <summary>It opened a complaint.</summary>
    NewCase,

    /// <summary>It was put down on the case it answers.</summary>
    Note,

    /// <summary>No person wrote it: an absence notice, a bounce, a list.</summary>
    Ignored,
}

/// <summary>A mail that was taken in. The same one, delivered again or fetched twice, changes nothing.</summary>
public sealed class ReceivedMail : IAuditedEntity
{
    public const int MessageIdMaxLength = 500;

    private ReceivedMail()
    {
    }

    /// <summary>Hexadecimal SHA-256 of the message id, whatever its length.</summary>
    public string Id { get; private init; } = "";

    /// <summary>Cut where it is too long; for people.</summary>
    public string MessageId { get; private init; } = "";

    public MailOutcome Outcome { get; private init; }

    /// <summary>Null where it was ignored.</summary>
    public string? Case { get; private init; }

    /// <summary>The open case that it names without its sender being known to it: it opened a case of its own, and whoever reads that decides. Null for all others.</summary>
    public string? NamedCase { get; private init; }

    public DateTimeOffset ReceivedAt { get; private init; }

    AuditSubject IAuditedEntity.Subject => new(Case ?? "intake", nameof(ReceivedMail), Id);

    internal static string IdOf(string messageId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId.Trim('<', '>', ' '))));

    internal static ReceivedMail Of(string messageId, MailOutcome outcome, CaseNumber? number, CaseNumber? named, DateTimeOffset now) => new()
    {
        Id = IdOf(messageId),
        MessageId = messageId[..Math.Min(messageId.Length, MessageIdMaxLength)],
        Outcome = outcome,
        Case = number?.Value,
        NamedCase = named?.Value,
        ReceivedAt = now,
    };
}

internal sealed class ReceivedMailConfiguration : IEntityTypeConfiguration<ReceivedMail>
{
    public void Configure(EntityTypeBuilder<ReceivedMail> builder)
    {
        builder.ToTable("ReceivedMails", "intake");
        builder.NotInTrials();
        builder.Property(m => m.Id).HasMaxLength(64).IsUnicode(false);
        builder.Property(m => m.MessageId).HasMaxLength(ReceivedMail.MessageIdMaxLength);
        builder.Property(m => m.Case).HasMaxLength(CaseNumber.MaxLength).IsUnicode(false);
        builder.Property(m => m.NamedCase).HasMaxLength(CaseNumber.MaxLength).IsUnicode(false);
        // The page of a case shows which case its mail names, and which cases name it; hardly any mail does.
        builder.HasIndex(m => m.Case).HasFilter("[NamedCase] IS NOT NULL");
        builder.HasIndex(m => m.NamedCase).HasFilter("[NamedCase] IS NOT NULL");
    }
}
