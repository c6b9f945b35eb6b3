using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Notifications;

/// <summary>One's own notifications, newest first, in the language of the reader.</summary>
/// <param name="Kind">Only this kind; null: all.</param>
/// <param name="Before">Only what is older than this one; null: from the newest.</param>
[Allow(Roles.SignedIn)]
public sealed record ListNotifications(bool UnreadOnly = false, NotificationKind? Kind = null, Guid? Before = null, int Limit = 20) : IQuery<NotificationList>;

/// <param name="Unread">How many are unread at all, at most <see cref="CountUnreadNotificationsHandler.Most"/>.</param>
/// <param name="Next">What to give as <see cref="ListNotifications.Before"/> for the next page; null at the end.</param>
public sealed record NotificationList(IReadOnlyList<NotificationLine> Lines, int Unread, Guid? Next);

/// <param name="Text">What the one who caused it wrote; null when nothing.</param>
public sealed record NotificationLine(Guid Id, NotificationKind Kind, string Title, string? Text, CaseNumber? CaseNumber, Guid? WorkItemId, DateTimeOffset CreatedAt, bool IsRead);

/// <summary>How many of one's own notifications are unread, for the bell.</summary>
[Allow(Roles.SignedIn)]
public sealed record CountUnreadNotifications : IQuery<int>;

/// <summary>Notes that one has read notifications of one's own; those of others are not touched.</summary>
/// <param name="Ids">Null: all.</param>
[Allow(Roles.SignedIn)]
public sealed record MarkNotificationsRead(IReadOnlyCollection<Guid>? Ids) : ICommand<int>;

/// <summary>Opens a notification of one's own: it is read from then on. Null when there is none of that id.</summary>
[Allow(Roles.SignedIn)]
public sealed record OpenNotification(Guid Id) : ICommand<OpenedNotification?>;

/// <summary>What it is about.</summary>
public sealed record OpenedNotification(CaseNumber? CaseNumber, Guid? WorkItemId);

internal sealed class ListNotificationsValidator : AbstractValidator<ListNotifications>
{
    public ListNotificationsValidator() => RuleFor(r => r.Limit).InclusiveBetween(1, 100);
}

internal sealed class ListNotificationsHandler(AfterSalesDbContext db, NotificationComposer composer, CurrentActor current, KnownCases known) : IRequestHandler<ListNotifications, NotificationList>
{
    public async Task<NotificationList> Handle(ListNotifications request, CancellationToken cancellationToken)
    {
        var mine = (await db.NotificationsShownToAsync(current.Actor, known, cancellationToken)).AsNoTracking();
        var shown = mine;
        if (request.UnreadOnly)
            shown = shown.Where(n => n.ReadAt == null);
        if (request.Kind is { } kind)
            shown = shown.Where(n => n.Kind == kind);
        if (request.Before is { } before)
            shown = shown.Where(n => n.Id.CompareTo(before) < 0);
        var found = await shown.OrderByDescending(n => n.Id).Take(request.Limit + 1).ToListAsync(cancellationToken);
        var page = found.Take(request.Limit).ToList();
        var texts = await composer.WriteAsync(page, NotificationWords.Current, cancellationToken);
        var unread = await mine.CountUnreadAsync(cancellationToken);
        return new NotificationList([.. page.Zip(texts, Line)], unread, found.Count > request.Limit ? page[^1].Id : null);
    }

    private static NotificationLine Line(Notification notification, TemplateText text) => new(
        notification.Id, notification.Kind, text.Subject, notification.ReadValues().GetValueOrDefault("text")?.ToString() is { Length: > 0 } said ? said : null, notification.CaseNumber,
        notification.WorkItemId, notification.CreatedAt, notification.ReadAt is not null);
}

internal sealed class CountUnreadNotificationsHandler(AfterSalesDbContext db, CurrentActor current, KnownCases known) : IRequestHandler<CountUnreadNotifications, int>
{
    /// <summary>Beyond this the bell only says "more".</summary>
    public const int Most = 100;

    public async Task<int> Handle(CountUnreadNotifications request, CancellationToken cancellationToken) =>
        await (await db.NotificationsShownToAsync(current.Actor, known, cancellationToken)).CountUnreadAsync(cancellationToken);
}

internal static class UnreadNotifications
{
    /// <summary>One's own; those of a confidential case only as long as one handles it (PRC-39): their words name its subject.</summary>
    public static async Task<IQueryable<Notification>> NotificationsShownToAsync(this AfterSalesDbContext db, Actor reader, KnownCases known, CancellationToken cancellationToken)
    {
        var (me, hidden) = (reader.PersonId, await known.HiddenAsync(cancellationToken));
        return db.Notifications.Where(n => n.PersonId == me && (n.CaseNumber == null || !hidden.Contains(n.CaseNumber.Value)));
    }

    public static Task<int> CountUnreadAsync(this IQueryable<Notification> notifications, CancellationToken cancellationToken) =>
        notifications.Where(n => n.ReadAt == null).OrderBy(n => n.Id).Take(CountUnreadNotificationsHandler.Most).CountAsync(cancellationToken);
}

internal sealed class MarkNotificationsReadHandler(AfterSalesDbContext db, CurrentActor current, TimeProvider clock) : IRequestHandler<MarkNotificationsRead, int>
{
    public async Task<int> Handle(MarkNotificationsRead request, CancellationToken cancellationToken)
    {
        Guid[]? ids = request.Ids is null ? null : [.. request.Ids];
        var unread = db.Notifications.Where(n => n.PersonId == current.Actor.PersonId && n.ReadAt == null);
        if (ids is not null)
            unread = unread.Where(n => ids.Contains(n.Id));
        DateTimeOffset? now = clock.GetUtcNow();
        // One statement, however many there are; nothing else changes in this command.
        return await unread.ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, now), cancellationToken);
    }
}

internal sealed class OpenNotificationHandler(AfterSalesDbContext db, CurrentActor current, KnownCases known, TimeProvider clock) : IRequestHandler<OpenNotification, OpenedNotification?>
{
    public async Task<OpenedNotification?> Handle(OpenNotification request, CancellationToken cancellationToken)
    {
        if (await (await db.NotificationsShownToAsync(current.Actor, known, cancellationToken)).SingleOrDefaultAsync(n => n.Id == request.Id, cancellationToken) is not { } notification)
            return null;
        notification.MarkRead(clock.GetUtcNow());
        return new OpenedNotification(notification.CaseNumber, notification.WorkItemId);
    }
}
