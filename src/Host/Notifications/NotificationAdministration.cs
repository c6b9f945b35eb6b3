using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Notifications;

/// <summary>For administrators: the words of notifications, and the messages that were not delivered.</summary>
internal static class NotificationAdministration
{
    public const string Templates = "/administration/notification-templates", Messages = "/administration/notification-messages";

    public static void MapNotificationAdministration(this IEndpointRouteBuilder routes)
    {
        var templates = routes.MapGroup(Templates).RequireAuthorization();
        templates.MapGet("/", async (IMediator mediator, CancellationToken cancellationToken) =>
            Pages.Page<TemplatesPage>(new { Templates = await mediator.Send(new ListNotificationTemplates(), cancellationToken) }));
        templates.MapGet("/{kind}/{language}", ShowTemplate);
        templates.MapPost("/{kind}/{language}", ChangeTemplate);
        var messages = routes.MapGroup(Messages).RequireAuthorization();
        messages.MapGet("/", ShowMessages);
        messages.MapPost("/{id:guid}", SendAgain);
    }

    private static async Task<IResult> ShowTemplate(string kind, string language, IMediator mediator, CurrentActor current, CancellationToken cancellationToken) =>
        Pages.Page<TemplatePage>(new { View = await LoadAsync(kind, language, mediator, current, cancellationToken) });

    private static async Task<IResult> ChangeTemplate(string kind, string language, IFormCollection form, HttpContext context, IMediator mediator, CurrentActor current, CancellationToken cancellationToken)
    {
        var view = await LoadAsync(kind, language, mediator, current, cancellationToken);
        var (it, reason) = (view.Template, form["reason"].ToString());
        view = view with { Typed = new TemplateText(form["subject"].ToString(), form["body"].ToString()), Reason = reason };
        try
        {
            if (form["action"] == "preview")
                return Pages.Page<TemplatePage>(new { View = view with { Preview = await mediator.Send(new PreviewNotificationTemplate(it.Kind, it.Language, view.Typed.Subject, view.Typed.Body), cancellationToken) } });
            await mediator.Send(
                form["action"] == "reset"
                    ? new ResetNotificationTemplate(it.Kind, it.Language, reason)
                    : (ICommand)new SaveNotificationTemplate(it.Kind, it.Language, view.Typed.Subject, view.Typed.Body, int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null, reason),
                cancellationToken);
            Notice.Leave(context, "template-saved", "");
            return TypedResults.LocalRedirect($"{Templates}/{it.Kind}/{it.Language}");
        }
        catch (ValidationException refusal)
        {
            return Pages.Page<TemplatePage>(new { View = view with { Errors = FieldErrors.From(refusal) } }, StatusCodes.Status400BadRequest);
        }
        catch (RuleViolationException refusal)
        {
            return Pages.Page<TemplatePage>(new { View = view with { Problem = ErrorTexts.Of(refusal.Code, refusal.Values) } }, StatusCodes.Status409Conflict);
        }
    }

    private static async Task<TemplateEditing> LoadAsync(string kind, string language, IMediator mediator, CurrentActor current, CancellationToken cancellationToken)
    {
        var templates = await mediator.Send(new ListNotificationTemplates(), cancellationToken);
        var template = templates.FirstOrDefault(t => $"{t.Kind}/{t.Language}".Equals($"{kind}/{language}", StringComparison.OrdinalIgnoreCase)) ?? throw new NotFoundException("template", $"{kind}/{language}");
        return new TemplateEditing(template, template.Text, Permissions.MaySend<SaveNotificationTemplate>(current.Actor));
    }

    private static async Task<IResult> ShowMessages(string? status, IMediator mediator, CurrentActor current, CancellationToken cancellationToken) =>
        Pages.Page<MessagesPage>(new { View = await MessagesAsync(status, mediator, current, cancellationToken) });

    private static async Task<IResult> SendAgain(Guid id, IFormCollection form, HttpContext context, IMediator mediator, CurrentActor current, CancellationToken cancellationToken)
    {
        try
        {
            await mediator.Send(new ResendNotification(id, form["reason"].ToString()), cancellationToken);
            Notice.Leave(context, "message-sent-again", "");
            return TypedResults.LocalRedirect(Pages.LocalOr(form["back"], Messages));
        }
        catch (ValidationException refusal)
        {
            var errors = FieldErrors.From(refusal);
            return Pages.Page<MessagesPage>(new { View = await MessagesAsync(null, mediator, current, cancellationToken) with { Problem = errors["reason"] } }, StatusCodes.Status400BadRequest);
        }
        catch (RuleViolationException refusal)
        {
            var view = await MessagesAsync(null, mediator, current, cancellationToken);
            return Pages.Page<MessagesPage>(new { View = view with { Problem = ErrorTexts.Of(refusal.Code, refusal.Values) } }, StatusCodes.Status409Conflict);
        }
    }

    private static async Task<MessagesView> MessagesAsync(string? status, IMediator mediator, CurrentActor current, CancellationToken cancellationToken)
    {
        DeliveryStatus? shown = Enum.TryParse<DeliveryStatus>(status, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null;
        return new MessagesView(await mediator.Send(new ListNotificationDeliveries(shown), cancellationToken), shown, Permissions.MaySend<ResendNotification>(current.Actor));
    }
}

/// <summary>A template on its page, with what was typed when it was refused or is only looked at.</summary>
public sealed record TemplateEditing(TemplateView Template, TemplateText Typed, bool MayChange)
{
    public string? Reason { get; init; }

    /// <summary>What a receiver would read; null: nobody asked.</summary>
    public TemplateText? Preview { get; init; }

    public FieldErrors Errors { get; init; } = FieldErrors.None;

    public string? Problem { get; init; }
}

/// <summary>The messages that were not delivered.</summary>
public sealed record MessagesView(IReadOnlyList<DeliveryLine> Lines, DeliveryStatus? Status, bool MaySendAgain)
{
    public string? Problem { get; init; }
}
