using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Notifications;

/// <summary>Where one is reached and how one wants to hear of each kind.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetNotificationChoices : IQuery<NotificationChoices>;

/// <param name="Kinds">Every kind of <see cref="NotificationKinds.OfPeople"/>, as chosen or by default.</param>
/// <param name="HasEmail">Whether the product can send mail.</param>
/// <param name="HasWebhook">Whether the product can write to a chat.</param>
public sealed record NotificationChoices(
    string? Email, string? WebhookUser, TemplateLanguage Language, string? QuietCalendar, int DigestHour, IReadOnlyList<KindChoice> Kinds, bool HasEmail, bool HasWebhook);

/// <summary>Says where one is reached and how one wants to hear of each kind; what is waiting already goes as it was chosen before.</summary>
/// <param name="QuietCalendar">Code of a calendar; null: no quiet hours.</param>
/// <param name="DigestHour">0 to 23, in company time.</param>
/// <param name="Kinds">Kinds left out stay as they are.</param>
[Allow(Roles.SignedIn)]
public sealed record ChooseNotifications(
    string? Email, string? WebhookUser, TemplateLanguage Language, string? QuietCalendar, int DigestHour, IReadOnlyList<KindChoice> Kinds) : ICommand;

internal sealed class ChooseNotificationsValidator : AbstractValidator<ChooseNotifications>
{
    public ChooseNotificationsValidator()
    {
        RuleFor(r => r.Email).EmailAddress().MaximumLength(ContactAddress.EmailMaxLength).When(r => !string.IsNullOrWhiteSpace(r.Email));
        RuleFor(r => r.Email).Must(email => email is null || !email.Any(char.IsControl)).WithErrorCode("field.not-an-email");
        RuleFor(r => r.WebhookUser).MaximumLength(ContactAddress.WebhookUserMaxLength);
        RuleFor(r => r.Language).IsInEnum();
        RuleFor(r => r.DigestHour).InclusiveBetween(0, 23);
        RuleFor(r => r.Kinds).Must(kinds => kinds.All(choice => NotificationKinds.OfPeople.Contains(choice.Kind) && Enum.IsDefined(choice.Digest))).WithErrorCode("notification.kind")
            .Must(kinds => kinds.DistinctBy(choice => choice.Kind).Count() == kinds.Count).WithErrorCode("notification.kind");
    }
}

internal sealed class GetNotificationChoicesHandler(AfterSalesDbContext db, INotificationChannels channels, CurrentActor current) : IRequestHandler<GetNotificationChoices, NotificationChoices>
{
    public async Task<NotificationChoices> Handle(GetNotificationChoices request, CancellationToken cancellationToken)
    {
        var contact = await db.ContactAddresses.AsNoTracking().SingleOrDefaultAsync(c => c.PersonId == current.Actor.PersonId, cancellationToken);
        var chosen = await db.NotificationPreferences.AsNoTracking().Where(p => p.PersonId == current.Actor.PersonId).ToDictionaryAsync(p => p.Kind, p => p.Choice, cancellationToken);
        return new NotificationChoices(
            contact?.Email, contact?.WebhookUser, contact?.Language ?? NotificationWords.Current, contact?.QuietCalendar, contact?.DigestHour ?? ContactAddress.DefaultDigestHour,
            [.. NotificationKinds.OfPeople.Select(kind => chosen.GetValueOrDefault(kind) ?? KindChoice.DefaultFor(kind))],
            channels.IsConfigured(NotificationChannel.Email), channels.IsConfigured(NotificationChannel.Webhook));
    }
}

internal sealed class ChooseNotificationsHandler(AfterSalesDbContext db, CurrentActor current) : IRequestHandler<ChooseNotifications, Unit>
{
    public async Task<Unit> Handle(ChooseNotifications request, CancellationToken cancellationToken)
    {
        var personId = current.Actor.PersonId!.Value;
        var calendar = Blank(request.QuietCalendar);
        if (calendar is not null && !await db.BusinessCalendars.AnyAsync(c => c.Code == calendar, cancellationToken))
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.QuietCalendar), "calendar.unknown", $"There is no calendar {calendar}.", calendar));

        var contact = await db.ContactAddresses.FindAsync([personId], cancellationToken);
        if (contact is null)
            db.Add(contact = ContactAddress.Of(personId));
        contact.Change(Blank(request.Email), Blank(request.WebhookUser), request.Language, calendar, request.DigestHour);

        var known = await db.NotificationPreferences.Where(p => p.PersonId == personId).ToDictionaryAsync(p => p.Kind, cancellationToken);
        foreach (var choice in request.Kinds)
        {
            if (known.TryGetValue(choice.Kind, out var preference))
                preference.Change(choice);
            else
                db.Add(NotificationPreference.Of(personId, choice));
        }

        return Unit.Value;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
