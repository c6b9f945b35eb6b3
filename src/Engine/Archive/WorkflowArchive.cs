using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Engine.Archive;

/// <summary>A finished instance with its journal and incidents, packed into one row that no burst, timer or list ever touches.</summary>
public sealed class WorkflowArchive
{
    public Guid InstanceId { get; init; }
    public required string DefinitionId { get; init; }
    public required string DefinitionVersionId { get; init; }
    public int DefinitionVersion { get; init; }
    public string? CorrelationId { get; init; }
    public string? Name { get; init; }
    public Guid? ParentInstanceId { get; init; }
    public WorkflowSubStatus SubStatus { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset FinishedAt { get; init; }
    public DateTimeOffset ArchivedAt { get; init; }

    /// <summary>Brotli of JSON; <see cref="ArchivedContent"/> reads it.</summary>
    public required byte[] Content { get; init; }

    /// <summary>SHA-256 of the JSON. The audit record of the archiving carries it too.</summary>
    public required byte[] Hash { get; init; }
}

/// <summary>Remembers that a stimulus was applied to an instance that is archived, so that its repetition still changes nothing.</summary>
public sealed class ArchivedStimulus
{
    public required string StimulusId { get; init; }
    public Guid InstanceId { get; init; }
}

internal sealed class WorkflowArchiveConfiguration : IEntityTypeConfiguration<WorkflowArchive>
{
    public void Configure(EntityTypeBuilder<WorkflowArchive> builder)
    {
        builder.ToTable("WorkflowArchives", EngineModel.Schema);
        builder.HasKey(a => a.InstanceId);
        builder.Property(a => a.InstanceId).ValueGeneratedNever();
        builder.Property(a => a.DefinitionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(a => a.DefinitionVersionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(a => a.CorrelationId).HasMaxLength(WorkflowInstance.CorrelationIdMaxLength);
        builder.Property(a => a.Name).HasMaxLength(WorkflowInstance.NameMaxLength);
        builder.Property(a => a.SubStatus).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        builder.Property(a => a.Hash).HasMaxLength(32);

        // Which archived instances belong to this case.
        builder.HasIndex(a => a.CorrelationId);
        // May this version be deleted.
        builder.HasIndex(a => a.DefinitionVersionId);
    }
}

internal sealed class ArchivedStimulusConfiguration : IEntityTypeConfiguration<ArchivedStimulus>
{
    public void Configure(EntityTypeBuilder<ArchivedStimulus> builder)
    {
        builder.ToTable("WorkflowArchivedStimuli", EngineModel.Schema);
        builder.HasKey(s => s.StimulusId);
        builder.Property(s => s.StimulusId).HasMaxLength(WorkflowJournalEntry.StimulusIdMaxLength);
    }
}
