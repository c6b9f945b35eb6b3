using AfterSales.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Escalations;

internal sealed class EscalationConfiguration : IEntityTypeConfiguration<Escalation>
{
    public void Configure(EntityTypeBuilder<Escalation> builder)
    {
        builder.ToTable("Escalations", "cases");
        builder.Property(e => e.Reason).HasMaxLength(Escalation.ReasonMaxLength);
        builder.Property(e => e.Solution).HasMaxLength(Escalation.SolutionMaxLength);
        builder.Property(e => e.RaisedBy).HasMaxLength(Person.NameMaxLength);
        builder.Property(e => e.SettledBy).HasMaxLength(Person.NameMaxLength);
        builder.Property(e => e.ProjectCode).HasMaxLength(Project.CodeMaxLength);
        builder.Property(e => e.Revision).IsConcurrencyToken();
        // The ladder of a case, and whether a level of it is open.
        builder.HasIndex(e => new { e.CaseNumber, e.Level });
    }
}
