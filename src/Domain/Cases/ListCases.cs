using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Cases;

/// <summary>Cases of every kind, newest first, one page at a time. Confidential ones only for those who handle them (PRC-39).</summary>
/// <param name="Search">The number, or part of the subject or of the customer's name or unit.</param>
/// <param name="Kind">Null: every kind.</param>
/// <param name="ForcedOnly">Only those that two people closed without the customer's word (ACC-12).</param>
/// <param name="Page">From 1.</param>
/// <param name="Size">Of a page; 1 to 200.</param>
[Allow(Roles.SignedIn)]
public sealed record ListCases(string? Search = null, CaseKind? Kind = null, bool OpenOnly = false, bool ForcedOnly = false, int Page = 1, int Size = 50) : IQuery<CaseList>;

/// <param name="Forced">How many cases were ever closed by force; counted apart from those the customer confirmed.</param>
public sealed record CaseList(IReadOnlyList<CaseSummaryRow> Items, bool HasMore, int Forced);

public sealed record CaseSummaryRow(
    CaseNumber Number, CaseKind Kind, CaseStatus Status, bool IsSerious, bool IsForced, string Subject, string? CustomerName, string? CustomerUnit, DateTimeOffset OpenedAt, bool IsOverdue);

internal sealed class ListCasesHandler(AfterSalesDbContext db, KnownCases known) : IRequestHandler<ListCases, CaseList>
{
    public async Task<CaseList> Handle(ListCases request, CancellationToken cancellationToken)
    {
        var seen = await known.AllAsync(cancellationToken);
        var forced = await seen.CountAsync(c => c.IsForced, cancellationToken);
        var size = Math.Clamp(request.Size, 1, 200);
        // One more than asked for tells whether there is a next page.
        var page = Filter(seen, request).OrderByDescending(c => c.OpenedAt).ThenByDescending(c => c.Number).Skip((Math.Max(request.Page, 1) - 1) * size).Take(size + 1);
        var found = from file in page
                   join customer in db.Customers on file.CustomerId equals (Guid?)customer.Id into customers
                   from customer in customers.DefaultIfEmpty()
                   orderby file.OpenedAt descending, file.Number descending
                   select new CaseSummaryRow(
                       file.Number, file.Kind, file.Status, file.IsSerious, file.IsForced, file.Subject, customer == null ? null : customer.Name, customer == null ? null : customer.Unit, file.OpenedAt,
                       db.SlaClocks.Any(k => k.CaseNumber == file.Number && k.StoppedAt == null && k.OverdueAt != null));
        var rows = await found.ToListAsync(cancellationToken);
        return rows.Count > size ? new CaseList(rows[..size], true, forced) : new CaseList(rows, false, forced);
    }

    private IQueryable<CaseFile> Filter(IQueryable<CaseFile> cases, ListCases request)
    {
        if (request.Kind is { } kind)
            cases = cases.Where(c => c.Kind == kind);
        if (request.OpenOnly)
            cases = cases.Where(c => c.Status == CaseStatus.Open || c.Status == CaseStatus.AwaitingVerification);
        if (request.ForcedOnly)
            cases = cases.Where(c => c.IsForced);
        if (string.IsNullOrWhiteSpace(request.Search))
            return cases;
        var text = request.Search.Trim();
        var number = new CaseNumber(text.ToUpperInvariant());
        return cases.Where(c => c.Number == number || c.Subject.Contains(text)
            || db.Customers.Any(k => k.Id == c.CustomerId && (k.Name.Contains(text) || (k.Unit != null && k.Unit.Contains(text)))));
    }
}
