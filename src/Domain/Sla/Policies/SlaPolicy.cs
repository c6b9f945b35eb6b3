using System.Text.Json;
using AfterSales.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Sla.Policies;

/// <summary>The promises of a contract. The default policy holds for cases whose contract names none, and for metrics of which a contract's policy says nothing.</summary>
public sealed class SlaPolicy : IAuditedEntity
{
    public const int CodeMaxLength = 40;
    public const int NameMaxLength = 300;

    private SlaPolicy()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Short, unique; contracts name policies by it.</summary>
    public string Code { get; private init; } = "";

    public LocalizedText Name { get; private set; } = LocalizedText.Empty;

    /// <summary>One policy is.</summary>
    public bool IsDefault { get; private set; }

    /// <summary>JSON list of <see cref="SlaRule"/>, in the order in which they are tried.</summary>
    public string Rules { get; private set; } = "[]";

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new("policies", nameof(SlaPolicy), Code);

    public static SlaPolicy Create(string code, LocalizedText name, bool isDefault, IReadOnlyList<SlaRule> rules, DateTimeOffset now) =>
        new() { Id = NewId.At(now), Code = code, Name = name, IsDefault = isDefault, Rules = Write(rules) };

    public IReadOnlyList<SlaRule> ReadRules() => JsonSerializer.Deserialize<SlaRule[]>(Rules, JsonText.Options)!;

    public void Change(LocalizedText name, bool isDefault, IReadOnlyList<SlaRule> rules)
    {
        (Name, IsDefault, Rules) = (name, isDefault, Write(rules));
        Revision++;
    }

    /// <summary>Another policy is the default from now on.</summary>
    public void StepBack()
    {
        IsDefault = false;
        Revision++;
    }

    private static string Write(IReadOnlyList<SlaRule> rules) => JsonSerializer.Serialize(rules, JsonText.Options);
}

internal sealed class SlaPolicyConfiguration : IEntityTypeConfiguration<SlaPolicy>
{
    public void Configure(EntityTypeBuilder<SlaPolicy> builder)
    {
        builder.ToTable("SlaPolicies", "sla");
        builder.Property(p => p.Code).HasMaxLength(SlaPolicy.CodeMaxLength).IsUnicode(false);
        builder.Property(p => p.Name).HasMaxLength(SlaPolicy.NameMaxLength);
        builder.Property(p => p.Revision).IsConcurrencyToken();
        builder.HasIndex(p => p.Code).IsUnique();
    }
}
