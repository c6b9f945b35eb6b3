using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using MediatR;

namespace AfterSales.Domain.Complaints;

/// <summary>Issues the complaint tracking sheet FRM-17 to the responsible department, or re-issues it as FRM-20 (PRC-17). Returns the sheet's number.</summary>
[Allow(Roles.System)]
public sealed record IssueTrackingSheet(CaseNumber Case) : ICommand<IssuedTrackingSheet>;

public sealed record IssuedTrackingSheet(string Number, int Issue);

internal sealed class IssueTrackingSheetHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<IssueTrackingSheet, IssuedTrackingSheet>
{
    public async Task<IssuedTrackingSheet> Handle(IssueTrackingSheet request, CancellationToken cancellationToken)
    {
        var file = await db.FindCaseAsync(request.Case, cancellationToken);
        var sheet = TrackingSheet.For(file.Number, file.StartIssue(), clock.GetUtcNow());
        db.Add(sheet);
        return new IssuedTrackingSheet(sheet.Number, sheet.Issue);
    }
}
