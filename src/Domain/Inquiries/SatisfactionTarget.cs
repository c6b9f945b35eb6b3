using AfterSales.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Inquiries;

/// <summary>顾客满意率目标: how many of the customers that were asked in a quarter should be satisfied (NUM-06), as data that administrators may change.</summary>
public sealed class SatisfactionTarget : IAuditedEntity
{
    /// <summary>The one target there is, by its number in the source documents.</summary>
    public const string CompanyCode = "NUM-06";

    public const int CodeMaxLength = 10;

    private SatisfactionTarget()
    {
    }

    public string Code { get; private init; } = "";

    /// <summary>In per cent, with one decimal.</summary>
    public decimal Percent { get; private set; }

    /// <summary>The lowest score, of 1 to 5, that counts as satisfied.</summary>
    public int SatisfiedFrom { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new("inquiries", nameof(SatisfactionTarget), Code);

    /// <summary>As the source says: 95 % (NUM-06). What counts as satisfied it does not say; 4 of 5 is the shipped reading.</summary>
    internal static SatisfactionTarget Shipped() => new() { Code = CompanyCode, Percent = 95, SatisfiedFrom = 4 };

    public void Change(decimal percent, int satisfiedFrom)
    {
        (Percent, SatisfiedFrom) = (percent, satisfiedFrom);
        Revision++;
    }
}

internal sealed class SatisfactionTargetConfiguration : IEntityTypeConfiguration<SatisfactionTarget>
{
    public void Configure(EntityTypeBuilder<SatisfactionTarget> builder)
    {
        builder.ToTable("SatisfactionTargets", "inquiries");
        builder.HasKey(t => t.Code);
        builder.Property(t => t.Code).HasMaxLength(SatisfactionTarget.CodeMaxLength).IsUnicode(false);
        builder.Property(t => t.Percent).HasPrecision(4, 1);
        builder.Property(t => t.Revision).IsConcurrencyToken();
    }
}
