using AfterSales.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Organisation;

/// <summary>A unit of the company (seed-requirements §1). Units form a tree.</summary>
public sealed class OrganisationUnit : IAuditedEntity
{
    public const int CodeMaxLength = 40;
    public const int NameMaxLength = 200;

    private OrganisationUnit()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Short, unique; workflow definitions name units by it.</summary>
    public string Code { get; private init; } = "";

    public LocalizedText Name { get; private set; } = LocalizedText.Empty;

    public Guid? ParentId { get; private set; }

    AuditSubject IAuditedEntity.Subject => new("organisation", nameof(OrganisationUnit), Code);

    public static OrganisationUnit Create(string code, LocalizedText name, Guid? parentId, DateTimeOffset now) =>
        new() { Id = NewId.At(now), Code = code, Name = name, ParentId = parentId };
}

internal sealed class OrganisationUnitConfiguration : IEntityTypeConfiguration<OrganisationUnit>
{
    public void Configure(EntityTypeBuilder<OrganisationUnit> builder)
    {
        builder.ToTable("OrganisationUnits", "org");
        builder.Property(u => u.Code).HasMaxLength(OrganisationUnit.CodeMaxLength).IsUnicode(false);
        builder.Property(u => u.Name).HasMaxLength(OrganisationUnit.NameMaxLength);
        builder.HasIndex(u => u.Code).IsUnique();
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(u => u.ParentId).OnDelete(DeleteBehavior.Restrict);
    }
}
