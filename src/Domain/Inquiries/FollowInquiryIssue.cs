using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Inquiries;

/// <summary>Gives the issue to the responsible department: first, or again as a key one after it was not fully solved (PRC-16, INQ-09). Returns which round it is, from 1.</summary>
[Allow(Roles.System)]
public sealed record IssueInquiryProblem(CaseNumber Case) : ICommand<int>;

/// <summary>Keeps the customer's consent to the plan (INQ-07). The consent form of this round must name who gave it.</summary>
[Allow(Roles.System)]
public sealed record RecordInquiryConsent(CaseNumber Case) : ICommand;

/// <summary>Lets the work begin; refused before the customer has agreed (INQ-07, ACC-13).</summary>
[Allow(Roles.System)]
public sealed record StartInquiryWork(CaseNumber Case) : ICommand;

internal sealed class FollowInquiryIssueHandlers(AfterSalesDbContext db, TimeProvider clock)
    : IRequestHandler<IssueInquiryProblem, int>, IRequestHandler<RecordInquiryConsent, Unit>, IRequestHandler<StartInquiryWork, Unit>
{
    public async Task<int> Handle(IssueInquiryProblem request, CancellationToken cancellationToken)
    {
        var (issue, file) = (await FindAsync(request.Case, cancellationToken), await db.FindCaseAsync(request.Case, cancellationToken));
        if (file.Issue > 0)
        {
            if ((await db.RecordsOfAsync(request.Case, cancellationToken)).Latest(InquiryForms.Cause, file.Issue) is null)
                throw new RuleViolationException("case.record-missing", $"{InquiryForms.Cause} is missing in {request.Case}.", request.Case.Value, InquiryForms.Cause);
            issue.Reissue();
        }

        return file.StartIssue();
    }

    public async Task<Unit> Handle(RecordInquiryConsent request, CancellationToken cancellationToken)
    {
        var (issue, file) = (await FindAsync(request.Case, cancellationToken), await db.FindCaseAsync(request.Case, cancellationToken));
        if ((await db.RecordsOfAsync(request.Case, cancellationToken)).Latest(InquiryForms.Consent, file.Issue)?.Text("spokenWith") is not { } who)
            throw new RuleViolationException("case.record-missing", $"{InquiryForms.Consent} is missing in {request.Case}.", request.Case.Value, InquiryForms.Consent);
        issue.Consent(who, clock.GetUtcNow());
        return Unit.Value;
    }

    public async Task<Unit> Handle(StartInquiryWork request, CancellationToken cancellationToken)
    {
        (await FindAsync(request.Case, cancellationToken)).StartWork(clock.GetUtcNow());
        return Unit.Value;
    }

    private async Task<InquiryIssue> FindAsync(CaseNumber number, CancellationToken cancellationToken) =>
        db.InquiryIssues.Local.FirstOrDefault(i => i.CaseNumber == number)
        ?? await db.InquiryIssues.SingleOrDefaultAsync(i => i.CaseNumber == number, cancellationToken)
        ?? throw new NotFoundException(nameof(InquiryIssue), number.Value);
}

/// <summary>Codes of the forms that following an issue rests on.</summary>
public static class InquiryForms
{
    public const string Plan = "FRM-22", Consent = "CONSENT", Cause = "CAUSE", Work = "FRM-14";
}

/// <summary>An issue closes with a plan, the customer's consent to it and the report of the work, all of the present round, and the customer's word that they are satisfied (INQ-08).</summary>
internal sealed class InquiryClosing : IClosingRules
{
    private static readonly ClosingRequirements Requirements = new(
        [new RequiredRecord(InquiryForms.Plan) { Fields = ["solution"] }, new RequiredRecord(InquiryForms.Consent) { Fields = ["spokenWith"] }, new RequiredRecord(InquiryForms.Work)]);

    public CaseKind Kind => CaseKind.InquiryIssue;

    public Task<ClosingRequirements> OfAsync(CaseFile file, CancellationToken cancellationToken) => Task.FromResult(Requirements);
}
