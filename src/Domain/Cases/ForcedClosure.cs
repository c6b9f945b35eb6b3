using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Cases;

/// <summary>How a request for forced closure ended.</summary>
public enum ForcedClosureStatus
{
    Requested,
    Approved,
    Refused,
}

/// <summary>A request to close a case without the customer's word: asked for by one person with a reason, decided by another (ACC-12).</summary>
public sealed class ForcedClosure : IAuditedEntity
{
    public const int ReasonMaxLength = 1000;

    private ForcedClosure()
    {
    }

    public Guid Id { get; private init; }

    public CaseNumber CaseNumber { get; private init; }

    public ForcedClosureStatus Status { get; private set; }

    public string Reason { get; private init; } = "";

    public Guid RequestedById { get; private init; }

    public string RequestedBy { get; private init; } = "";

    public DateTimeOffset RequestedAt { get; private init; }

    public string? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>What the second person says of it.</summary>
    public string? Decision { get; private set; }

    /// <summary>Concurrency token: of two who decide at once one is told that it is decided.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(ForcedClosure), Id.ToString("N"));

    public static ForcedClosure Request(CaseNumber caseNumber, string reason, Guid byId, string by, DateTimeOffset now) =>
        new() { Id = NewId.At(now), CaseNumber = caseNumber, Reason = reason, RequestedById = byId, RequestedBy = by, RequestedAt = now };

    /// <exception cref="RuleViolationException"><c>forced-closure.decided</c>, or <c>forced-closure.same-person</c>: it takes two.</exception>
    public void Decide(bool approve, string decision, Guid byId, string by, DateTimeOffset now)
    {
        if (Status != ForcedClosureStatus.Requested)
            throw new RuleViolationException("forced-closure.decided", $"The forced closure of {CaseNumber} is decided already.", CaseNumber.Value);
        if (byId == RequestedById)
            throw new RuleViolationException("forced-closure.same-person", $"{by} asked for the forced closure of {CaseNumber}; somebody else decides on it.", CaseNumber.Value);
        (Status, Decision, DecidedBy, DecidedAt) = (approve ? ForcedClosureStatus.Approved : ForcedClosureStatus.Refused, decision, by, now);
        Revision++;
    }
}

internal sealed class ForcedClosureConfiguration : IEntityTypeConfiguration<ForcedClosure>
{
    public void Configure(EntityTypeBuilder<ForcedClosure> builder)
    {
        builder.ToTable("ForcedClosures", "cases");
        builder.Property(c => c.Reason).HasMaxLength(ForcedClosure.ReasonMaxLength);
        builder.Property(c => c.Decision).HasMaxLength(ForcedClosure.ReasonMaxLength);
        builder.Property(c => c.RequestedBy).HasMaxLength(Person.NameMaxLength);
        builder.Property(c => c.DecidedBy).HasMaxLength(Person.NameMaxLength);
        builder.Property(c => c.Revision).IsConcurrencyToken();
        // One request at a time for a case; also what is waiting for a second person.
        builder.HasIndex(c => c.CaseNumber).IsUnique().HasFilter("[Status] = 'Requested'").HasDatabaseName("IX_ForcedClosures_Requested");
        builder.HasOne<CaseFile>().WithMany().HasForeignKey(c => c.CaseNumber).OnDelete(DeleteBehavior.Restrict);
    }
}
