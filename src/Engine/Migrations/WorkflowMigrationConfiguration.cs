using AfterSales.Engine.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Engine.Migrations;

internal sealed class WorkflowMigrationConfiguration : IEntityTypeConfiguration<WorkflowMigration>
{
    public void Configure(EntityTypeBuilder<WorkflowMigration> builder)
    {
        builder.ToTable("WorkflowMigrations", EngineModel.Schema);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.DefinitionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(m => m.FromVersionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(m => m.ToVersionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(m => m.ActiveVersionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(m => m.Status).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        builder.Property(m => m.CreatedBy).HasMaxLength(200);
        builder.Property(m => m.StartedBy).HasMaxLength(200);
        builder.Property(m => m.LeaseOwner).HasMaxLength(100).IsUnicode(false);
        builder.Property(m => m.LeaseUntil);
        builder.Property(m => m.Revision).IsConcurrencyToken();

        // Which migrations has this definition had.
        builder.HasIndex(m => new { m.DefinitionId, m.CreatedAt });
        // Which is under way; one at a time for each version.
        builder.HasIndex(m => m.ActiveVersionId).IsUnique();
    }
}

internal sealed class WorkflowMigrationItemConfiguration : IEntityTypeConfiguration<WorkflowMigrationItem>
{
    public void Configure(EntityTypeBuilder<WorkflowMigrationItem> builder)
    {
        builder.ToTable("WorkflowMigrationItems", EngineModel.Schema);
        builder.HasKey(i => new { i.MigrationId, i.InstanceId });
        builder.Property(i => i.Status).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        builder.Property(i => i.StateBefore);
        builder.Property(i => i.RowsBefore);
        builder.Property(i => i.Revision).IsConcurrencyToken();
        builder.HasOne<WorkflowMigration>().WithMany().HasForeignKey(i => i.MigrationId);

        // How many of each kind, and which come next when it is undone.
        builder.HasIndex(i => new { i.MigrationId, i.Status, i.InstanceId });
    }
}
