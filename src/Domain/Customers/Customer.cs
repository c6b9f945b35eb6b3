using AfterSales.Domain.Audit;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Intake;
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

    /// <summary>The digits of the number, by which whoever calls is found however it is written; null without any.</summary>
    public string? PhoneDigits { get; private init; }

    /// <summary>Of these digits what is left without the country's and the area's, by which people know a number where they are; null where it has neither.</summary>
    public string? LocalDigits { get; private init; }

    public string? Email { get; private set; }

    public string? Address { get; private set; }

    /// <summary>Code of the business calendar its working time is counted in where its contract names none; null: that of the office that serves it.</summary>
    public string? CalendarCode { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new($"customer:{Id:N}", nameof(Customer), Id.ToString("N"));

    public static Customer Register(string name, string? unit, string? phone, string? email, string? address, DateTimeOffset now)
    {
        var digits = PhoneNumbers.Digits(phone);
        return new() { Id = NewId.At(now), Name = name, Unit = unit, Phone = phone, PhoneDigits = digits.Length > 0 ? digits : null, LocalDigits = PhoneNumbers.Local(digits), Email = email, Address = address };
    }

    public void CountIn(string? calendarCode)
    {
        CalendarCode = calendarCode;
        Revision++;
    }
}

internal sealed class CustomerConfiguration : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder)
    {
        builder.ToTable("Customers", "customers");
        builder.Property(c => c.Name).HasMaxLength(Customer.NameMaxLength);
        builder.Property(c => c.Unit).HasMaxLength(Customer.UnitMaxLength);
        builder.Property(c => c.Phone).HasMaxLength(Customer.PhoneMaxLength);
        builder.Property(c => c.PhoneDigits).HasMaxLength(Customer.PhoneMaxLength).IsUnicode(false).NotAudited();
        builder.Property(c => c.LocalDigits).HasMaxLength(Customer.PhoneMaxLength).IsUnicode(false).NotAudited();
        // Who calls (RegisterSearch): what a number, a name or a unit begins with. Where nothing begins so, parts are looked for in the first and the third, which hold no more than that.
        builder.HasIndex(c => new { c.PhoneDigits, c.Id }).HasFilter("[PhoneDigits] IS NOT NULL");
        builder.HasIndex(c => new { c.LocalDigits, c.Id }).HasFilter("[LocalDigits] IS NOT NULL");
        builder.HasIndex(c => new { c.Name, c.Unit, c.Id });
        builder.HasIndex(c => new { c.Unit, c.Name, c.Id });
        builder.Property(c => c.Email).HasMaxLength(Customer.EmailMaxLength);
        builder.Property(c => c.Address).HasMaxLength(Customer.AddressMaxLength);
        builder.Property(c => c.CalendarCode).HasMaxLength(BusinessCalendar.CodeMaxLength).IsUnicode(false);
        builder.Property(c => c.Revision).IsConcurrencyToken();
        // Finds the customer a new complaint belongs to.
        builder.HasIndex(c => new { c.Name, c.Phone });
    }
}
