using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Workflows.Publications;

/// <summary>What became of a request to publish. <see cref="Stale"/>: the content was changed and asked for anew.</summary>
public enum PublicationStatus { Open, Approved, Rejected, Withdrawn, Stale }

/// <summary>One process owner asks another to publish a version exactly as it is now.</summary>
public sealed class PublicationRequest : IAuditedEntity
{
    private PublicationRequest() { } // EF Core materializes rows through this.

    public Guid Id { get; private init; }
    public string DefinitionId { get; private init; } = "";
    public string VersionId { get; private init; } = "";
    public int Version { get; private init; }

    /// <summary>Of the version's JSON when it was requested; only that may be published.</summary>
    public string ContentHash { get; private init; } = "";

    /// <summary>The version in force when it was requested, whose difference the second owner reads; null: there was none.</summary>
    public string? ReplacesVersionId { get; private init; }

    public PublicationStatus Status { get; private set; }
    public string Reason { get; private init; } = "";
    public DateTimeOffset RequestedAt { get; private init; }
    public Guid? RequestedById { get; private init; }
    public string RequestedBy { get; private init; } = "";
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? DecidedBy { get; private set; }
    public string? DecisionReason { get; private set; }
    public int Revision { get; private set; } // concurrency token

    // The version while the request is open. Unique, so that two people asking for one version at once leave one request.
    internal string? OpenVersionId { get; private set; }

    AuditSubject IAuditedEntity.Subject => new(DefinitionDesk.ChainOf(DefinitionId), nameof(PublicationRequest), Id.ToString("N"));

    internal static PublicationRequest File(WorkflowDefinitionVersion version, WorkflowDefinitionVersion? replaced, string reason, Actor by, DateTimeOffset now) => new()
    {
        Id = NewId.At(now),
        DefinitionId = version.DefinitionId,
        VersionId = version.Id,
        Version = version.Version,
        ContentHash = version.ContentHash,
        ReplacesVersionId = replaced?.Id,
        Reason = reason,
        RequestedAt = now,
        RequestedById = by.PersonId,
        RequestedBy = by.Name,
        OpenVersionId = version.Id,
    };

    public bool IsBy(Actor actor) => RequestedById is { } id && id == actor.PersonId;

    /// <exception cref="RuleViolationException">It is not open, or was filed by the same person.</exception>
    internal void Approve(string? reason, Actor by, DateTimeOffset now)
    {
        RequireAnother(by);
        Decide(PublicationStatus.Approved, reason, by, now);
    }

    /// <exception cref="RuleViolationException">It is not open, or was filed by the same person.</exception>
    internal void Reject(string? reason, Actor by, DateTimeOffset now)
    {
        RequireAnother(by);
        Decide(PublicationStatus.Rejected, reason, by, now);
    }

    /// <exception cref="RuleViolationException">It is not open, or was filed by another person.</exception>
    internal void Withdraw(Actor by, DateTimeOffset now)
    {
        if (!IsBy(by))
            throw new RuleViolationException("publication.not-own", $"{RequestedBy} filed it and alone may withdraw it; reject it instead.", RequestedBy);
        Decide(PublicationStatus.Withdrawn, null, by, now);
    }

    internal void BecomeStale(Actor by, DateTimeOffset now) => Decide(PublicationStatus.Stale, null, by, now);

    private void RequireAnother(Actor by)
    {
        if (IsBy(by))
            throw new RuleViolationException("publication.own", "Whoever asks for a publication does not decide on it; another process owner does.");
    }

    private void Decide(PublicationStatus status, string? reason, Actor by, DateTimeOffset now)
    {
        if (Status is not PublicationStatus.Open)
            throw new RuleViolationException("publication.closed", $"The request is {Status} already.", DecidedBy ?? "");
        (Status, DecisionReason, DecidedBy, DecidedAt, OpenVersionId) = (status, reason, by.Name, now, null);
        Revision++;
    }
}

internal sealed class PublicationRequestConfiguration : IEntityTypeConfiguration<PublicationRequest>
{
    public void Configure(EntityTypeBuilder<PublicationRequest> builder)
    {
        builder.ToTable("PublicationRequests", "workflows");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.DefinitionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(r => r.VersionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(r => r.OpenVersionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength).NotAudited();
        builder.Property(r => r.ReplacesVersionId).HasMaxLength(WorkflowDefinitionVersion.IdMaxLength);
        builder.Property(r => r.ContentHash).HasMaxLength(64).IsUnicode(false);
        builder.Property(r => r.Reason).HasMaxLength(AuditRecord.ReasonMaxLength);
        builder.Property(r => r.DecisionReason).HasMaxLength(AuditRecord.ReasonMaxLength);
        builder.Property(r => r.RequestedBy).HasMaxLength(100);
        builder.Property(r => r.DecidedBy).HasMaxLength(100);
        builder.Property(r => r.Revision).IsConcurrencyToken();

        // One open request a version.
        builder.HasIndex(r => r.OpenVersionId).IsUnique();
        // What has been asked for in this definition; and with no definition given, what is open.
        builder.HasIndex(r => new { r.DefinitionId, r.RequestedAt });
        builder.HasIndex(r => new { r.Status, r.RequestedAt });
    }
}
