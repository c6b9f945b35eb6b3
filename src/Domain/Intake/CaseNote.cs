using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Intake;

/// <summary>Something that was said about an open case after it was taken in: another call, a reply by mail, a word through the customer's page (CHN-01). It stays as it was said.</summary>
public sealed class CaseNote : IAuditedEntity
{
    public const int TextMaxLength = 4000;

    private CaseNote()
    {
    }

    public Guid Id { get; private init; }

    public CaseNumber CaseNumber { get; private set; }

    public Channel Channel { get; private init; }

    /// <summary>True when these are the customer's own words; false when somebody of the company wrote them down.</summary>
    public bool IsFromCustomer { get; private set; }

    public string Author { get; private init; } = "";

    public string Text { get; private init; } = "";

    public DateTimeOffset At { get; private init; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(CaseNote), Id.ToString("N"));

    /// <summary>Goes along when its case is merged into another; author and time stay.</summary>
    /// <param name="isSameCustomer">False: the other case's customer has not said it, and does not see it.</param>
    internal void MoveTo(CaseNumber other, bool isSameCustomer) => (CaseNumber, IsFromCustomer) = (other, IsFromCustomer && isSameCustomer);

    public static CaseNote Write(CaseNumber number, Channel channel, bool isFromCustomer, string author, string text, DateTimeOffset now) =>
        new() { Id = NewId.At(now), CaseNumber = number, Channel = channel, IsFromCustomer = isFromCustomer, Author = author, Text = text, At = now };
}

internal sealed class CaseNoteConfiguration : IEntityTypeConfiguration<CaseNote>
{
    public void Configure(EntityTypeBuilder<CaseNote> builder)
    {
        builder.ToTable("CaseNotes", "cases");
        builder.Property(n => n.Author).HasMaxLength(Person.NameMaxLength);
        builder.Property(n => n.Text).HasMaxLength(CaseNote.TextMaxLength);
        builder.HasIndex(n => new { n.CaseNumber, n.Id });
    }
}
