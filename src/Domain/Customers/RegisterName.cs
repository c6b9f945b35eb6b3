using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Customers;

public enum RegisterNameKind
{
    /// <summary>A customer's company or authority.</summary>
    CustomerUnit,

    EquipmentName,

    EquipmentModel,
}

/// <summary>
/// What many entries of the registers are called alike, kept once: a part of a name is looked for among these few and not among all the entries (FRM-05). It stays when nothing is called
/// so any more, for then it leads to nothing.
/// </summary>
public sealed class RegisterName
{
    private RegisterName()
    {
    }

    public Guid Id { get; private init; }

    public RegisterNameKind Kind { get; private init; }

    public string Text { get; private init; } = "";

    public static RegisterName Of(RegisterNameKind kind, string text, DateTimeOffset now) => new() { Id = NewId.At(now), Kind = kind, Text = text };
}

public static class RegisterNames
{
    /// <summary>Sees to it that a name is among those that are looked through. Two commits at once may both keep it, which does no harm.</summary>
    public static async Task KeepNameAsync(this AfterSalesDbContext db, RegisterNameKind kind, string? text, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(text) || db.Set<RegisterName>().Local.Any(name => name.Kind == kind && name.Text == text))
            return;
        if (!await db.Set<RegisterName>().AnyAsync(name => name.Kind == kind && name.Text == text, cancellationToken))
            db.Add(RegisterName.Of(kind, text, now));
    }
}

internal sealed class RegisterNameConfiguration : IEntityTypeConfiguration<RegisterName>
{
    public void Configure(EntityTypeBuilder<RegisterName> builder)
    {
        builder.ToTable("RegisterNames", "customers").NotInTrials();
        // Names of the present entries were given the ids of those when this table was made, so that only the two together are unique.
        builder.HasKey(n => new { n.Kind, n.Id });
        builder.Property(n => n.Text).HasMaxLength(Math.Max(Customer.UnitMaxLength, Equipment.NameMaxLength));
        // Holds all that is looked through, and finds a name that is to be kept.
        builder.HasIndex(n => new { n.Kind, n.Text });
    }
}
