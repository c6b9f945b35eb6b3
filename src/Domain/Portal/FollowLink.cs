using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Portal;

/// <summary>A customer's way to follow one case without an account: of that case only, expiring, revocable. Only its id is signed into the link; nothing in the row is secret.</summary>
public sealed class FollowLink : IAuditedEntity
{
    /// <summary>Longer than any promise, so that the customer can still look after the case is closed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(60);

    private FollowLink()
    {
    }

    public Guid Id { get; private init; }

    public CaseNumber CaseNumber { get; private init; }

    public DateTimeOffset ExpiresAt { get; private init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(FollowLink), Id.ToString("N"));

    internal static FollowLink Issue(CaseNumber number, DateTimeOffset now) => new() { Id = NewId.At(now), CaseNumber = number, ExpiresAt = now + Lifetime };

    public bool IsValidAt(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}

internal sealed class FollowLinkConfiguration : IEntityTypeConfiguration<FollowLink>
{
    public void Configure(EntityTypeBuilder<FollowLink> builder)
    {
        builder.ToTable("FollowLinks", "portal");
        builder.HasIndex(l => new { l.CaseNumber, l.Id });
    }
}

/// <summary>
/// Gives the customer of a case a link to follow it by; the one that still holds where there is one. A new one is mailed to the customer, where an address is known. Returns the signed text of
/// the address.
/// </summary>
[Allow(Roles.Agent, Roles.Manager, Roles.Clerk, Roles.InquiryOfficer, Roles.VerificationOfficer, Roles.Administrator)]
public sealed record IssueFollowLink(CaseNumber Case) : ICommand<string>
{
    /// <summary>The people who may give the link to a customer.</summary>
    internal static readonly string[] MayHandOut = [Roles.Agent, Roles.Manager, Roles.Clerk, Roles.InquiryOfficer, Roles.VerificationOfficer, Roles.Administrator];
}

/// <summary>Mails the customer the link to follow the case once more, or for the first time; refused as <c>customer.no-email</c> when no address is known.</summary>
[Allow(Roles.Agent, Roles.Manager, Roles.Clerk, Roles.InquiryOfficer, Roles.VerificationOfficer, Roles.Administrator)]
public sealed record MailFollowLink(CaseNumber Case) : ICommand;

/// <summary>Has a mail to the customer of a case sent again that was not sent, or of which nobody can tell.</summary>
[Allow(Roles.Agent, Roles.Manager, Roles.Clerk, Roles.InquiryOfficer, Roles.VerificationOfficer, Roles.Administrator)]
public sealed record ResendCustomerMail(CaseNumber Case, Guid Id) : ICommand;

/// <summary>Takes back every link to follow the case; whoever has one sees that it no longer holds.</summary>
[Allow(Roles.Agent, Roles.Manager, Roles.Clerk, Roles.InquiryOfficer, Roles.VerificationOfficer, Roles.Administrator)]
public sealed record RevokeFollowLinks(CaseNumber Case) : ICommand<int>;

internal sealed class FollowLinkHandlers(
    AfterSalesDbContext db, KnownCases known, ICustomerLinkTokens tokens, INotifier notifier, NotificationAddressees addressees, IMessageOutbox outbox, AuditTrail audit, TimeProvider clock)
    : IRequestHandler<IssueFollowLink, string>, IRequestHandler<MailFollowLink, Unit>, IRequestHandler<ResendCustomerMail, Unit>, IRequestHandler<RevokeFollowLinks, int>
{
    public async Task<string> Handle(IssueFollowLink request, CancellationToken cancellationToken)
    {
        var file = await known.FindAsync(request.Case, cancellationToken);
        if (await db.ValidFollowLinkAsync(file.Number, clock.GetUtcNow(), cancellationToken) is { } valid)
            return tokens.Protect(valid.Id);
        var link = Issue(file);
        notifier.SendFollowLink(link, await addressees.CustomerEmailAsync(file.Number, cancellationToken));
        return tokens.Protect(link.Id);
    }

    public async Task<Unit> Handle(MailFollowLink request, CancellationToken cancellationToken)
    {
        var file = await known.FindAsync(request.Case, cancellationToken);
        var link = await db.ValidFollowLinkAsync(file.Number, clock.GetUtcNow(), cancellationToken) ?? Issue(file);
        return notifier.SendFollowLink(link, await addressees.CustomerEmailAsync(file.Number, cancellationToken))
            ? Unit.Value
            : throw new RuleViolationException("customer.no-email", $"No e-mail address of the customer of {file.Number} is known.", file.Number.Value);
    }

    public async Task<Unit> Handle(ResendCustomerMail request, CancellationToken cancellationToken)
    {
        var file = await known.FindAsync(request.Case, cancellationToken);
        var delivery = await db.NotificationDeliveries.SingleOrDefaultAsync(d => d.Id == request.Id && d.CaseNumber == file.Number && d.PersonId == null, cancellationToken)
            ?? throw new NotFoundException(nameof(NotificationDelivery), request.Id);
        audit.Note(file.Number.Value, "customerMail", $"{delivery.Kind}: {delivery.Status}");
        delivery.SendAgain();
        await outbox.SendAgainAsync(delivery, cancellationToken);
        return Unit.Value;
    }

    private FollowLink Issue(CaseFile file)
    {
        var link = FollowLink.Issue(file.Number, clock.GetUtcNow());
        db.Add(link);
        return link;
    }

    public async Task<int> Handle(RevokeFollowLinks request, CancellationToken cancellationToken)
    {
        var file = await known.FindAsync(request.Case, cancellationToken);
        var links = await db.Set<FollowLink>().Where(l => l.CaseNumber == file.Number && l.RevokedAt == null).ToListAsync(cancellationToken);
        links.ForEach(link => link.Revoke(clock.GetUtcNow()));
        return links.Count;
    }
}

internal static class FollowLinkQueries
{
    /// <summary>The newest link of a case that still holds; null when there is none.</summary>
    public static async Task<FollowLink?> ValidFollowLinkAsync(this AfterSalesDbContext db, CaseNumber number, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await db.Set<FollowLink>().Where(l => l.CaseNumber == number && l.RevokedAt == null).OrderByDescending(l => l.Id).ToListAsync(cancellationToken)).Find(l => l.IsValidAt(now));

    /// <summary>The number of the case behind a token; where that was merged into another, of the one that goes on.</summary>
    /// <exception cref="ForbiddenException">Forged, expired and revoked links are refused alike.</exception>
    public static async Task<CaseFile> FollowedCaseAsync(this AfterSalesDbContext db, ICustomerLinkTokens tokens, string token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (tokens.Read(token) is not { } id || await db.Set<FollowLink>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancellationToken) is not { } link)
            throw new ForbiddenException("link.invalid", "The link is not one of ours.");
        if (!link.IsValidAt(now))
            throw new ForbiddenException("link.expired", "The link has expired or was revoked.");
        var file = await db.FindCaseAsync(link.CaseNumber, cancellationToken);
        // Merging never goes in a circle, since what was merged has ended. It may go to another customer's case, which is not for whoever has this link.
        while (file.MergedInto is { } into && await db.FindCaseAsync(into, cancellationToken) is var other && other.CustomerId == file.CustomerId)
            file = other;
        return file;
    }
}
