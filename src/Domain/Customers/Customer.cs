using AfterSales.Domain.Audit;
using AfterSales.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Customers;

/// <summary>An entry of the customer register (FRM-05).</summary>
public sealed class Customer : IAuditedEntity
{
    public const int NameMaxLength = 100;
    public const int UnitMaxLength = 200;
    public const int PhoneMaxLength = 40;
    public const int EmailMaxLength = 200;
    public const int AddressMaxLength = 300;

    private Customer()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>The contact person.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The customer's company or authority; null for a private person.</summary>
    public string? Unit { get; private init; }

    public string? Phone { get; private set; }

    public string? Email { get; private set; }

    public string? Address { get; private set; }

    AuditSubject IAuditedEntity.Subject => new($"customer:{Id:N}", nameof(Customer), Id.ToString("N"));

    public static Customer Register(string name, string? unit, string? phone, string? email, string? address, DateTimeOffset now) =>
        new() { Id = NewId.At(now), Name = name, Unit = unit, Phone = phone, Email = email, Address = address };
}

/// <summary>A device in service at a customer's (EQP).</summary>
public sealed class Equipment : IAuditedEntity
{
    public const int NameMaxLength = 200;
    public const int SerialNumberMaxLength = 100;

    private Equipment()
    {
    }

    public Guid Id { get; private init; }

    public Guid CustomerId { get; private init; }

    public Guid? ProjectId { get; private init; }

    public string Name { get; private init; } = "";

    public string? SerialNumber { get; private init; }

    AuditSubject IAuditedEntity.Subject => new($"customer:{CustomerId:N}", nameof(Equipment), Id.ToString("N"));

    public static Equipment Install(Guid customerId, Guid? projectId, string name, string? serialNumber, DateTimeOffset now) =>
        new() { Id = NewId.At(now), CustomerId = customerId, ProjectId = projectId, Name = name, SerialNumber = serialNumber };
}

internal sealed class CustomerConfiguration : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder)
    {
        builder.ToTable("Customers", "customers");
        builder.Property(c => c.Name).HasMaxLength(Customer.NameMaxLength);
        builder.Property(c => c.Unit).HasMaxLength(Customer.UnitMaxLength);
        builder.Property(c => c.Phone).HasMaxLength(Customer.PhoneMaxLength);
        builder.Property(c => c.Email).HasMaxLength(Customer.EmailMaxLength);
        builder.Property(c => c.Address).HasMaxLength(Customer.AddressMaxLength);
        // Finds the customer a new complaint belongs to.
        builder.HasIndex(c => new { c.Name, c.Phone });
    }
}

internal sealed class EquipmentConfiguration : IEntityTypeConfiguration<Equipment>
{
    public void Configure(EntityTypeBuilder<Equipment> builder)
    {
        builder.ToTable("Equipment", "customers");
        builder.Property(e => e.Name).HasMaxLength(Equipment.NameMaxLength);
        builder.Property(e => e.SerialNumber).HasMaxLength(Equipment.SerialNumberMaxLength);
        builder.HasOne<Customer>().WithMany().HasForeignKey(e => e.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Project>().WithMany().HasForeignKey(e => e.ProjectId).OnDelete(DeleteBehavior.Restrict);
    }
}
