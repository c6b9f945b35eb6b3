using AfterSales.Domain.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Faults;

internal sealed class FaultConfiguration : IEntityTypeConfiguration<Fault>
{
    public void Configure(EntityTypeBuilder<Fault> builder)
    {
        builder.ToTable("Faults", "cases");
        builder.HasKey(f => f.Number);
        builder.Property(f => f.Description).HasMaxLength(Fault.DescriptionMaxLength);
        builder.Property(f => f.SolvedBy).HasMaxLength(Fault.SolvedByMaxLength);
        builder.Property(f => f.Revision).IsConcurrencyToken();
        builder.OwnsOne(f => f.Caller, caller =>
        {
            caller.Property(c => c.Name).HasMaxLength(Customer.NameMaxLength);
            caller.Property(c => c.Unit).HasMaxLength(Customer.UnitMaxLength);
            caller.Property(c => c.Phone).HasMaxLength(Customer.PhoneMaxLength);
            caller.Property(c => c.Email).HasMaxLength(Customer.EmailMaxLength);
            caller.Property(c => c.Address).HasMaxLength(Customer.AddressMaxLength);
        });
        builder.Navigation(f => f.Caller).IsRequired();
    }
}
