using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Host.Accounts;

/// <summary>What a person signs in with. Has the id of the domain's person; roles are the person's posts, not kept here.</summary>
public sealed class Account : IdentityUser<Guid>;

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("Accounts", "accounts");
        builder.Property(a => a.UserName).HasMaxLength(50);
        builder.Property(a => a.NormalizedUserName).HasMaxLength(50);
        builder.Property(a => a.Email).HasMaxLength(200);
        builder.Property(a => a.NormalizedEmail).HasMaxLength(200);
        builder.Property(a => a.PasswordHash).HasMaxLength(200).IsUnicode(false);
        builder.Property(a => a.SecurityStamp).HasMaxLength(50).IsUnicode(false);
        builder.Property(a => a.PhoneNumber).HasMaxLength(40);
        builder.Property(a => a.ConcurrencyStamp).HasMaxLength(50).IsUnicode(false).IsConcurrencyToken();
        builder.HasIndex(a => a.NormalizedUserName).IsUnique();
    }
}
