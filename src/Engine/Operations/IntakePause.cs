using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Engine.Operations;

/// <summary>An operator has the whole cluster start nothing new. While the one row is there, the intake is closed.</summary>
public sealed class IntakePause
{
    public const int TheOne = 1;

    public int Id { get; init; } = TheOne;

    /// <summary>Also the concurrency token: what is kept for later and the opening of the intake must see each other.</summary>
    public DateTimeOffset Since { get; init; }
    public string? By { get; init; }
    public string? Reason { get; init; }

    /// <summary>When something was last kept for when the intake opens.</summary>
    public DateTimeOffset? LastKeptAt { get; set; }
}

internal sealed class IntakePauseConfiguration : IEntityTypeConfiguration<IntakePause>
{
    public void Configure(EntityTypeBuilder<IntakePause> builder)
    {
        builder.ToTable("WorkflowIntakePauses", EngineModel.Schema);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Since).IsConcurrencyToken();
        builder.Property(p => p.By).HasMaxLength(200);
        builder.Property(p => p.Reason).HasMaxLength(WorkflowIncident.ReasonMaxLength);
    }
}

/// <summary>The intake is closed: nothing new is started until an operator opens it.</summary>
public sealed class IntakePausedException() : Exception("The intake is paused; nothing new is started until an operator opens it again.");
