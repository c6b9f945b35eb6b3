using AfterSales.Domain.Calendars;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Notifications;

/// <summary>通知: the bell, what one was told, and how one wants to be told.</summary>
internal static class NotificationPages
{
    private const int InBell = 8;

    public static void MapNotificationPages(this IEndpointRouteBuilder routes)
    {
        var notifications = routes.MapGroup("/notifications").RequireAuthorization();
        notifications.MapGet("/", Show);
        notifications.MapGet("/count", async (IMediator mediator, CancellationToken cancellationToken) =>
            Pages.Fragment<BellCount>(new { Unread = await mediator.Send(new CountUnreadNotifications(), cancellationToken) }));
        notifications.MapGet("/recent", async (IMediator mediator, CancellationToken cancellationToken) =>
            Pages.Fragment<BellList>(new { List = await mediator.Send(new ListNotifications(Limit: InBell), cancellationToken) }));
        notifications.MapGet("/{id:guid}/open", Open);
        notifications.MapPost("/read", MarkRead);
        notifications.MapGet("/preferences", async (NotificationChoiceLoader loader, CancellationToken cancellationToken) =>
            Pages.Page<PreferencesPage>(new { View = await loader.LoadAsync(cancellationToken) }));
        notifications.MapPost("/preferences", Choose);
        routes.MapNotificationAdministration();
    }

    private static async Task<IResult> Show(bool? unread, string? kind, Guid? before, IMediator mediator, CancellationToken cancellationToken)
    {
        NotificationKind? shown = Enum.TryParse<NotificationKind>(kind, ignoreCase: true, out var known) && NotificationKinds.OfPeople.Contains(known) ? known : null;
        var list = await mediator.Send(new ListNotifications(unread is true, shown, before), cancellationToken);
        return Pages.Page<NotificationsPage>(new { List = list, UnreadOnly = unread is true, Kind = shown });
    }

    private static async Task<IResult> Open(Guid id, IMediator mediator, CancellationToken cancellationToken)
    {
        var opened = await mediator.Send(new OpenNotification(id), cancellationToken) ?? throw new NotFoundException("notification", id);
        return TypedResults.LocalRedirect(NotificationChannels.PathTo(opened.WorkItemId, opened.CaseNumber));
    }

    private static async Task<IResult> MarkRead(IFormCollection form, IMediator mediator, CancellationToken cancellationToken)
    {
        Guid[]? ids = form["id"].Count is 0 ? null : [.. form["id"].Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty)];
        await mediator.Send(new MarkNotificationsRead(ids), cancellationToken);
        return TypedResults.LocalRedirect(Pages.LocalOr(form["returnUrl"], "/notifications"));
    }

    private static async Task<IResult> Choose(IFormCollection form, HttpContext context, NotificationChoiceLoader loader, CancellationToken cancellationToken)
    {
        var typed = NotificationChoiceLoader.Typed(form);
        try
        {
            await loader.Mediator.Send(typed, cancellationToken);
            Notice.Leave(context, "notifications-chosen", "");
            return TypedResults.LocalRedirect("/notifications/preferences");
        }
        catch (ValidationException refusal)
        {
            return Pages.Page<PreferencesPage>(new { View = await loader.LoadAsync(typed, FieldErrors.From(refusal), cancellationToken) }, StatusCodes.Status400BadRequest);
        }
    }
}

/// <summary>What somebody has chosen, with the calendars to choose from and what was typed when the form was refused.</summary>
public sealed record NotificationChoiceView(NotificationChoices Choices, IReadOnlyList<CalendarSummary> Calendars, FieldErrors Errors);

/// <summary>Gathers what the page of one's choices shows.</summary>
internal sealed class NotificationChoiceLoader(IMediator mediator)
{
    public IMediator Mediator => mediator;

    public async Task<NotificationChoiceView> LoadAsync(CancellationToken cancellationToken) =>
        new(await mediator.Send(new GetNotificationChoices(), cancellationToken), await mediator.Send(new ListCalendars(), cancellationToken), FieldErrors.None);

    public async Task<NotificationChoiceView> LoadAsync(ChooseNotifications typed, FieldErrors errors, CancellationToken cancellationToken)
    {
        var view = await LoadAsync(cancellationToken);
        var choices = view.Choices with
        {
            Email = typed.Email, WebhookUser = typed.WebhookUser, Language = typed.Language, QuietCalendar = typed.QuietCalendar, DigestHour = typed.DigestHour, Kinds = typed.Kinds,
        };
        return view with { Choices = choices, Errors = errors };
    }

    public static ChooseNotifications Typed(IFormCollection form) => new(
        form["email"], form["webhookUser"], form["language"] == nameof(TemplateLanguage.English) ? TemplateLanguage.English : TemplateLanguage.Chinese, form["quietCalendar"],
        // What is no number is no hour either; the validator says so.
        int.TryParse(form["digestHour"], out var hour) ? hour : -1,
        [.. NotificationKinds.OfPeople.Select(kind => new KindChoice(
            kind, form[$"{kind}.email"].Count > 0, form[$"{kind}.webhook"].Count > 0, form[$"{kind}.digest"].Count > 0 ? DigestChoice.Daily : DigestChoice.None, form[$"{kind}.quiet"].Count > 0))]);
}
