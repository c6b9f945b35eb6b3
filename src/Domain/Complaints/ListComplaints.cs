using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Complaints;

/// <summary>Cases, newest first, one page at a time.</summary>
/// <param name="Search">The number, or part of the subject or of the customer's name or unit.</param>
/// <param name="After">The number of the last case of the page before.</param>
[Allow(Roles.SignedIn)]
public sealed record ListComplaints(string? Search = null, bool OpenOnly = false, CaseNumber? After = null, int Limit = 50) : IQuery<IReadOnlyList<ComplaintSummary>>;

public sealed record ComplaintSummary(
    CaseNumber Number, CaseStatus Status, ComplaintSeverity Severity, string Subject, string CustomerName, string? CustomerUnit, DateTimeOffset RegisteredAt, bool IsOverdue);

internal sealed class ListComplaintsHandler(AfterSalesDbContext db, KnownCases known) : IRequestHandler<ListComplaints, IReadOnlyList<ComplaintSummary>>
{
    public async Task<IReadOnlyList<ComplaintSummary>> Handle(ListComplaints request, CancellationToken cancellationToken)
    {
        var seen = await known.AllAsync(cancellationToken);
        var complaints = db.Complaints.AsNoTracking().Where(c => seen.Any(f => f.Number == c.Number));
        if (request.OpenOnly)
            complaints = complaints.Where(c => db.CaseFiles.Any(f => f.Number == c.Number && f.ClosedAt == null));
        if (!string.IsNullOrWhiteSpace(request.Search))
        {
            var text = request.Search.Trim();
            var number = new CaseNumber(text.ToUpperInvariant());
            complaints = complaints.Where(
                c => c.Number == number || c.Subject.Contains(text) || c.Complainant.Name.Contains(text) || (c.Complainant.Unit != null && c.Complainant.Unit.Contains(text)));
        }

        if (request.After is { } after)
        {
            // Ids grow with time, so one column both sorts and pages.
            var last = await db.Complaints.Where(c => c.Number == after).Select(c => c.Id).SingleOrDefaultAsync(cancellationToken);
            complaints = complaints.Where(c => c.Id.CompareTo(last) < 0);
        }

        return await complaints.OrderByDescending(c => c.Id).Take(Math.Clamp(request.Limit, 1, 200))
            .Select(c => new ComplaintSummary(
                c.Number, db.CaseFiles.First(f => f.Number == c.Number).Status, c.Severity, c.Subject, c.Complainant.Name, c.Complainant.Unit, c.RegisteredAt,
                db.SlaClocks.Any(k => k.CaseNumber == c.Number && k.StoppedAt == null && k.OverdueAt != null)))
            .ToListAsync(cancellationToken);
    }
}
