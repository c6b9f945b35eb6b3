using System.Security.Cryptography;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Tasks;

/// <summary>A file that came with a task. Its content is in a row of its own, so that lists never load it.</summary>
public sealed class TaskAttachment : IAuditedEntity
{
    public const int FileNameMaxLength = 200;

    /// <summary>Bytes.</summary>
    public const int MaxSize = 10 * 1024 * 1024;

    private TaskAttachment()
    {
    }

    public Guid Id { get; private init; }

    public Guid WorkItemId { get; private init; }

    public CaseNumber CaseNumber { get; private init; }

    public string FileName { get; private init; } = "";

    /// <summary>What the content is, as its own bytes tell; never what the sender said.</summary>
    public string ContentType { get; private init; } = "";

    /// <summary>Bytes.</summary>
    public int Size { get; private init; }

    /// <summary>Hexadecimal SHA-256 of the content.</summary>
    public string Hash { get; private init; } = "";

    public string AddedBy { get; private init; } = "";

    public DateTimeOffset AddedAt { get; private init; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(TaskAttachment), Id.ToString("N"));

    internal static TaskAttachment Of(WorkItem item, string fileName, string contentType, byte[] content, string by, DateTimeOffset now, Guid? id = null) => new()
    {
        Id = id ?? NewId.At(now),
        WorkItemId = item.Id,
        CaseNumber = item.CaseNumber,
        FileName = fileName,
        ContentType = contentType,
        Size = content.Length,
        Hash = Convert.ToHexStringLower(SHA256.HashData(content)),
        AddedBy = by,
        AddedAt = now,
    };
}

/// <summary>The bytes of a <see cref="TaskAttachment"/>.</summary>
public sealed class TaskAttachmentContent
{
    private TaskAttachmentContent()
    {
    }

    public Guid AttachmentId { get; private init; }

    public byte[] Content { get; private init; } = [];

    internal static TaskAttachmentContent Of(TaskAttachment attachment, byte[] content) => new() { AttachmentId = attachment.Id, Content = content };
}

internal sealed class TaskAttachmentConfiguration : IEntityTypeConfiguration<TaskAttachment>
{
    public void Configure(EntityTypeBuilder<TaskAttachment> builder)
    {
        builder.ToTable("TaskAttachments", "tasks");
        builder.Property(a => a.FileName).HasMaxLength(TaskAttachment.FileNameMaxLength);
        builder.Property(a => a.ContentType).HasMaxLength(100).IsUnicode(false);
        builder.Property(a => a.Hash).HasMaxLength(64).IsUnicode(false);
        builder.Property(a => a.AddedBy).HasMaxLength(Person.NameMaxLength);
        builder.HasIndex(a => new { a.WorkItemId, a.Id });
        builder.HasIndex(a => new { a.CaseNumber, a.Id });
    }
}

internal sealed class TaskAttachmentContentConfiguration : IEntityTypeConfiguration<TaskAttachmentContent>
{
    public void Configure(EntityTypeBuilder<TaskAttachmentContent> builder)
    {
        builder.ToTable("TaskAttachmentContents", "tasks");
        builder.NotInTrials();
        builder.HasKey(c => c.AttachmentId);
    }
}
