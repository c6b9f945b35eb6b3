using System.Globalization;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Notifications;

/// <summary>A message as it leaves the product.</summary>
/// <param name="Id">Of the delivery.</param>
/// <param name="Key">Unique for the message; goes along, so that a receiver can tell a repetition.</param>
/// <param name="To">An e-mail address, or who a chat robot is to mention.</param>
public sealed record OutgoingMessage(Guid Id, string Key, NotificationChannel Channel, string To, string Subject, string Body);

/// <summary>Puts notifications into words, for pages and for messages.</summary>
public sealed class NotificationComposer(
    AfterSalesDbContext db, NotificationWords words, NotificationAddressees addressees, ICustomerLinkTokens tokens, INotificationChannels channels, TimeProvider clock)
{
    /// <summary>Subject and body of each, in the same order.</summary>
    public async Task<IReadOnlyList<TemplateText>> WriteAsync(IReadOnlyList<Notification> notifications, TemplateLanguage language, CancellationToken cancellationToken)
    {
        CaseNumber[] numbers = [.. notifications.Select(n => n.CaseNumber).OfType<CaseNumber>().Distinct()];
        var subjects = numbers.Length is 0 ? [] : await db.CaseFiles.Where(f => numbers.Contains(f.Number)).Select(f => new { f.Number, f.Subject }).ToDictionaryAsync(f => f.Number, f => f.Subject, cancellationToken);
        var texts = new List<TemplateText>(notifications.Count);
        foreach (var notification in notifications)
        {
            var values = notification.ReadValues().ToDictionary(value => value.Key, value => NotificationWords.In(language, value.Value));
            values["case"] = notification.CaseNumber?.Value ?? "";
            values["subject"] = notification.CaseNumber is { } number ? subjects.GetValueOrDefault(number, "") : "";
            values["link"] = channels.LinkTo(notification.WorkItemId, notification.CaseNumber) ?? "";
            texts.Add((await words.FindAsync(notification.Kind, language, cancellationToken)).Fill(values));
        }

        return texts;
    }

    /// <summary>The message; null when there is nothing left to say or nobody to say it to.</summary>
    public Task<OutgoingMessage?> ComposeAsync(NotificationDelivery delivery, CancellationToken cancellationToken) =>
        delivery.CustomerLinkId is { } link ? ForCustomerAsync(delivery, link, cancellationToken)
        : delivery.FollowLinkId is { } followed ? ForFollowerAsync(delivery, followed, cancellationToken)
        : ForPersonAsync(delivery, cancellationToken);

    private async Task<OutgoingMessage?> ForPersonAsync(NotificationDelivery delivery, CancellationToken cancellationToken)
    {
        var contact = await db.ContactAddresses.AsNoTracking().SingleOrDefaultAsync(c => c.PersonId == delivery.PersonId, cancellationToken);
        var isHere = await db.People.AnyAsync(p => p.Id == delivery.PersonId && p.IsActive, cancellationToken);
        var notifications = await StillOfUseAsync(delivery, cancellationToken);
        if (!isHere || contact is null || !contact.Has(delivery.Channel) || notifications.Count is 0)
            return null;
        var texts = await WriteAsync(notifications, contact.Language, cancellationToken);
        var text = delivery.Kind == NotificationKind.Digest ? await DigestAsync(texts, contact.Language, cancellationToken) : texts[0];
        var to = delivery.Channel == NotificationChannel.Email ? contact.Email! : contact.WebhookUser!;
        return new OutgoingMessage(delivery.Id, delivery.Key, delivery.Channel, to, text.Subject, text.Body);
    }

    private async Task<List<Notification>> StillOfUseAsync(NotificationDelivery delivery, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. delivery.Notifications.Select(n => n.NotificationId)];
        var notifications = await db.Notifications.AsNoTracking().Where(n => ids.Contains(n.Id)).OrderBy(n => n.Id).ToListAsync(cancellationToken);
        Guid[] items = [.. notifications.Select(n => n.WorkItemId).OfType<Guid>().Distinct()];
        var open = await db.WorkItems.Where(w => items.Contains(w.Id) && w.Status == WorkItemStatus.Open).Select(w => w.Id).ToListAsync(cancellationToken);
        return notifications.FindAll(n => !n.Kind.AsksForWork() || (n.WorkItemId is { } id && open.Contains(id)));
    }

    private async Task<TemplateText> DigestAsync(IReadOnlyList<TemplateText> texts, TemplateLanguage language, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>
        {
            ["count"] = texts.Count.ToString(CultureInfo.InvariantCulture),
            ["items"] = string.Join('\n', texts.Select(text => $"· {text.Subject}")),
            ["link"] = channels.LinkTo(null, null) ?? "",
        };
        return (await words.FindAsync(NotificationKind.Digest, language, cancellationToken)).Fill(values);
    }

    private async Task<OutgoingMessage?> ForCustomerAsync(NotificationDelivery delivery, Guid linkId, CancellationToken cancellationToken)
    {
        var link = await db.CustomerLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == linkId, cancellationToken);
        if (link is null || !link.IsValidAt(clock.GetUtcNow()) || !await db.WorkItems.AnyAsync(w => w.Id == link.WorkItemId && w.Status == WorkItemStatus.Open, cancellationToken))
            return null;
        return await ToCustomerAsync(delivery, link.CaseNumber, link.ExpiresAt, language => channels.CustomerPage(tokens.Protect(link.Id), language), cancellationToken);
    }

    private async Task<OutgoingMessage?> ForFollowerAsync(NotificationDelivery delivery, Guid linkId, CancellationToken cancellationToken)
    {
        var link = await db.Set<FollowLink>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == linkId, cancellationToken);
        if (link is null || !link.IsValidAt(clock.GetUtcNow()))
            return null;
        // Once they have answered there is nothing to ask any more.
        if (delivery.Kind == NotificationKind.CustomerConsent
            && !await db.WorkItems.AnyAsync(w => w.CaseNumber == link.CaseNumber && w.FormCode == InquiryForms.Consent && w.Status == WorkItemStatus.Open, cancellationToken))
            return null;
        return await ToCustomerAsync(delivery, link.CaseNumber, link.ExpiresAt, language => channels.FollowPage(tokens.Protect(link.Id), language), cancellationToken);
    }

    // In the language the case was reported in, or else its customer's.
    private async Task<OutgoingMessage?> ToCustomerAsync(NotificationDelivery delivery, CaseNumber number, DateTimeOffset expiresAt, Func<TemplateLanguage?, string?> addressIn, CancellationToken cancellationToken)
    {
        if (await addressees.CustomerEmailAsync(number, cancellationToken) is not { } email)
            return null;
        var file = await db.CaseFiles.Where(f => f.Number == number)
            .Select(f => new { f.Subject, Language = f.Language ?? db.Customers.Where(c => c.Id == f.CustomerId).Select(c => c.Language).FirstOrDefault(), Customer = db.Customers.Where(c => c.Id == f.CustomerId).Select(c => c.Name).FirstOrDefault() }).SingleAsync(cancellationToken);
        if (addressIn(file.Language) is not { } address)
            return null;
        var values = new Dictionary<string, string>
        {
            ["case"] = number.Value,
            ["subject"] = file.Subject,
            ["customer"] = file.Customer ?? "",
            ["expires"] = $"{CompanyTime.Local(expiresAt):yyyy-MM-dd HH:mm}",
            ["link"] = address,
        };
        var text = (await words.FindAsync(delivery.Kind, file.Language ?? TemplateLanguage.Chinese, cancellationToken)).Fill(values);
        return new OutgoingMessage(delivery.Id, delivery.Key, NotificationChannel.Email, email, text.Subject, text.Body);
    }
}
