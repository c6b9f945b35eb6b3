using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Tasks;

/// <summary>Somebody who was let know of a task 抄送, and whether they have read it 已阅.</summary>
public sealed class InformedPerson : IAuditedEntity
{
    public const int NoteMaxLength = 500;

    private InformedPerson()
    {
    }

    public Guid WorkItemId { get; private init; }

    public Guid PersonId { get; private init; }

    public CaseNumber CaseNumber { get; private init; }

    /// <summary>User name of whoever let them know.</summary>
    public string ToldBy { get; private init; } = "";

    public DateTimeOffset ToldAt { get; private init; }

    public string? Note { get; private init; }

    public DateTimeOffset? ReadAt { get; private set; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(InformedPerson), $"{WorkItemId:N}/{PersonId:N}");

    public static InformedPerson Tell(WorkItem item, Guid personId, string by, string? note, DateTimeOffset now) =>
        new() { WorkItemId = item.Id, PersonId = personId, CaseNumber = item.CaseNumber, ToldBy = by, ToldAt = now, Note = note };

    public void Read(DateTimeOffset now) => ReadAt ??= now;
}

internal sealed class InformedPersonConfiguration : IEntityTypeConfiguration<InformedPerson>
{
    public void Configure(EntityTypeBuilder<InformedPerson> builder)
    {
        builder.ToTable("InformedPeople", "tasks");
        builder.HasKey(i => new { i.WorkItemId, i.PersonId });
        builder.Property(i => i.ToldBy).HasMaxLength(Person.NameMaxLength);
        builder.Property(i => i.Note).HasMaxLength(InformedPerson.NoteMaxLength);
        // "What was I told of", newest first.
        builder.HasIndex(i => new { i.PersonId, i.WorkItemId });
    }
}
