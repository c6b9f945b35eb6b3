using AfterSales.Domain.Audit;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Notifications;
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
    public string Name { get; private set; } = "";

    /// <summary>The customer's company or authority; null for a private person.</summary>
    public string? Unit { get; private set; }

    public string? Phone { get; private set; }

    /// <summary>The digits of the number, by which whoever calls is found however it is written; null without any.</summary>
    public string? PhoneDigits { get; private set; }

    /// <summary>Of these digits what is left without the country's and the area's, by which people know a number where they are; null where it has neither.</summary>
    public string? LocalDigits { get; private set; }

    public string? Email { get; private set; }

    public string? Address { get; private set; }

    /// <summary>The office that serves it, where no device of its case says; null: the only one that serves any of its devices.</summary>
    public Guid? OfficeUnitId { get; private set; }

    /// <summary>What it is written to in where a case does not say; null when nobody asked.</summary>
    public TemplateLanguage? Language { get; private set; }

    /// <summary>Code of the business calendar its working time is counted in where its contract names none; null: that of the office that serves it.</summary>
    public string? CalendarCode { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new($"customer:{Id:N}", nameof(Customer), Id.ToString("N"));

    public static Customer Register(string name, string? unit, string? phone, string? email, string? address, DateTimeOffset now) => Register(new CustomerFacts(name, unit, phone, email, address), now);

    public static Customer Register(CustomerFacts facts, DateTimeOffset now)
    {
        var customer = new Customer { Id = NewId.At(now) };
        customer.Apply(facts);
        return customer;
    }

    public void Change(CustomerFacts facts)
    {
        Apply(facts);
        Revision++;
    }

    public void CountIn(string? calendarCode)
    {
        CalendarCode = calendarCode;
        Revision++;
    }

    private void Apply(CustomerFacts facts)
    {
        var digits = PhoneNumbers.Digits(facts.Phone);
        (Name, Unit, Phone, Email, Address, OfficeUnitId, Language) = (facts.Name, facts.Unit, facts.Phone, facts.Email, facts.Address, facts.OfficeUnitId, facts.Language);
        (PhoneDigits, LocalDigits) = (digits.Length > 0 ? digits : null, PhoneNumbers.Local(digits));
    }
}

/// <summary>What is known of a customer beside its calendar.</summary>
public sealed record CustomerFacts(
    string Name, string? Unit = null, string? Phone = null, string? Email = null, string? Address = null, Guid? OfficeUnitId = null, TemplateLanguage? Language = null);

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
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(c => c.OfficeUnitId).OnDelete(DeleteBehavior.Restrict);
        // Finds the customer a new complaint belongs to.
        builder.HasIndex(c => new { c.Name, c.Phone });
    }
}
