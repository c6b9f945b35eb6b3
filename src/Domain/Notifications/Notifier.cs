using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Notifications;

/// <summary>Writes notifications, and the messages that carry them outside, into the running unit of work.</summary>
internal sealed class Notifier(
    AfterSalesDbContext db, NotificationAddressees addressees, DeliveryTimes times, IMessageOutbox outbox, INotificationChannels channels, CurrentActor current, AuditTrail audit, TimeProvider clock)
    : INotifier
{
    private const int TextMaxLength = 500;

    public async Task TaskOpenedAsync(WorkItem item, CancellationToken cancellationToken) =>
        await NotifyAsync(
            Content(item.AssigneeId is null ? NotificationKind.TaskForGroup : NotificationKind.TaskAssigned, item), await addressees.OfTaskAsync(item, cancellationToken), cancellationToken);

    public async Task TaskOverdueAsync(WorkItem item, CancellationToken cancellationToken) =>
        await NotifyAsync(Content(NotificationKind.TaskOverdue, item), await addressees.OfTaskAsync(item, cancellationToken), cancellationToken);

    public async Task ClockStepAsync(ClockNotice notice, LocalizedText promise, WorkItem? holder, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, LocalizedText>
        {
            ["promise"] = promise,
            ["percent"] = new(string.Create(CultureInfo.InvariantCulture, $"{notice.Percent} %")),
            ["due"] = new($"{CompanyTime.Local(notice.DueAt):yyyy-MM-dd HH:mm}"),
        };
        var receivers = holder is null ? await addressees.OfRoleAsync(notice.Role!, cancellationToken) : await addressees.OfTaskAsync(holder, cancellationToken);
        await NotifyAsync(new NotificationContent(NotificationKind.ClockStep, notice.CaseNumber, holder?.Id, values), receivers, cancellationToken);
    }

    public async Task AboutTaskAsync(NotificationKind kind, WorkItem item, IReadOnlyCollection<Guid>? people, string? text, CancellationToken cancellationToken)
    {
        if (kind is not (NotificationKind.TaskReassigned or NotificationKind.Urged or NotificationKind.Mentioned or NotificationKind.Copied))
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nobody says that of a task.");
        var content = Content(
            kind, item, ("by", await addressees.NameAsync(current.Actor, cancellationToken)), ("text", new LocalizedText(Cut(text))));
        var receivers = people is null ? await addressees.OfTaskAsync(item, cancellationToken) : await addressees.AmongAsync(people, cancellationToken);
        await NotifyAsync(content, receivers, cancellationToken);
    }

    public async Task CaseClosedAsync(CaseFile file, CancellationToken cancellationToken)
    {
        var workers = await db.WorkItems.Where(w => w.CaseNumber == file.Number && w.CompletedById != null).Select(w => w.CompletedById!.Value).Distinct().ToListAsync(cancellationToken);
        var opener = await db.People.Where(p => p.UserName == file.OpenedBy).Select(p => p.Id).ToListAsync(cancellationToken);
        var content = new NotificationContent(NotificationKind.CaseClosed, file.Number, null, new Dictionary<string, LocalizedText>());
        await NotifyAsync(content, await addressees.AmongAsync([.. workers.Union(opener)], cancellationToken), cancellationToken);
    }

    public async Task CustomerLinkAsync(CustomerLink link, CancellationToken cancellationToken)
    {
        if (await addressees.CustomerEmailAsync(link.CaseNumber, cancellationToken) is null)
            return;
        var delivery = NotificationDelivery.ToCustomer(link.Id, link.CaseNumber, channels.IsConfigured(NotificationChannel.Email) && channels.CustomerPage("") is not null, clock.GetUtcNow());
        Send(delivery);
        // The address itself stands with the case; the record says only that the link went to it.
        audit.Note(link.CaseNumber.Value, "customerMail", delivery.Status == DeliveryStatus.NotConfigured ? "not-configured" : "queued");
    }

    public bool SendFollowLink(FollowLink link, string? email)
    {
        if (string.IsNullOrWhiteSpace(email))
            return false;
        SendToFollower(NotificationKind.CustomerFollow, link, NewId.At(clock.GetUtcNow()));
        return true;
    }

    public async Task ConsentAskedAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (await addressees.CustomerEmailAsync(item.CaseNumber, cancellationToken) is null)
            return;
        var now = clock.GetUtcNow();
        var link = await db.ValidFollowLinkAsync(item.CaseNumber, now, cancellationToken);
        if (link is null)
            db.Add(link = FollowLink.Issue(item.CaseNumber, now));
        SendToFollower(NotificationKind.CustomerConsent, link, item.Id);
    }

    public async Task CustomerWroteAsync(CaseFile file, string text, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, LocalizedText> { ["by"] = await addressees.NameAsync(current.Actor, cancellationToken), ["text"] = new(Cut(text)) };
        await NotifyAsync(new NotificationContent(NotificationKind.CustomerWrote, file.Number, null, values), await WorkersAsync(file, cancellationToken), cancellationToken);
    }

    // Who has or may have a task of the case now; else who took it in; else, where a customer did so themselves, the agents.
    private async Task<IReadOnlyList<Addressee>> WorkersAsync(CaseFile file, CancellationToken cancellationToken)
    {
        var workers = new List<Addressee>();
        foreach (var item in await db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == file.Number && w.Status == WorkItemStatus.Open).ToListAsync(cancellationToken))
            workers.AddRange(await addressees.OfTaskAsync(item, cancellationToken));
        if (workers.Count > 0)
            return workers;
        var opener = await addressees.AmongAsync(await db.People.Where(p => p.UserName == file.OpenedBy).Select(p => p.Id).ToListAsync(cancellationToken), cancellationToken);
        return opener.Count > 0 || file.IsConfidential ? opener : await addressees.OfRoleAsync(Roles.Agent, cancellationToken);
    }

    private void SendToFollower(NotificationKind kind, FollowLink link, Guid occasion)
    {
        var delivery = NotificationDelivery.ToFollower(kind, link, occasion, channels.IsConfigured(NotificationChannel.Email) && channels.FollowPage("") is not null, clock.GetUtcNow());
        Send(delivery);
        audit.Note(link.CaseNumber.Value, "customerMail", delivery.Status == DeliveryStatus.NotConfigured ? "not-configured" : "queued");
    }

    private static string Cut(string? text) => text is { Length: > TextMaxLength } ? text[..TextMaxLength] + "…" : text ?? "";

    private static NotificationContent Content(NotificationKind kind, WorkItem item, params ReadOnlySpan<(string Name, LocalizedText Text)> more)
    {
        var values = new Dictionary<string, LocalizedText> { ["task"] = item.Title };
        if (item.DueAt is { } dueAt)
            values["due"] = new LocalizedText($"{CompanyTime.Local(dueAt):yyyy-MM-dd HH:mm}");
        foreach (var (name, text) in more)
            values[name] = text;
        return new NotificationContent(kind, item.CaseNumber, item.Id, values);
    }

    private async Task NotifyAsync(NotificationContent content, IReadOnlyList<Addressee> people, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var person in people.Where(person => person.Id != current.Actor.PersonId).DistinctBy(person => person.Id))
        {
            var notification = Notification.Of(person.Id, content, now);
            db.Add(notification);
            if (person.HasContact)
                await SendOutsideAsync(notification, now, cancellationToken);
        }
    }

    private async Task SendOutsideAsync(Notification notification, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var contact = (await db.ContactAddresses.FindAsync([notification.PersonId], cancellationToken))!;
        var choice = (await db.NotificationPreferences.FindAsync([notification.PersonId, notification.Kind], cancellationToken))?.Choice ?? KindChoice.DefaultFor(notification.Kind);
        foreach (var channel in Enum.GetValues<NotificationChannel>().Where(channel => choice.Wants(channel) && contact.Has(channel)))
        {
            if (choice.Digest == DigestChoice.Daily)
                await CollectAsync(channel, notification, await times.NextDigestAsync(contact, choice, now, cancellationToken), now, cancellationToken);
            else
                Send(NotificationDelivery.ToPerson(channel, notification, await times.NextAsync(contact, choice, now, cancellationToken), channels.IsConfigured(channel), now));
        }
    }

    private async Task CollectAsync(NotificationChannel channel, Notification notification, DateTimeOffset dueAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = NotificationDelivery.DigestKey(notification.PersonId, channel, dueAt);
        var digest = db.NotificationDeliveries.Local.FirstOrDefault(d => d.Key == key) ?? await db.NotificationDeliveries.SingleOrDefaultAsync(d => d.Key == key, cancellationToken);
        if (digest is null)
            Send(digest = NotificationDelivery.Digest(channel, notification.PersonId, dueAt, channels.IsConfigured(channel), now));
        digest.Collect(notification);
    }

    // What cannot be sent yet is kept and seen, but not put into a queue that would try in vain.
    private void Send(NotificationDelivery delivery)
    {
        db.Add(delivery);
        if (delivery.Status == DeliveryStatus.Waiting)
            outbox.Send(delivery);
    }
}
