using AfterSales.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Organisation;

/// <summary>A post certificate FRM-35: somebody was trained and examined for a kind of work, for one project or for all.</summary>
public sealed class PostCertificate : IAuditedEntity
{
    public const int KindMaxLength = 60;

    private PostCertificate()
    {
    }

    public Guid Id { get; private init; }

    public Guid PersonId { get; private init; }

    /// <summary>What it certifies, in words that projects and tasks demand it by.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>The project it is for; null: any.</summary>
    public Guid? ProjectId { get; private init; }

    /// <summary>The last day it is good for, in company time.</summary>
    public DateOnly ValidUntil { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new("organisation", nameof(PostCertificate), Id.ToString("N"));

    public static PostCertificate Grant(Guid personId, string kind, Guid? projectId, DateOnly validUntil, DateTimeOffset now) =>
        new() { Id = NewId.At(now), PersonId = personId, Kind = kind, ProjectId = projectId, ValidUntil = validUntil };

    /// <summary>Renews it, or ends it early.</summary>
    public void ChangeEnd(DateOnly validUntil)
    {
        ValidUntil = validUntil;
        Revision++;
    }
}

internal sealed class PostCertificateConfiguration : IEntityTypeConfiguration<PostCertificate>
{
    public void Configure(EntityTypeBuilder<PostCertificate> builder)
    {
        builder.ToTable("PostCertificates", "org");
        builder.Property(c => c.Kind).HasMaxLength(PostCertificate.KindMaxLength);
        builder.Property(c => c.Revision).IsConcurrencyToken();
        // Whether somebody holds what a task demands.
        builder.HasIndex(c => new { c.PersonId, c.Kind });
        builder.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Project>().WithMany().HasForeignKey(c => c.ProjectId).OnDelete(DeleteBehavior.Restrict);
    }
}
