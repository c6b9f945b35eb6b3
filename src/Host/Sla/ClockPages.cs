using System.Globalization;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Sla;

/// <summary>One promise of a case: why it is due when it is, and what may be done about it.</summary>
internal static class ClockPages
{
    public static void MapClockPages(this IEndpointRouteBuilder routes)
    {
        var clocks = routes.MapGroup("/clocks/{id:guid}").RequireAuthorization();
        clocks.MapGet("/", Show);
        clocks.MapPost("/pause", Pause);
        clocks.MapPost("/resume", Resume);
        clocks.MapPost("/due", SetDue);
    }

    private static async Task<IResult> Show(Guid id, IMediator mediator, CurrentActor current, IStringLocalizer<Texts> texts, CancellationToken cancellationToken) =>
        Pages.Page<ClockPage>(new { View = await LoadAsync(id, mediator, current, texts, cancellationToken) });

    private static async Task<IResult> Pause(Guid id, IFormCollection form, HttpContext context, IMediator mediator, CurrentActor current, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var view = await LoadAsync(id, mediator, current, texts, cancellationToken) with { Reason = form["reason"], At = form["at"] };
        return await SendAsync(view, new PauseClock(view.Details.Case, view.Details.Clock.Metric, form["reason"].ToString(), Moment(form["at"]), ClockId: id), context, mediator, cancellationToken);
    }

    private static async Task<IResult> Resume(Guid id, IFormCollection form, HttpContext context, IMediator mediator, CurrentActor current, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var view = await LoadAsync(id, mediator, current, texts, cancellationToken) with { At = form["at"] };
        return await SendAsync(view, new ResumeClock(view.Details.Case, view.Details.Clock.Metric, Moment(form["at"]), ClockId: id), context, mediator, cancellationToken);
    }

    private static async Task<IResult> SetDue(Guid id, IFormCollection form, HttpContext context, IMediator mediator, CurrentActor current, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var view = await LoadAsync(id, mediator, current, texts, cancellationToken);
        return await SendAsync(view, new SetClockDue(id, Moment(form["due"]) ?? DateTimeOffset.MinValue, form["why"].ToString()), context, mediator, cancellationToken);
    }

    private static async Task<IResult> SendAsync<T>(ClockPageView view, ICommand<T> command, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        try
        {
            await mediator.Send(command, cancellationToken);
            Notice.Leave(context, "clock-changed", view.Details.Case.Value);
            return TypedResults.LocalRedirect($"/clocks/{view.Details.Clock.Id}");
        }
        catch (ValidationException refusal)
        {
            return Pages.Page<ClockPage>(new { View = view with { Errors = FieldErrors.From(refusal) } }, StatusCodes.Status400BadRequest);
        }
        catch (RuleViolationException refusal)
        {
            return Pages.Page<ClockPage>(new { View = view with { Problem = ErrorTexts.Of(refusal.Code, refusal.Values) } }, StatusCodes.Status409Conflict);
        }
    }

    private static async Task<ClockPageView> LoadAsync(Guid id, IMediator mediator, CurrentActor current, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var details = await mediator.Send(new GetClock(id), cancellationToken) ?? throw new NotFoundException("clock", id);
        var names = await PersonNames.LoadAsync(mediator, texts, [], details.Clock.Segments.Select(segment => segment.By).OfType<string>(), cancellationToken);
        return new ClockPageView(details, names, Permissions.MaySend<PauseClock>(current.Actor), Permissions.MaySend<SetClockDue>(current.Actor));
    }

    // A moment is entered in company time; none means now.
    private static DateTimeOffset? Moment(string? entered) => DateTime.TryParse(entered, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
        ? new DateTimeOffset(local, CompanyTime.Zone.GetUtcOffset(local)).ToUniversalTime()
        : null;
}

/// <summary>A clock on its page, with what was entered when a form was refused.</summary>
public sealed record ClockPageView(ClockDetails Details, PersonNames Names, bool MayPause, bool MaySetDue)
{
    public string? Reason { get; init; }

    public string? At { get; init; }

    public FieldErrors Errors { get; init; } = FieldErrors.None;

    public string? Problem { get; init; }
}
