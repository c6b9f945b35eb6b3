using System.Globalization;
using AfterSales.Domain;
using AfterSales.Domain.Absences;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Absences;

/// <summary>What the page of absences shows, and again with what was typed when something was refused.</summary>
public sealed record AbsenceView(
    IReadOnlyList<AbsenceSummary> Absences, IReadOnlyList<PersonName> Colleagues, PersonNames Names, bool MayArrangeForOthers, IFormCollection? Posted, FieldErrors Errors, string? Problem)
{
    public string? Typed(string field) => Posted?[field];
}

/// <summary>Who substitutes for whom, and taking over from those who leave.</summary>
internal static class AbsencePages
{
    public static void MapAbsencePages(this IEndpointRouteBuilder routes)
    {
        var absences = routes.MapGroup("/absences").RequireAuthorization();
        absences.MapGet("/", (IMediator mediator, CurrentActor current, IStringLocalizer<Texts> texts, CancellationToken cancellationToken) =>
            ShowAsync(null, FieldErrors.None, null, StatusCodes.Status200OK, mediator, current, texts, cancellationToken));
        absences.MapPost("/", (IFormCollection form, HttpContext context, IMediator mediator, CurrentActor current, IStringLocalizer<Texts> texts, CancellationToken cancellationToken) => DoAsync(
            form, "absence-arranged", "", context, mediator, current, texts, async () => $"{await mediator.Send(ToArrange(form), cancellationToken)}", cancellationToken));
        absences.MapPost("/{id:guid}/recall", (Guid id, IFormCollection form, HttpContext context, IMediator mediator, CurrentActor current, IStringLocalizer<Texts> texts, CancellationToken cancellationToken) => DoAsync(
            form, "absence-recalled", "", context, mediator, current, texts, async () => $"{await mediator.Send(new RecallAbsence(id), cancellationToken)}", cancellationToken));
        absences.MapPost("/hand-over", (IFormCollection form, HttpContext context, IMediator mediator, CurrentActor current, IStringLocalizer<Texts> texts, CancellationToken cancellationToken) => DoAsync(
            form, "handed-over", null, context, mediator, current, texts,
            async () => (await mediator.Send(new HandOverTasks(Text(form, "leaver"), Text(form, "to"), Text(form, "reason")), cancellationToken)).ToString(CultureInfo.InvariantCulture), cancellationToken));
    }

    /// <param name="value">What the notice mentions; null: what the action says.</param>
    private static async Task<IResult> DoAsync(
        IFormCollection form, string notice, string? value, HttpContext context, IMediator mediator, CurrentActor current, IStringLocalizer<Texts> texts, Func<Task<string>> act, CancellationToken cancellationToken)
    {
        try
        {
            var said = await act();
            Notice.Leave(context, notice, value ?? said);
            return TypedResults.LocalRedirect("/absences");
        }
        catch (ValidationException refusal)
        {
            return await ShowAsync(form, FieldErrors.From(refusal), null, StatusCodes.Status400BadRequest, mediator, current, texts, cancellationToken);
        }
        catch (RuleViolationException refusal)
        {
            return await ShowAsync(form, FieldErrors.None, ErrorTexts.Of(refusal.Code, refusal.Values), StatusCodes.Status409Conflict, mediator, current, texts, cancellationToken);
        }
        catch (NotFoundException)
        {
            return await ShowAsync(form, FieldErrors.None, ErrorTexts.Of("person.unknown", Text(form, "leaver")), StatusCodes.Status400BadRequest, mediator, current, texts, cancellationToken);
        }
    }

    private static async Task<IResult> ShowAsync(
        IFormCollection? posted, FieldErrors errors, string? problem, int status, IMediator mediator, CurrentActor current, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var absences = await mediator.Send(new ListAbsences(), cancellationToken);
        var colleagues = await mediator.Send(new ListColleagues(), cancellationToken);
        var names = await PersonNames.LoadAsync(mediator, texts, [], absences.SelectMany(a => (string[])[a.Person, a.Substitute]), cancellationToken);
        var view = new AbsenceView(absences, colleagues, names, Permissions.MaySend<HandOverTasks>(current.Actor), posted, errors, problem);
        return Pages.Page<AbsencePage>(new { View = view }, status);
    }

    private static ArrangeAbsence ToArrange(IFormCollection form) => new(
        Text(form, "substitute"), Moment(form, "from"), Moment(form, "until"), Optional(form, "person"), Optional(form, "definitionId"), Optional(form, "note"));

    private static DateTimeOffset Moment(IFormCollection form, string field) => DateTime.TryParse(Text(form, field), CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall)
        ? CompanyTime.At(wall)
        : throw InvalidFields.Refuse(InvalidFields.Failure(field, "field.required", $"{field} is a time."));

    private static string Text(IFormCollection form, string name) => form[name].ToString().Trim();

    private static string? Optional(IFormCollection form, string name) => Text(form, name) is { Length: > 0 } text ? text : null;
}
