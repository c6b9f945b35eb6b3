using AfterSales.Domain.Calendars;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Sla.Forecasts;
using AfterSales.Host.Localization;
using AfterSales.Host.Organisation;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Calendars;

/// <summary>客户与单位的日历: the calendar of one customer or unit, looked at beforehand with the open clocks it would move.</summary>
internal static class CalendarOwnerPages
{
    public static void MapCalendarOwners(this IEndpointRouteBuilder calendars)
    {
        calendars.MapGet("/of/{owner}/{id:guid}", (string owner, Guid id, IMediator mediator, CancellationToken cancellationToken) => ShowAsync(Read(owner), id, OrganisationForm.Empty, null, mediator, cancellationToken));
        calendars.MapPost("/of/{of}/{id:guid}", Save);
    }

    private static async Task<IResult> Save(string of, Guid id, IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var owner = Read(of);
        var typed = new OrganisationForm(form, FieldErrors.None, null, StatusCodes.Status200OK);
        try
        {
            if (typed["action"] != "save")
                return await ShowAsync(owner, id, typed, await mediator.Send(new PreviewAssignedCalendar(owner, id, typed.Optional("calendarCode")), cancellationToken), mediator, cancellationToken);
            await mediator.Send(new AssignCalendar(owner, id, typed.Optional("calendarCode"), typed.Revision ?? 0, typed["move"] == "true", typed.Optional("reason")), cancellationToken);
            Notice.Leave(context, "calendar-assigned", (await FindAsync(owner, id, mediator, cancellationToken)).Name);
            return TypedResults.LocalRedirect($"/calendars/of/{owner.ToString().ToLowerInvariant()}/{id}");
        }
        catch (ValidationException refusal)
        {
            return await ShowAsync(owner, id, typed with { Errors = FieldErrors.From(refusal), Status = StatusCodes.Status400BadRequest }, null, mediator, cancellationToken);
        }
        catch (RuleViolationException refusal)
        {
            return await ShowAsync(owner, id, typed with { Problem = ErrorTexts.Of(refusal.Code, refusal.Values), Status = StatusCodes.Status409Conflict }, null, mediator, cancellationToken);
        }
    }

    private static async Task<IResult> ShowAsync(CalendarOwner owner, Guid id, OrganisationForm typed, ClockMoves? moves, IMediator mediator, CancellationToken cancellationToken) =>
        Pages.Page<CalendarOwnerPage>(
            new { Of = await FindAsync(owner, id, mediator, cancellationToken), Calendars = await mediator.Send(new ListCalendars(), cancellationToken), Typed = typed, Moves = moves }, typed.Status);

    private static CalendarOwner Read(string owner) => owner switch
    {
        "customer" => CalendarOwner.Customer,
        "unit" => CalendarOwner.Unit,
        _ => throw new NotFoundException("calendar", owner),
    };

    private static async Task<CalendarOwnerView> FindAsync(CalendarOwner owner, Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        await mediator.Send(new GetCalendarOwner(owner, id), cancellationToken) ?? throw new NotFoundException("calendar", id);
}
