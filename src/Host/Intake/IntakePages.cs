using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Intake;

/// <summary>The fast form for calls: who calls is looked up while the clerk types, and cases that the call may be about are shown beside it.</summary>
internal static class IntakePages
{
    public static void MapIntakePages(this IEndpointRouteBuilder routes)
    {
        var intake = routes.MapGroup("/intake").RequireAuthorization();
        intake.MapGet("/new", Show);
        intake.MapPost("/new", Take);
        intake.MapGet("/lookup", async (string? q, IMediator mediator, CancellationToken cancellationToken) =>
            Pages.Fragment<CallerResults>(new { Found = await mediator.Send(new LookUpCaller(q), cancellationToken), Search = q }));
        intake.MapGet("/similar", async (HttpContext context, IMediator mediator, CancellationToken cancellationToken) =>
        {
            string? Text(string field) => context.Request.Query[field].ToString() is { Length: > 0 } text ? text : null;
            var search = new FindSimilarCases(Text("customerName"), Text("phone"), Text("equipmentSerial"), $"{Text("subject")} {Text("description")}");
            return Pages.Fragment<SimilarCases>(new { Found = await mediator.Send(search, cancellationToken) });
        });
        intake.MapCaseImport();
        routes.MapCaseConversation();
    }

    private static async Task<IResult> Show(string? q, Guid? customer, Guid? device, IMediator mediator, CurrentActor current, CancellationToken cancellationToken)
    {
        if (!Permissions.MaySend<RegisterComplaint>(current.Actor))
            throw new ForbiddenException("role.missing", $"{current.Actor.Name} may not take calls.");
        var entered = PhoneIntake.Empty(q);
        if (await mediator.Send(new PickCaller(customer, device), cancellationToken) is { } caller)
            entered = entered.With(caller);
        return await FormAsync(entered, FieldErrors.None, null, StatusCodes.Status200OK, mediator, cancellationToken);
    }

    private static async Task<IResult> Take(IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var entered = PhoneIntake.Posted(form);
        try
        {
            if (form["pick"].ToString().Split(':') is [var kind, var text] && Guid.TryParse(text, out var id))
                return await PickAsync(entered, kind, id, mediator, cancellationToken);
            if (form["addTo"].ToString() is { Length: > 0 } number)
                return await AddAsync(entered, new CaseNumber(number), context, mediator, cancellationToken);
            return await RegisterAsync(entered, form["action"] == "anyway", context, mediator, cancellationToken);
        }
        catch (ValidationException refusal)
        {
            return await FormAsync(entered, FieldErrors.From(refusal), null, StatusCodes.Status400BadRequest, mediator, cancellationToken);
        }
        catch (RuleViolationException refusal)
        {
            return await FormAsync(entered with { Key = PhoneIntake.NewKey() }, FieldErrors.None, ErrorTexts.Of(refusal.Code, refusal.Values), StatusCodes.Status409Conflict, mediator, cancellationToken);
        }
    }

    private static async Task<IResult> PickAsync(PhoneIntake entered, string kind, Guid id, IMediator mediator, CancellationToken cancellationToken)
    {
        var caller = await mediator.Send(kind == "device" ? new PickCaller(null, id) : new PickCaller(id, null), cancellationToken);
        return await FormAsync(caller is null ? entered : entered.With(caller), FieldErrors.None, null, StatusCodes.Status200OK, mediator, cancellationToken);
    }

    private static async Task<IResult> AddAsync(PhoneIntake entered, CaseNumber number, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        if (entered.Subject is null && entered.Description is null)
            throw InvalidFields.Refuse(InvalidFields.Failure("subject", "field.required", "What did the caller say?"));
        await mediator.Send(entered.ToNote(number), cancellationToken);
        Notice.Leave(context, "note-added", number.Value);
        return TypedResults.LocalRedirect($"/cases/{number}");
    }

    private static async Task<IResult> RegisterAsync(PhoneIntake entered, bool anyway, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        // A clerk who has seen what the call may be about decides; one who has not is shown it first. A complaint about a person goes into no case that others read.
        var similar = anyway || entered.IsSupervision || entered.Subject is null || entered.CustomerName is null ? [] : await mediator.Send(entered.ToSearch(), cancellationToken);
        if (similar.Any(c => c.IsAlike && !entered.Seen.Contains(c.Number.Value)))
            return await FormAsync(entered, FieldErrors.None, null, StatusCodes.Status200OK, mediator, cancellationToken, mustDecide: true);

        var number = entered.IsFault ? (await mediator.Send(entered.ToFault(), cancellationToken)).Number : (await mediator.Send(entered.ToComplaint(), cancellationToken)).Number;
        Notice.Leave(context, entered.IsFault ? "fault-reported" : "registered", number.Value);
        return TypedResults.LocalRedirect($"/cases/{number}");
    }

    private static async Task<IResult> FormAsync(
        PhoneIntake entered, FieldErrors errors, string? problem, int status, IMediator mediator, CancellationToken cancellationToken, bool mustDecide = false) =>
        Pages.Page<PhoneIntakePage>(
            new
            {
                Entered = entered,
                Errors = errors,
                ProblemText = problem,
                Found = await mediator.Send(new LookUpCaller(entered.Search), cancellationToken),
                Similar = await mediator.Send(entered.ToSearch(), cancellationToken),
                MustDecide = mustDecide,
            },
            status);
}
