using System.Globalization;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Customers;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.FieldJobs;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Inquiries;

/// <summary>What one 100 % rule demands in one period. It grows while the period runs, for the population does; nothing ever leaves it.</summary>
public sealed class InquiryPlan : IAuditedEntity
{
    private InquiryPlan()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>The rule and the period, for instance <c>INQ-03/2026-11</c>; tasks stand under it where others stand under their case.</summary>
    public CaseNumber Number { get; private init; }

    public Guid RuleId { get; private init; }

    public DateOnly FirstDay { get; private init; }

    public DateOnly LastDay { get; private init; }

    public DateTimeOffset GeneratedAt { get; private init; }

    AuditSubject IAuditedEntity.Subject => new("inquiries", nameof(InquiryPlan), Number.Value);

    public static InquiryPlan For(InquiryRule rule, PeriodDays period, DateTimeOffset now) =>
        new() { Id = NewId.At(now), Number = NumberOf(rule, period), RuleId = rule.Id, FirstDay = period.First, LastDay = period.Last, GeneratedAt = now };

    public static CaseNumber NumberOf(InquiryRule rule, PeriodDays period) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{rule.Code}/{period.First.Year}-{(rule.Period is InquiryPeriod.Quarter ? $"Q{((period.First.Month - 1) / 3) + 1}" : period.First.Month.ToString("D2", CultureInfo.InvariantCulture))}"));
}

/// <summary>One customer to be asked about one device or job: done when the officer of its local office has asked (INQ-05).</summary>
public sealed class PlannedInquiry
{
    public const int SubjectMaxLength = 200;

    private PlannedInquiry()
    {
    }

    public Guid Id { get; private init; }

    public Guid PlanId { get; private init; }

    /// <summary>The device, or the one that the job was done on.</summary>
    public Guid? EquipmentId { get; private init; }

    /// <summary>Null where the device itself is asked about.</summary>
    public Guid? FieldJobId { get; private init; }

    public Guid CustomerId { get; private init; }

    /// <summary>The local office that asks; null when nobody knows which, and the service-centre manager does.</summary>
    public Guid? OfficeUnitId { get; private init; }

    /// <summary>The serial number or the job's number, by which people know it.</summary>
    public string Subject { get; private init; } = "";

    public Guid WorkItemId { get; private init; }

    public DateTimeOffset? DoneAt { get; private set; }

    public string? DoneBy { get; private set; }

    /// <summary>How satisfied the customer is, 1 to 5; null while not asked.</summary>
    public int? Score { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    internal static PlannedInquiry Plan(InquiryPlan plan, InquiryObject what, Guid workItemId, DateTimeOffset now) => new()
    {
        Id = NewId.At(now),
        PlanId = plan.Id,
        EquipmentId = what.EquipmentId,
        FieldJobId = what.FieldJobId,
        CustomerId = what.CustomerId,
        OfficeUnitId = what.OfficeUnitId,
        Subject = what.Subject,
        WorkItemId = workItemId,
    };

    public void Answer(int? score, string by, DateTimeOffset now)
    {
        (DoneAt, DoneBy, Score) = (now, by, score);
        Revision++;
    }
}

/// <summary>A member of a rule's population.</summary>
internal sealed record InquiryObject(Guid? EquipmentId, Guid? FieldJobId, Guid CustomerId, Guid? OfficeUnitId, string Subject, string Customer);

internal sealed class InquiryPlanConfiguration : IEntityTypeConfiguration<InquiryPlan>
{
    public void Configure(EntityTypeBuilder<InquiryPlan> builder)
    {
        builder.ToTable("InquiryPlans", "inquiries");
        builder.NotInTrials();
        // Two nodes that generate at once meet here, and one of them runs again.
        builder.HasIndex(p => p.Number).IsUnique();
        builder.HasIndex(p => p.FirstDay);
        builder.HasOne<InquiryRule>().WithMany().HasForeignKey(p => p.RuleId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PlannedInquiryConfiguration : IEntityTypeConfiguration<PlannedInquiry>
{
    public void Configure(EntityTypeBuilder<PlannedInquiry> builder)
    {
        builder.ToTable("PlannedInquiries", "inquiries");
        builder.NotInTrials();
        builder.Property(i => i.Subject).HasMaxLength(PlannedInquiry.SubjectMaxLength);
        builder.Property(i => i.DoneBy).HasMaxLength(Person.UserNameMaxLength);
        builder.Property(i => i.Revision).IsConcurrencyToken();
        // Nothing is planned twice in a period; coverage is counted by plan and office.
        builder.HasIndex(i => new { i.PlanId, i.EquipmentId }).IsUnique().HasFilter("[FieldJobId] IS NULL");
        builder.HasIndex(i => new { i.PlanId, i.FieldJobId }).IsUnique().HasFilter("[FieldJobId] IS NOT NULL");
        builder.HasIndex(i => new { i.PlanId, i.OfficeUnitId, i.DoneAt });
        builder.HasIndex(i => i.WorkItemId).IsUnique();
        // A quarter's satisfaction is counted by it (ACC-23).
        builder.HasIndex(i => i.DoneAt);
        builder.HasOne<InquiryPlan>().WithMany().HasForeignKey(i => i.PlanId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Equipment>().WithMany().HasForeignKey(i => i.EquipmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<FieldJob>().WithMany().HasForeignKey(i => i.FieldJobId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(i => i.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(i => i.OfficeUnitId).OnDelete(DeleteBehavior.Restrict);
    }
}
