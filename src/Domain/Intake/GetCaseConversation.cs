using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Tasks;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Intake;

/// <summary>What was said and sent in about a case beside its tasks, which cases were merged with it, and the customer's way to follow it. Null when the reader may not know of the case.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetCaseConversation(CaseNumber Number) : IQuery<CaseConversation?>;

/// <param name="MergedInto">The case this one went into; null while it stands for itself.</param>
/// <param name="MergedFrom">The cases that went into this one.</param>
/// <param name="FollowToken">The signed text of the customer's link, for those who may hand it out; null when there is none that still holds.</param>
public sealed record CaseConversation(
    IReadOnlyList<CaseNoteView> Notes, IReadOnlyList<CaseFileView> Files, ServiceRatingView? Rating, CaseNumber? MergedInto, IReadOnlyList<CaseNumber> MergedFrom, string? FollowToken,
    DateTimeOffset? FollowTokenExpiresAt)
{
    public static CaseConversation Empty { get; } = new([], [], null, null, [], null, null);

    /// <summary>The case that the mail which opened this one names, whose contact did not send it; null when there is none, or the reader may not know of it.</summary>
    public CaseNumber? Named { get; init; }

    /// <summary>Open cases whose mail names this one, and whose sender is not known to it.</summary>
    public IReadOnlyList<CaseNumber> NamedBy { get; init; } = [];

    /// <summary>What was mailed to the customer, or should have been; empty for those who may not hand out links.</summary>
    public IReadOnlyList<CustomerMail> Mails { get; init; } = [];
}

/// <param name="At">When it was sent, or else when it was put down to be.</param>
/// <param name="Error">What went wrong last; null while nothing has.</param>
public sealed record CustomerMail(Guid Id, NotificationKind Kind, DeliveryStatus Status, DateTimeOffset At, string? Error)
{
    public bool MaySendAgain => NotificationDelivery.MaySendAgain(Status);
}

public sealed record CaseNoteView(Channel Channel, bool IsFromCustomer, string Author, string Text, DateTimeOffset At);

public sealed record CaseFileView(Guid Id, string FileName, string ContentType, int Size, bool IsFromCustomer, string AddedBy, DateTimeOffset AddedAt);

/// <param name="Score">1 (very dissatisfied) to 5 (very satisfied).</param>
public sealed record ServiceRatingView(int Score, string? Comment, DateTimeOffset RatedAt);

/// <summary>A case's file with its content, for whoever may know of the case.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetCaseAttachment(CaseNumber Case, Guid AttachmentId) : IQuery<AttachedFile>;

internal sealed class GetCaseConversationHandlers(AfterSalesDbContext db, CurrentActor current, KnownCases known, ICustomerLinkTokens tokens, TimeProvider clock)
    : IRequestHandler<GetCaseConversation, CaseConversation?>, IRequestHandler<GetCaseAttachment, AttachedFile>
{
    public async Task<CaseConversation?> Handle(GetCaseConversation request, CancellationToken cancellationToken)
    {
        var number = request.Number;
        var seen = await known.AllAsync(cancellationToken);
        if (await seen.Where(c => c.Number == number).Select(c => new { c.MergedInto }).SingleOrDefaultAsync(cancellationToken) is not { } file)
            return null;
        var mayHandOut = current.Actor.IsAnyOf([.. IssueFollowLink.MayHandOut]);
        var link = mayHandOut ? await db.ValidFollowLinkAsync(number, clock.GetUtcNow(), cancellationToken) : null;
        return new CaseConversation(
            await db.Set<CaseNote>().Where(n => n.CaseNumber == number).OrderBy(n => n.Id)
                .Select(n => new CaseNoteView(n.Channel, n.IsFromCustomer, n.Author, n.Text, n.At)).ToListAsync(cancellationToken),
            await db.Set<CaseAttachment>().Where(a => a.CaseNumber == number).OrderBy(a => a.Id)
                .Select(a => new CaseFileView(a.Id, a.FileName, a.ContentType, a.Size, a.IsFromCustomer, a.AddedBy, a.AddedAt)).ToListAsync(cancellationToken),
            await db.Set<ServiceRating>().Where(r => r.CaseNumber == number).Select(r => new ServiceRatingView(r.Score, r.Comment, r.RatedAt)).SingleOrDefaultAsync(cancellationToken),
            file.MergedInto,
            await seen.Where(c => c.MergedInto == number).OrderBy(c => c.OpenedAt).Select(c => c.Number).ToListAsync(cancellationToken),
            link is null ? null : tokens.Protect(link.Id), link?.ExpiresAt)
        {
            Named = await NamedAsync(number, cancellationToken),
            NamedBy = await NamedByAsync(number, cancellationToken),
            Mails = mayHandOut ? await MailsAsync(number, cancellationToken) : [],
        };
    }

    private async Task<CaseNumber?> NamedAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        var named = await db.Set<ReceivedMail>().Where(m => m.Case == number.Value && m.NamedCase != null).Select(m => m.NamedCase).FirstOrDefaultAsync(cancellationToken);
        return named is not null && new CaseNumber(named) is var other && await (await known.AllAsync(cancellationToken)).AnyAsync(c => c.Number == other, cancellationToken) ? other : null;
    }

    private async Task<IReadOnlyList<CaseNumber>> NamedByAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        var naming = await db.Set<ReceivedMail>().Where(m => m.NamedCase == number.Value && m.Case != null).OrderBy(m => m.ReceivedAt).Select(m => m.Case!).ToListAsync(cancellationToken);
        var numbers = naming.ConvertAll(text => new CaseNumber(text));
        return numbers.Count == 0
            ? []
            : await (await known.AllAsync(cancellationToken)).Where(c => numbers.Contains(c.Number) && c.Status == CaseStatus.Open).OrderBy(c => c.OpenedAt).Select(c => c.Number).ToListAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<CustomerMail>> MailsAsync(CaseNumber number, CancellationToken cancellationToken) =>
        await db.NotificationDeliveries.Where(d => d.CaseNumber == number && d.PersonId == null).OrderBy(d => d.Id)
            .Select(d => new CustomerMail(d.Id, d.Kind, d.Status, d.SentAt ?? d.CreatedAt, d.LastError)).ToListAsync(cancellationToken);

    public async Task<AttachedFile> Handle(GetCaseAttachment request, CancellationToken cancellationToken)
    {
        var file = await known.FindAsync(request.Case, cancellationToken);
        return await db.Set<CaseAttachment>().Where(a => a.Id == request.AttachmentId && a.CaseNumber == file.Number)
            .Join(db.Set<CaseAttachmentContent>(), a => a.Id, c => c.AttachmentId, (a, c) => new AttachedFile(a.FileName, a.ContentType, c.Content))
            .SingleOrDefaultAsync(cancellationToken) ?? throw new NotFoundException(nameof(CaseAttachment), request.AttachmentId);
    }
}
