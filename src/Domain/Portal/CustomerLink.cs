using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Portal;

/// <summary>Turns a link's id into a text that only this product can have written, and back. Implemented by the host, which owns the keys.</summary>
public interface ICustomerLinkTokens
{
    string Protect(Guid linkId);

    /// <summary>The id, or null when the text was tampered with.</summary>
    Guid? Read(string token);
}

/// <summary>A customer's way to answer one work item without an account: single-purpose, expiring, revocable. Only its id is signed into the link; nothing in the row is secret.</summary>
public sealed class CustomerLink : IAuditedEntity
{
    /// <summary>As long as the promise the confirmation belongs to (SLA-13).</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(15);

    private CustomerLink()
    {
    }

    public Guid Id { get; private init; }

    public Guid WorkItemId { get; private init; }

    public CaseNumber CaseNumber { get; private init; }

    public DateTimeOffset ExpiresAt { get; private init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(CustomerLink), Id.ToString("N"));

    internal static CustomerLink Issue(WorkItem item, DateTimeOffset now) =>
        new() { Id = NewId.At(now), WorkItemId = item.Id, CaseNumber = item.CaseNumber, ExpiresAt = now + DefaultLifetime };

    public bool IsValidAt(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}

internal sealed class CustomerLinkConfiguration : IEntityTypeConfiguration<CustomerLink>
{
    public void Configure(EntityTypeBuilder<CustomerLink> builder)
    {
        builder.ToTable("CustomerLinks", "portal");
        // Finds the link to show to staff beside a task.
        builder.HasIndex(l => l.WorkItemId);
        builder.HasOne<WorkItem>().WithMany().HasForeignKey(l => l.WorkItemId).OnDelete(DeleteBehavior.Cascade);
    }
}
