using System.Buffers.Text;
using System.Security.Cryptography;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Contracts;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.EquipmentRegister;

/// <summary>A device in service at a customer's (EQP). Its local office answers for it in inquiries (ORG-09, INQ-05).</summary>
public sealed class Equipment : IAuditedEntity
{
    public const int NameMaxLength = 200;
    public const int ModelMaxLength = 100;
    public const int SerialNumberMaxLength = 100;
    public const int ReportTokenMaxLength = 30;

    private Equipment()
    {
    }

    public Guid Id { get; private init; }

    public Guid CustomerId { get; private init; }

    /// <summary>Unique; null where a device came without one.</summary>
    public string? SerialNumber { get; private init; }

    public string Name { get; private set; } = "";

    public string? Model { get; private set; }

    public Guid? ProjectId { get; private set; }

    public Guid? ContractId { get; private set; }

    /// <summary>The local office that serves it; null only for devices of before offices were kept.</summary>
    public Guid? OfficeUnitId { get; private set; }

    /// <summary>初验: the day the customer first accepted it, in company time; null while not (INQ-01, INQ-02).</summary>
    public DateOnly? FirstAcceptedOn { get; private set; }

    /// <summary>开通: the day it went into service; null while not (INQ-02).</summary>
    public DateOnly? OpenedOn { get; private set; }

    /// <summary>What the label on the device leads to; tells nothing of the device to those who guess. Null where no label was made yet.</summary>
    public string? ReportToken { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new($"customer:{CustomerId:N}", nameof(Equipment), Id.ToString("N"));

    public static Equipment Install(Guid customerId, string? serialNumber, EquipmentFacts facts, DateTimeOffset now)
    {
        var equipment = new Equipment { Id = NewId.At(now), CustomerId = customerId, SerialNumber = serialNumber };
        equipment.Apply(facts);
        return equipment;
    }

    public void Change(EquipmentFacts facts)
    {
        Apply(facts);
        Revision++;
    }

    /// <summary>Gives the device a label that can be scanned; another one when there was one, which the old then no longer leads here.</summary>
    public void MakeLabel()
    {
        ReportToken = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        Revision++;
    }

    private void Apply(EquipmentFacts facts) =>
        (Name, Model, ProjectId, ContractId, OfficeUnitId, FirstAcceptedOn, OpenedOn) =
        (facts.Name, facts.Model, facts.ProjectId, facts.ContractId, facts.OfficeUnitId, facts.FirstAcceptedOn, facts.OpenedOn);
}

/// <summary>What is known of a device beside whose it is and its number.</summary>
public sealed record EquipmentFacts(
    string Name, string? Model = null, Guid? ProjectId = null, Guid? ContractId = null, Guid? OfficeUnitId = null, DateOnly? FirstAcceptedOn = null, DateOnly? OpenedOn = null);

internal sealed class EquipmentConfiguration : IEntityTypeConfiguration<Equipment>
{
    public void Configure(EntityTypeBuilder<Equipment> builder)
    {
        builder.ToTable("Equipment", "customers");
        builder.Property(e => e.Name).HasMaxLength(Equipment.NameMaxLength);
        builder.Property(e => e.Model).HasMaxLength(Equipment.ModelMaxLength);
        builder.Property(e => e.SerialNumber).HasMaxLength(Equipment.SerialNumberMaxLength);
        builder.Property(e => e.ReportToken).HasMaxLength(Equipment.ReportTokenMaxLength).IsUnicode(false);
        // The device that a scanned label is on.
        builder.HasIndex(e => e.ReportToken).IsUnique().HasFilter("[ReportToken] IS NOT NULL");
        builder.Property(e => e.Revision).IsConcurrencyToken();
        builder.HasIndex(e => e.SerialNumber).IsUnique().HasFilter("[SerialNumber] IS NOT NULL");
        // What a serial number begins with, or any part of it; and devices of a name or a model (RegisterSearch).
        builder.HasIndex(e => new { e.SerialNumber, e.Name, e.Id });
        builder.HasIndex(e => new { e.Name, e.SerialNumber, e.Id });
        builder.HasIndex(e => new { e.Model, e.SerialNumber, e.Id });
        // The populations of the 100 % rules: all that is first-accepted, and what was opened in a month.
        builder.HasIndex(e => e.FirstAcceptedOn);
        builder.HasIndex(e => e.OpenedOn);
        builder.HasOne<Customer>().WithMany().HasForeignKey(e => e.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Project>().WithMany().HasForeignKey(e => e.ProjectId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Contract>().WithMany().HasForeignKey(e => e.ContractId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(e => e.OfficeUnitId).OnDelete(DeleteBehavior.Restrict);
    }
}
