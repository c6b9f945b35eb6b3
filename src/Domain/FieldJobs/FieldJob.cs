using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Customers;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.FieldJobs;

/// <summary>One job done on site (现场维护支持). The third 100 % rule asks every customer about every one of them (INQ-03).</summary>
public sealed class FieldJob : IAuditedEntity
{
    public const int NumberMaxLength = 40;

    private FieldJob()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Unique: the number on the job's sheet, or the case's number and which of its jobs it is.</summary>
    public string Number { get; private init; } = "";

    /// <summary>The case it was done for; null for work outside of cases, such as a patrol.</summary>
    public CaseNumber? CaseNumber { get; private init; }

    public Guid CustomerId { get; private init; }

    public Guid? EquipmentId { get; private init; }

    /// <summary>The local office whose people did it.</summary>
    public Guid OfficeUnitId { get; private init; }

    /// <summary>The day it was finished, in company time.</summary>
    public DateOnly DoneOn { get; private init; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber?.Value ?? $"customer:{CustomerId:N}", nameof(FieldJob), Number);

    public static FieldJob Done(string number, CaseNumber? caseNumber, Guid customerId, Guid? equipmentId, Guid officeUnitId, DateOnly on, DateTimeOffset now) =>
        new() { Id = NewId.At(now), Number = number, CaseNumber = caseNumber, CustomerId = customerId, EquipmentId = equipmentId, OfficeUnitId = officeUnitId, DoneOn = on };
}

internal sealed class FieldJobConfiguration : IEntityTypeConfiguration<FieldJob>
{
    public void Configure(EntityTypeBuilder<FieldJob> builder)
    {
        builder.ToTable("FieldJobs", "customers");
        builder.NotInTrials();
        builder.Property(j => j.Number).HasMaxLength(FieldJob.NumberMaxLength);
        builder.HasIndex(j => j.Number).IsUnique();
        // The population of a month; the jobs of a case.
        builder.HasIndex(j => j.DoneOn);
        builder.HasIndex(j => j.CaseNumber);
        builder.HasOne<Customer>().WithMany().HasForeignKey(j => j.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Equipment>().WithMany().HasForeignKey(j => j.EquipmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(j => j.OfficeUnitId).OnDelete(DeleteBehavior.Restrict);
    }
}
