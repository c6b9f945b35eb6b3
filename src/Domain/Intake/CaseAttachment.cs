using System.Security.Cryptography;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Intake;

/// <summary>A file that came with a case rather than with one of its tasks: a customer's photo, what was attached to a mail. Its content is in a row of its own, so that lists never load it.</summary>
public sealed class CaseAttachment : IAuditedEntity
{
    /// <summary>Files that one case takes from outside.</summary>
    public const int MostPerCase = 30;

    private CaseAttachment()
    {
    }

    public Guid Id { get; private init; }

    public CaseNumber CaseNumber { get; private set; }

    public string FileName { get; private init; } = "";

    /// <summary>What the content is, as its own bytes tell; never what the sender said.</summary>
    public string ContentType { get; private init; } = "";

    /// <summary>Bytes.</summary>
    public int Size { get; private init; }

    /// <summary>Hexadecimal SHA-256 of the content.</summary>
    public string Hash { get; private init; } = "";

    public bool IsFromCustomer { get; private set; }

    public string AddedBy { get; private init; } = "";

    public DateTimeOffset AddedAt { get; private init; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(CaseAttachment), Id.ToString("N"));

    /// <summary>Goes along when its case is merged into another; who added it and when stay.</summary>
    /// <param name="isSameCustomer">False: the other case's customer has not sent it, and does not see it.</param>
    internal void MoveTo(CaseNumber other, bool isSameCustomer) => (CaseNumber, IsFromCustomer) = (other, IsFromCustomer && isSameCustomer);

    internal static CaseAttachment Of(CaseNumber number, string fileName, string contentType, byte[] content, bool isFromCustomer, string by, DateTimeOffset now) => new()
    {
        Id = NewId.At(now),
        CaseNumber = number,
        FileName = fileName,
        ContentType = contentType,
        Size = content.Length,
        Hash = Convert.ToHexStringLower(SHA256.HashData(content)),
        IsFromCustomer = isFromCustomer,
        AddedBy = by,
        AddedAt = now,
    };
}

/// <summary>The bytes of a <see cref="CaseAttachment"/>.</summary>
public sealed class CaseAttachmentContent
{
    private CaseAttachmentContent()
    {
    }

    public Guid AttachmentId { get; private init; }

    public byte[] Content { get; private init; } = [];

    internal static CaseAttachmentContent Of(CaseAttachment attachment, byte[] content) => new() { AttachmentId = attachment.Id, Content = content };
}

internal sealed class CaseAttachmentConfiguration : IEntityTypeConfiguration<CaseAttachment>
{
    public void Configure(EntityTypeBuilder<CaseAttachment> builder)
    {
        builder.ToTable("CaseAttachments", "cases");
        builder.Property(a => a.FileName).HasMaxLength(TaskAttachment.FileNameMaxLength);
        builder.Property(a => a.ContentType).HasMaxLength(100).IsUnicode(false);
        builder.Property(a => a.Hash).HasMaxLength(64).IsUnicode(false);
        builder.Property(a => a.AddedBy).HasMaxLength(Person.NameMaxLength);
        builder.HasIndex(a => new { a.CaseNumber, a.Id });
    }
}

internal sealed class CaseAttachmentContentConfiguration : IEntityTypeConfiguration<CaseAttachmentContent>
{
    public void Configure(EntityTypeBuilder<CaseAttachmentContent> builder)
    {
        builder.ToTable("CaseAttachmentContents", "cases");
        builder.NotInTrials();
        builder.HasKey(c => c.AttachmentId);
    }
}
