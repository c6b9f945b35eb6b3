using AfterSales.Domain.Customers;
using AfterSales.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Complaints;

internal sealed class ComplaintConfiguration : IEntityTypeConfiguration<Complaint>
{
    public void Configure(EntityTypeBuilder<Complaint> builder)
    {
        builder.ToTable("Complaints", "cases");
        builder.Ignore(c => c.AuditSubject);
        builder.Property(c => c.Subject).HasMaxLength(Complaint.SubjectMaxLength);
        builder.Property(c => c.Description).HasMaxLength(Complaint.DescriptionMaxLength);
        builder.Property(c => c.RegisteredBy).HasMaxLength(Person.UserNameMaxLength);
        builder.HasIndex(c => c.Number).IsUnique();
        builder.HasOne<Customer>().WithMany().HasForeignKey(c => c.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Project>().WithMany().HasForeignKey(c => c.ProjectId).OnDelete(DeleteBehavior.Restrict);
        builder.OwnsOne(c => c.Complainant, complainant =>
        {
            complainant.Property(c => c.Name).HasMaxLength(Customer.NameMaxLength);
            complainant.Property(c => c.Unit).HasMaxLength(Customer.UnitMaxLength);
            complainant.Property(c => c.Phone).HasMaxLength(Customer.PhoneMaxLength);
            complainant.Property(c => c.Email).HasMaxLength(Customer.EmailMaxLength);
            complainant.Property(c => c.Address).HasMaxLength(Customer.AddressMaxLength);
        });
        builder.Navigation(c => c.Complainant).IsRequired();
    }
}

internal sealed class CaseRecordConfiguration : IEntityTypeConfiguration<CaseRecord>
{
    public void Configure(EntityTypeBuilder<CaseRecord> builder)
    {
        builder.ToTable("CaseRecords", "cases");
        builder.Property(r => r.FormCode).HasMaxLength(CaseRecord.FormCodeMaxLength).IsUnicode(false);
        builder.Property(r => r.SubmittedBy).HasMaxLength(100);
        // Serves the case page and the closing rules.
        builder.HasIndex(r => new { r.CaseNumber, r.FormCode, r.Issue });
    }
}

internal sealed class TrackingSheetConfiguration : IEntityTypeConfiguration<TrackingSheet>
{
    public void Configure(EntityTypeBuilder<TrackingSheet> builder)
    {
        builder.ToTable("TrackingSheets", "cases");
        builder.HasKey(s => s.Number);
        builder.Property(s => s.Number).HasMaxLength(TrackingSheet.NumberMaxLength).IsUnicode(false);
        builder.Ignore(s => s.FormCode);
        // An issue of a case exists once, whoever asks twice.
        builder.HasIndex(s => new { s.CaseNumber, s.Issue }).IsUnique();
    }
}
