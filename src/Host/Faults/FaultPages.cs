using AfterSales.Domain.Pipeline;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Faults;

/// <summary>The form that takes a repair call; anybody of the company may fill it in (ROL-01).</summary>
internal static class FaultPages
{
    public static void MapFaultPages(this IEndpointRouteBuilder routes)
    {
        var faults = routes.MapGroup("/faults").RequireAuthorization();
        faults.MapGet("/new", () => Form(NewFault.Empty(), FieldErrors.None, null, StatusCodes.Status200OK));
        faults.MapPost("/new", Report);
    }

    private static async Task<IResult> Report(IFormCollection form, HttpContext context, IMediator mediator, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var entered = NewFault.Posted(form);
        try
        {
            if (!entered.HasReadableMoment)
                throw InvalidFields.Refuse(InvalidFields.Failure("occurredAt", "field.not-a-moment", "The moment cannot be read."));
            var reported = await mediator.Send(entered.ToCommand(), cancellationToken);
            Notice.Leave(context, "fault-reported", reported.Number.Value);
            return TypedResults.LocalRedirect($"/cases/{reported.Number}");
        }
        catch (ValidationException refusal)
        {
            return Form(entered, FieldErrors.From(refusal), null, StatusCodes.Status400BadRequest);
        }
        catch (RuleViolationException refusal)
        {
            return Form(entered with { Key = Guid.NewGuid().ToString("N") }, FieldErrors.None, ErrorTexts.Of(refusal.Code, refusal.Values), StatusCodes.Status409Conflict);
        }
    }

    private static IResult Form(NewFault entered, FieldErrors errors, string? problem, int status) => Pages.Page<NewFaultPage>(new { Entered = entered, Errors = errors, ProblemText = problem }, status);
}
