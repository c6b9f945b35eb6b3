using AfterSales.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Host.Accounts;

/// <summary>A program's way to act as a person. Only the hash is kept: the token itself is shown once.</summary>
public sealed class AccessToken : IAuditedEntity
{
    public const int NameMaxLength = 100;

    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>What the person calls it, for instance the program that uses it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Hexadecimal SHA-256 of the token.</summary>
    public string Hash { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    AuditSubject IAuditedEntity.Subject => new($"account:{AccountId:N}", nameof(AccessToken), Id.ToString("N"));
}

internal sealed class AccessTokenConfiguration : IEntityTypeConfiguration<AccessToken>
{
    public void Configure(EntityTypeBuilder<AccessToken> builder)
    {
        builder.ToTable("AccessTokens", "accounts");
        builder.Property(t => t.Name).HasMaxLength(AccessToken.NameMaxLength);
        builder.Property(t => t.Hash).HasMaxLength(64).IsUnicode(false);
        // Finds the token of a request.
        builder.HasIndex(t => t.Hash).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(t => t.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
