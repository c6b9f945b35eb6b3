using AfterSales.Engine.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Engine.Runtime;

internal sealed class WorkflowInstanceConfiguration : IEntityTypeConfiguration<WorkflowInstance>
{
    public void Configure(EntityTypeBuilder<WorkflowInstance> builder)
    {
        builder.ToTable("WorkflowInstances", EngineModel.Schema);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.DefinitionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(i => i.DefinitionVersionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(i => i.CorrelationId).HasMaxLength(WorkflowInstance.CorrelationIdMaxLength);
        builder.Property(i => i.Name).HasMaxLength(WorkflowInstance.NameMaxLength);
        builder.Property(i => i.Status).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        builder.Property(i => i.SubStatus).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        builder.Property(i => i.Revision).IsConcurrencyToken();
        // A version that an instance stands on, running or finished, is never deleted: without it nobody could read the instance.
        builder.HasOne<WorkflowDefinitionVersion>().WithMany().HasForeignKey(i => i.DefinitionVersionId).OnDelete(DeleteBehavior.Restrict);

        // Which instances did this one start.
        builder.HasIndex(i => i.ParentInstanceId);
        // Which instances belong to this case.
        builder.HasIndex(i => i.CorrelationId);
        // Which finished instances are due to be archived.
        builder.HasIndex(i => new { i.DefinitionId, i.FinishedAt }).HasFilter("[FinishedAt] IS NOT NULL");
        // Which instances are held (operations page).
        builder.HasIndex(i => i.PausedAt).HasFilter("[PausedAt] IS NOT NULL");
        // Which instances run on this version (version list, "may it be deleted"), and which of them comes next (migration).
        builder.HasIndex(i => new { i.DefinitionVersionId, i.Status, i.Id });
        // The list of instances: filtered, counted and paged in the order of their ids without reading a row. UpdatedAt is not in it, since every burst would have to write it.
        builder.HasIndex(i => new { i.Id, i.Status, i.SubStatus, i.IncidentCount, i.DefinitionId, i.CreatedAt, i.FinishedAt, i.CorrelationId, i.Name }).HasDatabaseName("IX_WorkflowInstances_List");
    }
}

internal sealed class WorkflowBookmarkConfiguration : IEntityTypeConfiguration<WorkflowBookmark>
{
    public void Configure(EntityTypeBuilder<WorkflowBookmark> builder)
    {
        builder.ToTable("WorkflowBookmarks", EngineModel.Schema);
        builder.Property(b => b.Id).ValueGeneratedNever();
        builder.Property(b => b.ActivityId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(b => b.Name).HasMaxLength(WorkflowBookmark.NameMaxLength);
        builder.Property(b => b.Key).HasMaxLength(WorkflowBookmark.KeyMaxLength);
        builder.Property(b => b.CorrelationId).HasMaxLength(WorkflowInstance.CorrelationIdMaxLength);
        builder.HasOne<WorkflowInstance>().WithMany().HasForeignKey(b => b.InstanceId);

        // Who waits for this stimulus.
        builder.HasIndex(b => new { b.Name, b.Key });
        // What does this instance wait for.
        builder.HasIndex(b => b.InstanceId);
    }
}

internal sealed class WorkflowIncidentConfiguration : IEntityTypeConfiguration<WorkflowIncident>
{
    public void Configure(EntityTypeBuilder<WorkflowIncident> builder)
    {
        builder.ToTable("WorkflowIncidents", EngineModel.Schema);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.ActivityId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(i => i.DefinitionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(i => i.ActivityNodeId).HasMaxLength(WorkflowIncident.NodeIdMaxLength);
        builder.Property(i => i.ActivityType).HasMaxLength(200);
        builder.Property(i => i.ExceptionType).HasMaxLength(300);
        builder.Property(i => i.Message).HasMaxLength(WorkflowIncident.MessageMaxLength);
        builder.Property(i => i.StackTrace).HasMaxLength(WorkflowIncident.StackTraceMaxLength);
        builder.Property(i => i.Resolution).HasMaxLength(50);
        builder.Property(i => i.ResolvedBy).HasMaxLength(200);
        builder.Property(i => i.Reason).HasMaxLength(WorkflowIncident.ReasonMaxLength);
        builder.HasOne<WorkflowInstance>().WithMany().HasForeignKey(i => i.InstanceId);

        // What went wrong in this instance.
        builder.HasIndex(i => i.InstanceId);
        // Which incidents are open, of which definition and exception (operations page).
        builder.HasIndex(i => new { i.DefinitionId, i.ExceptionType }).HasFilter("[ResolvedAt] IS NULL");
    }
}

internal sealed class WorkflowJournalEntryConfiguration : IEntityTypeConfiguration<WorkflowJournalEntry>
{
    public void Configure(EntityTypeBuilder<WorkflowJournalEntry> builder)
    {
        builder.ToTable("WorkflowJournal", EngineModel.Schema);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.StimulusId).HasMaxLength(WorkflowJournalEntry.StimulusIdMaxLength);
        builder.Property(e => e.StimulusKind).HasMaxLength(30).IsUnicode(false);
        builder.Property(e => e.Actor).HasMaxLength(200);
        builder.HasOne<WorkflowInstance>().WithMany().HasForeignKey(e => e.InstanceId);

        // What happened in this instance, in order.
        builder.HasIndex(e => new { e.InstanceId, e.Ordinal }).IsUnique();
        // Was this stimulus applied before; the constraint that makes effects exactly-once.
        builder.HasIndex(e => e.StimulusId).IsUnique();
    }
}
