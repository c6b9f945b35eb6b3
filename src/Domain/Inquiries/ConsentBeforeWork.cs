using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.FieldJobs;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Inquiries;

/// <summary>
/// No work on an inquiry issue before the customer agreed (INQ-07, ACC-13), whatever process or command would do it: neither a task for maintenance people is opened or taken, nor
/// a job on site recorded.
/// </summary>
internal sealed class ConsentBeforeWork(AfterSalesDbContext db) : ICommitCheck
{
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var number in WorkBegun().Distinct().ToList())
        {
            var issue = db.InquiryIssues.Local.FirstOrDefault(i => i.CaseNumber == number) ?? await db.InquiryIssues.SingleOrDefaultAsync(i => i.CaseNumber == number, cancellationToken);
            issue?.RequireConsent();
        }
    }

    private IEnumerable<CaseNumber> WorkBegun()
    {
        foreach (var entry in db.ChangeTracker.Entries<WorkItem>())
        {
            var isTaken = entry.State is not EntityState.Added && entry.Entity.AssigneeId is not null && entry.Property(w => w.AssigneeId).OriginalValue != entry.Entity.AssigneeId;
            if (entry.Entity.CandidateRole == Roles.Maintenance && (entry.State is EntityState.Added || isTaken))
                yield return entry.Entity.CaseNumber;
        }

        foreach (var entry in db.ChangeTracker.Entries<FieldJob>())
            if (entry.State is EntityState.Added && entry.Entity.CaseNumber is { } number)
                yield return number;
    }
}
