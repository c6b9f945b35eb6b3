using System.Globalization;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Sla.Forecasts;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace AfterSales.Host.Calendars;

/// <summary>工作日历: the hours and holidays that promised times are counted in.</summary>
internal static class CalendarPages
{
    private const int MaxFileBytes = 1024 * 1024;

    public static void MapCalendarPages(this IEndpointRouteBuilder routes)
    {
        var calendars = routes.MapGroup("/calendars").RequireAuthorization();
        calendars.MapGet("/", List);
        calendars.MapCalendarOwners();
        calendars.MapGet("/{code}", Show);
        calendars.MapPost("/{code}", SaveWeek);
        calendars.MapPost("/{code}/days", SaveDays);
    }

    private static async Task<IResult> List(string? q, IMediator mediator, CancellationToken cancellationToken) => Pages.Page<CalendarsPage>(new
    {
        Calendars = await mediator.Send(new ListCalendars(), cancellationToken),
        Owners = await mediator.Send(new ListCalendarOwners(), cancellationToken),
        Search = q,
        Found = string.IsNullOrWhiteSpace(q) ? [] : (await mediator.Send(new LookUpCaller(q), cancellationToken)).Customers,
    });

    private static async Task<IResult> Show(string code, int? year, IMediator mediator, CurrentActor current, TimeProvider clock, CancellationToken cancellationToken) =>
        Pages.Page<CalendarPage>(new { View = await LoadAsync(code, year, mediator, current, clock, cancellationToken) });

    private static async Task<IResult> SaveWeek(string code, IFormCollection form, HttpContext context, IMediator mediator, CurrentActor current, TimeProvider clock, CancellationToken cancellationToken)
    {
        var view = await LoadAsync(code, Number(form["year"]), mediator, current, clock, cancellationToken);
        string[] week = [.. Enumerable.Range(0, 7).Select(day => form[$"week.{(DayOfWeek)day}".ToLowerInvariant()].ToString())];
        var name = new LocalizedText(form["name"].ToString(), form["nameEn"].ToString() is { Length: > 0 } en ? en : null);
        return await SaveAsync(
            view with { Week = week, Name = name }, new SaveCalendar(code, name, view.Calendar.Summary.Zone, week, Number(form["revision"]), form["reason"], form["move"] == "true"), context, mediator, cancellationToken);
    }

    private static async Task<IResult> SaveDays(string code, IFormCollection form, HttpContext context, IMediator mediator, CurrentActor current, TimeProvider clock, CancellationToken cancellationToken)
    {
        var view = await LoadAsync(code, Number(form["year"]), mediator, current, clock, cancellationToken);
        var text = form["days"].ToString();
        var source = form["source"].ToString();
        if (form.Files["file"] is { Length: > 0 } file)
        {
            if (file.Length > MaxFileBytes)
                throw new BadHttpRequestException("The file is too large.", StatusCodes.Status413PayloadTooLarge);
            using var reader = new StreamReader(file.OpenReadStream());
            (text, source) = (await reader.ReadToEndAsync(cancellationToken), Path.GetFileName(file.FileName));
        }

        try
        {
            // A file may hold several years; this page changes one.
            SpecialDay[] days = [.. CalendarFiles.Read(text).Where(day => day.Date.Year == view.Calendar.Year)];
            view = view with { Days = CalendarFiles.WriteCsv(days), Source = source, Preview = CalendarDifference.Between(view.Calendar.Days, days) };
            if (form["action"] != "save")
                return Pages.Page<CalendarPage>(new { View = view with { Moves = view.MayChange ? await mediator.Send(new PreviewCalendarYear(code, view.Calendar.Year, days), cancellationToken) : null } });
            var sourceText = string.IsNullOrWhiteSpace(source) ? current.Actor.Name : source;
            return await SaveAsync(view, new SaveCalendarYear(code, view.Calendar.Year, days, sourceText, Number(form["yearRevision"]), form["reason"], form["move"] == "true"), context, mediator, cancellationToken);
        }
        catch (ValidationException refusal)
        {
            return Pages.Page<CalendarPage>(new { View = view with { Days = text, Source = source, Errors = FieldErrors.From(refusal) } }, StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<IResult> SaveAsync(CalendarView view, ICommand command, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        try
        {
            await mediator.Send(command, cancellationToken);
            Notice.Leave(context, "calendar-saved", view.Calendar.Summary.Code);
            return TypedResults.LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/calendars/{Uri.EscapeDataString(view.Calendar.Summary.Code)}?year={view.Calendar.Year}"));
        }
        catch (ValidationException refusal)
        {
            return Pages.Page<CalendarPage>(new { View = view with { Errors = FieldErrors.From(refusal) } }, StatusCodes.Status400BadRequest);
        }
        catch (RuleViolationException refusal)
        {
            return Pages.Page<CalendarPage>(new { View = view with { Problem = ErrorTexts.Of(refusal.Code, refusal.Values) } }, StatusCodes.Status409Conflict);
        }
    }

    private static async Task<CalendarView> LoadAsync(string code, int? year, IMediator mediator, CurrentActor current, TimeProvider clock, CancellationToken cancellationToken)
    {
        var shown = year is >= 2000 and <= 2999 ? year.Value : CompanyTime.Local(clock.GetUtcNow()).Year;
        var calendar = await mediator.Send(new GetCalendar(code, shown), cancellationToken) ?? throw new NotFoundException("calendar", code);
        return new CalendarView(calendar, Permissions.MaySend<SaveCalendar>(current.Actor))
        {
            Name = calendar.Summary.Name,
            Week = [.. calendar.Summary.Week.Select(hours => string.Join(' ', hours))],
            Days = CalendarFiles.WriteCsv(calendar.Days),
            Source = calendar.Source ?? "",
        };
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A calendar on its page, with what was typed when a form was refused or is only looked at.</summary>
public sealed record CalendarView(CalendarDetails Calendar, bool MayChange)
{
    public required LocalizedText Name { get; init; }

    public required IReadOnlyList<string> Week { get; init; }

    /// <summary>The special days as CSV.</summary>
    public required string Days { get; init; }

    public required string Source { get; init; }

    /// <summary>What saving the days would change; null: nothing was asked for.</summary>
    public IReadOnlyList<CalendarDifference>? Preview { get; init; }

    /// <summary>Which open clocks saving the days would move; null: nothing was asked for.</summary>
    public ClockMoves? Moves { get; init; }

    public FieldErrors Errors { get; init; } = FieldErrors.None;

    public string? Problem { get; init; }
}

/// <summary>A day that would be different.</summary>
public sealed record CalendarDifference(DateOnly Date, SpecialDay? Before, SpecialDay? After)
{
    public static IReadOnlyList<CalendarDifference> Between(IEnumerable<SpecialDay> before, IEnumerable<SpecialDay> after)
    {
        var (old, now) = (before.ToLookup(day => day.Date), after.ToLookup(day => day.Date));
        return [.. old.Select(day => day.Key).Union(now.Select(day => day.Key)).Order().Select(date => new CalendarDifference(date, old[date].FirstOrDefault(), now[date].FirstOrDefault())).Where(d => !d.IsSame)];
    }

    private bool IsSame => Before is not null && After is not null && Before.Kind == After.Kind && Before.Name == After.Name && (Before.Hours ?? []).SequenceEqual(After.Hours ?? []);
}
