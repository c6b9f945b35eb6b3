using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Inquiries;

/// <summary>What customers are asked about (INQ-04).</summary>
public enum InquiryTopic
{
    Supply,
    Running,
    Installation,
    Service,
    Training,
}

/// <summary>询检问题 FRM-21: something a customer said when asked, followed until they are satisfied (PRC-16, INQ-06…09). Its case file is under the same number.</summary>
public sealed class InquiryIssue : IAuditedEntity
{
    public const int DescriptionMaxLength = 2000;

    private InquiryIssue()
    {
    }

    public CaseNumber CaseNumber { get; private init; }

    /// <summary>The planned inquiry it came up in; null when it came up otherwise, such as on a quality visit (PRC-12, PRC-27).</summary>
    public Guid? PlannedInquiryId { get; private init; }

    public InquiryTopic Topic { get; private init; }

    public string Description { get; private init; } = "";

    /// <summary>The local office whose officer follows it.</summary>
    public Guid? OfficeUnitId { get; private init; }

    public DateTimeOffset RecordedAt { get; private init; }

    /// <summary>When the customer agreed to the present plan; null while not: no work begins before (INQ-07).</summary>
    public DateTimeOffset? ConsentAt { get; private set; }

    /// <summary>Who of the customer's agreed.</summary>
    public string? ConsentBy { get; private set; }

    public DateTimeOffset? WorkStartedAt { get; private set; }

    /// <summary>重点: it came back once already and is followed with priority (INQ-09).</summary>
    public bool IsKey { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(InquiryIssue), CaseNumber.Value);

    public static InquiryIssue Record(CaseNumber number, Guid? plannedInquiryId, InquiryTopic topic, string description, Guid? officeUnitId, DateTimeOffset now) =>
        new() { CaseNumber = number, PlannedInquiryId = plannedInquiryId, Topic = topic, Description = description, OfficeUnitId = officeUnitId, RecordedAt = now };

    /// <summary>Keeps that the customer agreed to the plan.</summary>
    public void Consent(string by, DateTimeOffset now)
    {
        (ConsentAt, ConsentBy) = (now, by);
        Revision++;
    }

    /// <summary>Work begins. Refused before the customer has agreed (INQ-07, ACC-13).</summary>
    public void StartWork(DateTimeOffset now)
    {
        RequireConsent();
        WorkStartedAt = now;
        Revision++;
    }

    /// <summary>Not fully solved: issued again as a key one; a new plan takes a new consent (INQ-09).</summary>
    public void Reissue()
    {
        (IsKey, ConsentAt, ConsentBy, WorkStartedAt) = (true, null, null, null);
        Revision++;
    }

    /// <exception cref="RuleViolationException"><c>inquiry.no-consent</c>.</exception>
    public void RequireConsent()
    {
        if (ConsentAt is null)
            throw new RuleViolationException("inquiry.no-consent", $"The customer has not agreed to the plan for {CaseNumber}; no work before that.", CaseNumber.Value);
    }
}

internal sealed class InquiryIssueConfiguration : IEntityTypeConfiguration<InquiryIssue>
{
    public void Configure(EntityTypeBuilder<InquiryIssue> builder)
    {
        builder.ToTable("InquiryIssues", "inquiries");
        builder.HasKey(i => i.CaseNumber);
        builder.Property(i => i.Description).HasMaxLength(InquiryIssue.DescriptionMaxLength);
        builder.Property(i => i.ConsentBy).HasMaxLength(100);
        builder.Property(i => i.Revision).IsConcurrencyToken();
        // How often a topic came up of late (ORG-08).
        builder.HasIndex(i => new { i.Topic, i.RecordedAt });
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(i => i.OfficeUnitId).OnDelete(DeleteBehavior.Restrict);
    }
}
