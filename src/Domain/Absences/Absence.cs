using AfterSales.Domain.Audit;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Absences;

/// <summary>From when to when somebody else does a person's tasks 代理. Both names stay on the record; when it ends, or is recalled, the tasks are the person's own again.</summary>
public sealed class Absence : IAuditedEntity
{
    public const int NoteMaxLength = 500;
    public const int DefinitionIdMaxLength = 100;

    private Absence()
    {
    }

    public Guid Id { get; private init; }

    public Guid PersonId { get; private init; }

    public Guid SubstituteId { get; private set; }

    public DateTimeOffset From { get; private init; }

    /// <summary>The first moment that is no longer part of it.</summary>
    public DateTimeOffset Until { get; private set; }

    /// <summary>The one process it is for; null: every process.</summary>
    public string? DefinitionId { get; private init; }

    public string? Note { get; private init; }

    public DateTimeOffset? RecalledAt { get; private set; }

    AuditSubject IAuditedEntity.Subject => new("organisation", nameof(Absence), Id.ToString("N"));

    public static Absence Arrange(Guid personId, Guid substituteId, DateTimeOffset from, DateTimeOffset until, string? definitionId, string? note, DateTimeOffset now) => new()
    {
        Id = NewId.At(now),
        PersonId = personId,
        SubstituteId = substituteId,
        From = from,
        Until = until,
        DefinitionId = definitionId,
        Note = note,
    };

    public bool IsActiveAt(DateTimeOffset at) => RecalledAt is null && From <= at && at < Until;

    /// <summary>Whether both hold at some moment for some process, so that the one's tasks may go on by the other.</summary>
    public bool Meets(Absence other) =>
        RecalledAt is null && other.RecalledAt is null && From < other.Until && other.From < Until && (DefinitionId is null || other.DefinitionId is null || DefinitionId == other.DefinitionId);

    /// <summary>Ends it early: the person is back.</summary>
    public void Recall(DateTimeOffset now)
    {
        if (RecalledAt is not null || now >= Until)
            throw new RuleViolationException("absence.over", $"Absence {Id:N} is over already.");
        RecalledAt = now;
    }

    /// <summary>The substitute leaves the company; somebody else steps in.</summary>
    public void SubstituteBy(Guid substituteId) => SubstituteId = substituteId;
}

internal sealed class AbsenceConfiguration : IEntityTypeConfiguration<Absence>
{
    public void Configure(EntityTypeBuilder<Absence> builder)
    {
        builder.ToTable("Absences", "org");
        builder.Property(a => a.DefinitionId).HasMaxLength(Absence.DefinitionIdMaxLength);
        builder.Property(a => a.Note).HasMaxLength(Absence.NoteMaxLength);
        builder.HasOne<Person>().WithMany().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(a => a.SubstituteId).OnDelete(DeleteBehavior.Restrict);
        // "Who is away now": asked whenever somebody looks at tasks.
        builder.HasIndex(a => a.Until);
    }
}
