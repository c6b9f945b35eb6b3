using AfterSales.Domain.Audit;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Contracts;

/// <summary>What was agreed with a customer: how long equipment is under warranty, and by which policy and calendar times are promised (Q-01, NUM-08…10).</summary>
public sealed class Contract : IAuditedEntity
{
    public const int CodeMaxLength = 40;
    public const int NameMaxLength = 200;

    private Contract()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Unique; people and files name contracts by it.</summary>
    public string Code { get; private init; } = "";

    public LocalizedText Name { get; private set; } = LocalizedText.Empty;

    public Guid CustomerId { get; private init; }

    public Guid? ProjectId { get; private set; }

    /// <summary>The first day under warranty, in company time.</summary>
    public DateOnly WarrantyFrom { get; private set; }

    /// <summary>The last day under warranty (ACC-18).</summary>
    public DateOnly WarrantyUntil { get; private set; }

    /// <summary>Code of the policy that promises its times; null: the default policy.</summary>
    public string? PolicyCode { get; private set; }

    /// <summary>Code of the business calendar its working time is counted in; null: the company's.</summary>
    public string? CalendarCode { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new($"customer:{CustomerId:N}", nameof(Contract), Code);

    public static Contract Sign(string code, Guid customerId, ContractTerms terms, DateTimeOffset now)
    {
        var contract = new Contract { Id = NewId.At(now), Code = code, CustomerId = customerId };
        contract.Apply(terms);
        return contract;
    }

    public void Change(ContractTerms terms)
    {
        Apply(terms);
        Revision++;
    }

    /// <summary>Whether a day is under warranty; both border days are (ACC-18).</summary>
    public bool IsInWarrantyOn(DateOnly day) => WarrantyFrom <= day && day <= WarrantyUntil;

    private void Apply(ContractTerms terms) =>
        (Name, ProjectId, WarrantyFrom, WarrantyUntil, PolicyCode, CalendarCode) =
        (terms.Name, terms.ProjectId, terms.WarrantyFrom, terms.WarrantyUntil, terms.PolicyCode, terms.CalendarCode);
}

/// <summary>What of a contract can be agreed anew.</summary>
public sealed record ContractTerms(LocalizedText Name, Guid? ProjectId, DateOnly WarrantyFrom, DateOnly WarrantyUntil, string? PolicyCode, string? CalendarCode);

internal sealed class ContractConfiguration : IEntityTypeConfiguration<Contract>
{
    /// <summary>Policies are named by it here and in the policies' own table.</summary>
    private const int PolicyCodeMaxLength = 40;

    public void Configure(EntityTypeBuilder<Contract> builder)
    {
        builder.ToTable("Contracts", "customers");
        builder.Property(c => c.Code).HasMaxLength(Contract.CodeMaxLength);
        builder.Property(c => c.Name).HasMaxLength(Contract.NameMaxLength);
        builder.Property(c => c.PolicyCode).HasMaxLength(PolicyCodeMaxLength).IsUnicode(false);
        builder.Property(c => c.CalendarCode).HasMaxLength(BusinessCalendar.CodeMaxLength).IsUnicode(false);
        builder.Property(c => c.Revision).IsConcurrencyToken();
        builder.HasIndex(c => c.Code).IsUnique();
        builder.HasOne<Customer>().WithMany().HasForeignKey(c => c.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Project>().WithMany().HasForeignKey(c => c.ProjectId).OnDelete(DeleteBehavior.Restrict);
    }
}
