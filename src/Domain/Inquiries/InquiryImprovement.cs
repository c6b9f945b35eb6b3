using AfterSales.Domain.Audit;
using AfterSales.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Inquiries;

/// <summary>Why the second tier looks into something (ORG-08).</summary>
public enum ImprovementReason
{
    /// <summary>共性: one topic came up several times in a quarter.</summary>
    Common,

    /// <summary>低分: customers were not satisfied.</summary>
    LowScore,

    /// <summary>满意率低于目标: fewer of a quarter's customers were satisfied than the target says (NUM-06, ACC-23).</summary>
    BelowTarget,
}

/// <summary>An improvement that a division office drafts for what is common or scores low in its local offices, or for a missed target (ORG-08, INQ-05, INQ-11, ACC-23).</summary>
public sealed class InquiryImprovement : IAuditedEntity
{
    public const int DraftMaxLength = 4000;

    private InquiryImprovement()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>The division office; null where none is above the local one.</summary>
    public Guid? DivisionUnitId { get; private init; }

    public ImprovementReason Reason { get; private init; }

    /// <summary>Null for low scores and missed targets, which are about no one topic.</summary>
    public InquiryTopic? Topic { get; private init; }

    /// <summary>The first day of the quarter it is about; one improvement a quarter for each cause.</summary>
    public DateOnly Quarter { get; private init; }

    public Guid WorkItemId { get; private init; }

    public string? Draft { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new("inquiries", nameof(InquiryImprovement), Id.ToString("N"));

    internal static InquiryImprovement Ask(ImprovementCause cause, Guid workItemId, DateTimeOffset now) =>
        new() { Id = NewId.At(now), DivisionUnitId = cause.Division, Reason = cause.Reason, Topic = cause.Topic, Quarter = cause.Quarter, WorkItemId = workItemId };

    public void Keep(string? draft)
    {
        Draft = draft;
        Revision++;
    }
}

/// <param name="Division">Null where none is above the local office.</param>
/// <param name="Quarter">Its first day.</param>
internal sealed record ImprovementCause(Guid? Division, ImprovementReason Reason, InquiryTopic? Topic, DateOnly Quarter);

internal sealed class InquiryImprovementConfiguration : IEntityTypeConfiguration<InquiryImprovement>
{
    public void Configure(EntityTypeBuilder<InquiryImprovement> builder)
    {
        builder.ToTable("InquiryImprovements", "inquiries");
        builder.Property(i => i.Draft).HasMaxLength(InquiryImprovement.DraftMaxLength);
        builder.Property(i => i.Revision).IsConcurrencyToken();
        builder.HasIndex(i => new { i.DivisionUnitId, i.Reason, i.Topic, i.Quarter });
        builder.HasIndex(i => i.WorkItemId).IsUnique();
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(i => i.DivisionUnitId).OnDelete(DeleteBehavior.Restrict);
    }
}
