using AfterSales.Domain.Audit;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Organisation;

/// <summary>A unit of the company (seed-requirements §1). Units form a tree.</summary>
public sealed class OrganisationUnit : IAuditedEntity
{
    public const int CodeMaxLength = 40;
    public const int NameMaxLength = 200;
    public const int RegionMaxLength = 100;

    private OrganisationUnit()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Short, unique; workflow definitions name units by it.</summary>
    public string Code { get; private init; } = "";

    public LocalizedText Name { get; private set; } = LocalizedText.Empty;

    public Guid? ParentId { get; private set; }

    public UnitKind Kind { get; private set; }

    /// <summary>The region it serves, in words; null where that says nothing.</summary>
    public string? Region { get; private set; }

    /// <summary>Code of the business calendar that its cases are counted in where neither contract nor customer has one; null: that of the unit above.</summary>
    public string? CalendarCode { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new("organisation", nameof(OrganisationUnit), Code);

    public static OrganisationUnit Create(string code, LocalizedText name, Guid? parentId, DateTimeOffset now) =>
        new() { Id = NewId.At(now), Code = code, Name = name, ParentId = parentId };

    public void Change(LocalizedText name, UnitKind kind, string? region, string? calendarCode)
    {
        (Name, Kind, Region, CalendarCode) = (name, kind, region, calendarCode);
        Revision++;
    }

    /// <summary>Hangs the unit, with all that is under it, elsewhere in the tree.</summary>
    /// <param name="above">The new parent and whatever is above it, nearest first; empty: the unit becomes a root.</param>
    /// <exception cref="RuleViolationException">The new parent is the unit itself or under it.</exception>
    public void MoveUnder(IReadOnlyList<OrganisationUnit> above)
    {
        if (above.Any(unit => unit.Id == Id))
            throw new RuleViolationException("unit.cycle", $"Unit {Code} cannot be under {above[0].Code}, which is under {Code}.", Code, above[0].Code);
        Guid? parentId = above.Count is 0 ? null : above[0].Id;
        if (ParentId == parentId)
            return;
        ParentId = parentId;
        Revision++;
        // Two moves at once, each sound, could make a ring together: whoever moves under a unit also changes all that is above it, so one of the two runs again and sees the other.
        foreach (var unit in above)
            unit.Revision++;
    }
}

internal sealed class OrganisationUnitConfiguration : IEntityTypeConfiguration<OrganisationUnit>
{
    public void Configure(EntityTypeBuilder<OrganisationUnit> builder)
    {
        builder.ToTable("OrganisationUnits", "org");
        builder.Property(u => u.Code).HasMaxLength(OrganisationUnit.CodeMaxLength).IsUnicode(false);
        builder.Property(u => u.Name).HasMaxLength(OrganisationUnit.NameMaxLength);
        builder.Property(u => u.Kind).HasDefaultValue(UnitKind.Department);
        builder.Property(u => u.Region).HasMaxLength(OrganisationUnit.RegionMaxLength);
        builder.Property(u => u.CalendarCode).HasMaxLength(BusinessCalendar.CodeMaxLength).IsUnicode(false);
        builder.Property(u => u.Revision).IsConcurrencyToken();
        builder.HasIndex(u => u.Code).IsUnique();
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(u => u.ParentId).OnDelete(DeleteBehavior.Restrict);
    }
}
