using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Engine.Outbox;

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("OutboxMessages", EngineModel.Schema);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Kind).HasMaxLength(OutboxMessage.KindMaxLength).IsUnicode(false);
        builder.Property(m => m.IdempotencyKey).HasMaxLength(OutboxMessage.IdempotencyKeyMaxLength);
        builder.Property(m => m.LeaseOwner).HasMaxLength(100).IsUnicode(false);
        builder.Property(m => m.LastError).HasMaxLength(OutboxMessage.LastErrorMaxLength);

        // Is this message already on its way; nobody gets the same mail twice.
        builder.HasIndex(m => m.IdempotencyKey).IsUnique();
        // Which messages are dead (operations page).
        builder.HasIndex(m => m.DeadAt).HasFilter("[DeadAt] IS NOT NULL");
        // Which messages are to be sent; the sent ones, nearly all, are not in it.
        builder.HasIndex(m => m.DueAt).HasFilter("[SentAt] IS NULL AND [DeadAt] IS NULL");
    }
}
