using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Portal;

/// <summary>What a customer may know of the case behind their link (CUS): its state in plain words, what they are asked, and what happened that concerns them. Nothing internal.</summary>
[Allow(Roles.Customer)]
public sealed record GetFollowedCase(string Token) : IQuery<FollowedCase>;

/// <summary>Where a case stands, as a customer would say it.</summary>
public enum FollowedState
{
    Received,
    InWork,

    /// <summary>A plan waits for the customer's consent (INQ-07).</summary>
    AsksConsent,

    /// <summary>The work is done and the customer is asked whether it is good (INQ-08).</summary>
    AsksConfirmation,
    Verifying,
    Done,
    Withdrawn,
}

/// <summary>Something that happened to a case and concerns its customer.</summary>
public enum FollowedMoment
{
    Reported,
    WorkStarted,
    WorkStartedAgain,
    Arrived,
    LoanerProvided,
    Repaired,
    Confirmed,
    Closed,
}

/// <param name="Plan">The solution that consent is asked for; null when none is.</param>
/// <param name="ConfirmationToken">Leads to the page that asks whether the result is good; null when nothing is asked.</param>
public sealed record FollowedCase(
    CaseNumber Number, CaseKind Kind, string Subject, string CustomerName, string? Equipment, DateTimeOffset ReportedAt, FollowedState State, string? Plan, string? ConfirmationToken,
    IReadOnlyList<FollowedEvent> History, IReadOnlyList<CustomersWord> Words, IReadOnlyList<CustomersFile> Files, ServiceRatingView? Rating)
{
    /// <summary>Files and words are taken while it is not over.</summary>
    public bool IsOpen => State is not (FollowedState.Done or FollowedState.Withdrawn);

    /// <summary>Once the result can be judged.</summary>
    public bool MayRate => State is FollowedState.Done or FollowedState.Verifying or FollowedState.AsksConfirmation;
}

public sealed record FollowedEvent(FollowedMoment Moment, DateTimeOffset At);

public sealed record CustomersWord(string Text, DateTimeOffset At);

/// <param name="IsPicture">Shown rather than named.</param>
public sealed record CustomersFile(Guid Id, string FileName, bool IsPicture, DateTimeOffset AddedAt);

/// <summary>A file that the customer sent in, for the customer.</summary>
[Allow(Roles.Customer)]
public sealed record GetFollowedFile(string Token, Guid Id) : IQuery<AttachedFile>;

