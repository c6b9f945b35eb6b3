using AfterSales.Domain.Contracts;
using AfterSales.Domain.Customers;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Cases;

internal sealed class CaseFileConfiguration : IEntityTypeConfiguration<CaseFile>
{
    public void Configure(EntityTypeBuilder<CaseFile> builder)
    {
        builder.ToTable("CaseFiles", "cases");
        builder.HasKey(c => c.Number);
        builder.Ignore(c => c.AuditSubject);
        builder.Ignore(c => c.IsEnded);
        builder.Property(c => c.Subject).HasMaxLength(CaseFile.SubjectMaxLength);
        builder.Property(c => c.OpenedBy).HasMaxLength(Person.UserNameMaxLength);
        builder.Property(c => c.Revision).IsConcurrencyToken();
        builder.HasOne<Customer>().WithMany().HasForeignKey(c => c.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Project>().WithMany().HasForeignKey(c => c.ProjectId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Contract>().WithMany().HasForeignKey(c => c.ContractId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Equipment>().WithMany().HasForeignKey(c => c.EquipmentId).OnDelete(DeleteBehavior.Restrict);
        // The list of cases, newest first; the number tells two of one moment apart.
        builder.HasIndex(c => new { c.OpenedAt, c.Number });
        // The few that are hidden from most.
        builder.HasIndex(c => new { c.IsConfidential, c.Number });
        // The cases that came from a case.
        builder.HasIndex(c => c.ParentCase).HasFilter("[ParentCase] IS NOT NULL");
        // The cases that went into a case.
        builder.HasIndex(c => c.MergedInto).HasFilter("[MergedInto] IS NOT NULL");
    }
}
