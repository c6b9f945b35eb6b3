using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Engine.Timers;

internal sealed class WorkflowTimerConfiguration : IEntityTypeConfiguration<WorkflowTimer>
{
    public void Configure(EntityTypeBuilder<WorkflowTimer> builder)
    {
        builder.ToTable("WorkflowTimers", EngineModel.Schema);
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.DefinitionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(t => t.ActivityId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(t => t.Kind).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        builder.Property(t => t.Name).HasMaxLength(WorkflowTimer.NameMaxLength);
        builder.Property(t => t.LeaseOwner).HasMaxLength(100).IsUnicode(false);
        builder.Property(t => t.LastError).HasMaxLength(WorkflowTimer.LastErrorMaxLength);
        builder.HasOne<WorkflowInstance>().WithMany().HasForeignKey(t => t.InstanceId);

        // Which timers are due; those of held instances and the dead ones are not in it.
        builder.HasIndex(t => t.DueAt).HasFilter("[PausedAt] IS NULL AND [DeadAt] IS NULL");
        // Which timers are dead (operations page).
        builder.HasIndex(t => t.DeadAt).HasFilter("[DeadAt] IS NOT NULL");
        // What waits for held instances (operations page).
        builder.HasIndex(t => t.PausedAt).HasFilter("[PausedAt] IS NOT NULL");
        // Which schedules go when a definition is published anew or retracted.
        builder.HasIndex(t => t.DefinitionId).HasFilter("[DefinitionId] IS NOT NULL");
        // What is this instance's next deadline.
        builder.HasIndex(t => t.InstanceId);
    }
}