internal sealed class GetFollowedCaseHandlers(AfterSalesDbContext db, ICustomerLinkTokens tokens, TimeProvider clock) : IRequestHandler<GetFollowedCase, FollowedCase>, IRequestHandler<GetFollowedFile, AttachedFile>
{
    public async Task<FollowedCase> Handle(GetFollowedCase request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var file = await db.FollowedCaseAsync(tokens, request.Token, now, cancellationToken);
        var number = file.Number;
        var fault = await db.Faults.AsNoTracking().SingleOrDefaultAsync(f => f.Number == number, cancellationToken);
        var complaint = await db.Complaints.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, cancellationToken);
        var tasks = await db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == number).Select(w => new { w.Id, w.Status, w.Kind, w.FormCode }).ToListAsync(cancellationToken);
        var question = tasks.Find(t => t.Status == WorkItemStatus.Open && t.Kind == WorkItemKind.CustomerConfirmation);
        var isAskedConsent = tasks.Exists(t => t.Status == WorkItemStatus.Open && t.FormCode == InquiryForms.Consent);
        var state = (file.Status, isAskedConsent, question) switch
        {
            (CaseStatus.Closed, _, _) => FollowedState.Done,
            (CaseStatus.Cancelled, _, _) => FollowedState.Withdrawn,
            (_, true, _) => FollowedState.AsksConsent,
            (_, _, not null) => FollowedState.AsksConfirmation,
            (CaseStatus.AwaitingVerification, _, _) => FollowedState.Verifying,
            // A process gives the work out at once; the customer is told of work when somebody has done some.
            _ => file.Issue > 1 || tasks.Exists(t => t.Status == WorkItemStatus.Done) ? FollowedState.InWork : FollowedState.Received,
        };
        return new FollowedCase(
            number, file.Kind, file.Subject,
            complaint?.Complainant.Name ?? fault?.Caller.Name ?? await db.CustomerNameAsync(number, cancellationToken) ?? "",
            await db.Equipment.Where(e => e.Id == file.EquipmentId).Select(e => e.SerialNumber == null ? e.Name : e.Name + " · " + e.SerialNumber).SingleOrDefaultAsync(cancellationToken),
            file.OpenedAt, state, isAskedConsent ? await PlanAsync(file, cancellationToken) : null, question is null ? null : await ConfirmationAsync(question.Id, now, cancellationToken),
            await HistoryAsync(file, fault, cancellationToken),
            await db.Set<CaseNote>().Where(n => n.CaseNumber == number && n.IsFromCustomer).OrderBy(n => n.Id).Select(n => new CustomersWord(n.Text, n.At)).ToListAsync(cancellationToken),
            await db.Set<CaseAttachment>().Where(a => a.CaseNumber == number && a.IsFromCustomer).OrderBy(a => a.Id).Select(a => new CustomersFile(a.Id, a.FileName, a.ContentType.StartsWith("image/"), a.AddedAt)).ToListAsync(cancellationToken),
            await db.Set<ServiceRating>().Where(r => r.CaseNumber == number).Select(r => new ServiceRatingView(r.Score, r.Comment, r.RatedAt)).SingleOrDefaultAsync(cancellationToken));
    }

    public async Task<AttachedFile> Handle(GetFollowedFile request, CancellationToken cancellationToken)
    {
        var file = await db.FollowedCaseAsync(tokens, request.Token, clock.GetUtcNow(), cancellationToken);
        return await db.Set<CaseAttachment>().Where(a => a.Id == request.Id && a.CaseNumber == file.Number && a.IsFromCustomer)
            .Join(db.Set<CaseAttachmentContent>(), a => a.Id, c => c.AttachmentId, (a, c) => new AttachedFile(a.FileName, a.ContentType, c.Content))
            .SingleOrDefaultAsync(cancellationToken) ?? throw new NotFoundException(nameof(CaseAttachment), request.Id);
    }

    private async Task<string?> PlanAsync(CaseFile file, CancellationToken cancellationToken) =>
        (await db.RecordsOfAsync(file.Number, cancellationToken)).Latest(InquiryForms.Plan, file.Issue)?.Text("solution");

    private async Task<string?> ConfirmationAsync(Guid workItemId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var links = await db.CustomerLinks.AsNoTracking().Where(l => l.WorkItemId == workItemId).ToListAsync(cancellationToken);
        return links.Find(l => l.IsValidAt(now)) is { } link ? tokens.Protect(link.Id) : null;
    }

    private async Task<List<FollowedEvent>> HistoryAsync(CaseFile file, Fault? fault, CancellationToken cancellationToken)
    {
        var happened = new List<(FollowedMoment Moment, DateTimeOffset? At)>
        {
            (FollowedMoment.Reported, file.OpenedAt), (FollowedMoment.Arrived, fault?.ArrivedAt), (FollowedMoment.LoanerProvided, fault?.LoanerAt), (FollowedMoment.Repaired, fault?.ResolvedAt),
            (FollowedMoment.Confirmed, file.ConfirmedAt), (FollowedMoment.Closed, file.ClosedAt),
        };
        foreach (var sheet in await db.TrackingSheets.AsNoTracking().Where(s => s.CaseNumber == file.Number).OrderBy(s => s.Issue).ToListAsync(cancellationToken))
            happened.Add((sheet.Issue > 1 ? FollowedMoment.WorkStartedAgain : FollowedMoment.WorkStarted, sheet.IssuedAt));
        return [.. happened.Where(h => h.At is not null).OrderBy(h => h.At).Select(h => new FollowedEvent(h.Moment, h.At!.Value))];
    }
}
