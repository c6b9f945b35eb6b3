using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>Whether somebody holds the post certificate that a task demands (FRM-35, ACC-24).</summary>
internal static class CertificateCheck
{
    /// <summary>What a task of the case demands: what the process says, or else, of maintenance people, what the case's project does; null: nothing.</summary>
    public static async Task<string?> DemandedCertificateAsync(this AfterSalesDbContext db, CaseNumber number, string role, string? byProcess, CancellationToken cancellationToken) =>
        byProcess ?? (role == Roles.Maintenance
            ? await db.CaseFiles.Where(c => c.Number == number).Join(db.Projects, c => c.ProjectId, p => (Guid?)p.Id, (_, p) => p.RequiredCertificate).SingleOrDefaultAsync(cancellationToken)
            : null);

    /// <summary>A certificate for another project does not count.</summary>
    public static async Task<bool> HoldsCertificateAsync(this AfterSalesDbContext db, CaseNumber number, string kind, Guid personId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = CompanyTime.DayOf(now);
        var projectId = await db.CaseFiles.Where(c => c.Number == number).Select(c => c.ProjectId).SingleOrDefaultAsync(cancellationToken);
        return await db.Certificates.AnyAsync(
            c => c.PersonId == personId && c.Kind == kind && c.ValidUntil >= today && (c.ProjectId == null || c.ProjectId == projectId), cancellationToken);
    }
}

/// <summary>Whatever gave a task to somebody, it is not committed while they lack the certificate that the task demands; the refusal says which one (ACC-24).</summary>
internal sealed class CertifiedAssignments(AfterSalesDbContext db, TimeProvider clock) : ICommitCheck
{
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in db.ChangeTracker.Entries<WorkItem>())
        {
            var (item, assignee) = (entry.Entity, entry.Property(w => w.AssigneeId));
            if (item.RequiredCertificate is not { } kind || item.AssigneeId is not { } personId || (entry.State is not EntityState.Added && assignee.OriginalValue == personId))
                continue;
            if (await db.HoldsCertificateAsync(item.CaseNumber, kind, personId, clock.GetUtcNow(), cancellationToken))
                continue;
            var name = await db.People.Where(p => p.Id == personId).Select(p => p.Name).SingleAsync(cancellationToken);
            throw new RuleViolationException("certificate.missing", $"{name} lacks the certificate {kind} that the task demands.", name.ToString(), kind);
        }
    }
}
