using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Engine.Definitions;

internal sealed class WorkflowDefinitionVersionConfiguration : IEntityTypeConfiguration<WorkflowDefinitionVersion>
{
    public void Configure(EntityTypeBuilder<WorkflowDefinitionVersion> builder)
    {
        builder.ToTable("WorkflowDefinitionVersions", EngineModel.Schema);
        builder.Property(v => v.Id).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(v => v.DefinitionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(v => v.PublishedDefinitionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(v => v.Name).HasMaxLength(WorkflowDefinitionVersion.NameMaxLength);
        builder.Property(v => v.Description).HasMaxLength(WorkflowDefinitionVersion.DescriptionMaxLength);
        builder.Property(v => v.ContentHash).HasMaxLength(64).IsUnicode(false);
        builder.Property(v => v.Source).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        builder.Property(v => v.Author).HasMaxLength(200);
        builder.Property(v => v.ChangedBy).HasMaxLength(200);
        builder.Property(v => v.FirstRunAt).IsConcurrencyToken();
        builder.Property(v => v.Revision).IsConcurrencyToken();
        // As a number, so that every provider compares it with a value and finds it by the index below.
        builder.Property(v => v.IsLatest).HasConversion<int>();

        // Which versions does a definition have; and no number twice.
        builder.HasIndex(v => new { v.DefinitionId, v.Version }).IsUnique();
        // Which version do new instances start with; at most one.
        builder.HasIndex(v => v.PublishedDefinitionId).IsUnique();
        // The list of definitions: one row each, however many versions there are.
        builder.HasIndex(v => new { v.IsLatest, v.Name });
    }
}

internal sealed class WorkflowDefinitionReferenceConfiguration : IEntityTypeConfiguration<WorkflowDefinitionReference>
{
    public void Configure(EntityTypeBuilder<WorkflowDefinitionReference> builder)
    {
        builder.ToTable("WorkflowDefinitionReferences", EngineModel.Schema);
        builder.HasKey(r => new { r.VersionId, r.DefinitionId });
        builder.Property(r => r.VersionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(r => r.DefinitionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.HasOne<WorkflowDefinitionVersion>().WithMany().HasForeignKey(r => r.VersionId).OnDelete(DeleteBehavior.Cascade);

        // Who calls this definition.
        builder.HasIndex(r => r.DefinitionId);
    }
}

internal sealed class WorkflowTriggerConfiguration : IEntityTypeConfiguration<WorkflowTrigger>
{
    public void Configure(EntityTypeBuilder<WorkflowTrigger> builder)
    {
        builder.ToTable("WorkflowTriggers", EngineModel.Schema);
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.DefinitionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(t => t.VersionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(t => t.ActivityId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(t => t.Name).HasMaxLength(WorkflowTrigger.NameMaxLength);
        builder.Property(t => t.Key).HasMaxLength(WorkflowTrigger.KeyMaxLength);

        // Which definitions does this stimulus start.
        builder.HasIndex(t => new { t.Name, t.Key });
        // Which triggers go when a definition is published anew or retracted.
        builder.HasIndex(t => t.DefinitionId);
    }
}
