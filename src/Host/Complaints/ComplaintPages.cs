using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Complaints;

/// <summary>The form that files a complaint.</summary>
internal static class ComplaintPages
{
    public static void MapComplaintPages(this IEndpointRouteBuilder routes)
    {
        var complaints = routes.MapGroup("/complaints").RequireAuthorization();
        complaints.MapGet("/new", ShowForm);
        complaints.MapPost("/new", Register);
    }

    private static async Task<IResult> ShowForm(IMediator mediator, CurrentActor current, CancellationToken cancellationToken) =>
        Permissions.MaySend<RegisterComplaint>(current.Actor)
            ? await FormAsync(mediator, NewComplaint.Empty(), FieldErrors.None, null, StatusCodes.Status200OK, cancellationToken)
            : throw new ForbiddenException("role.missing", $"{current.Actor.Name} may not register complaints.");

    private static async Task<IResult> Register(IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var entered = NewComplaint.Posted(form);
        try
        {
            var registered = await mediator.Send(entered.ToCommand(), cancellationToken);
            Notice.Leave(context, "registered", registered.Number.Value);
            return TypedResults.LocalRedirect($"/cases/{registered.Number}");
        }
        catch (ValidationException refusal)
        {
            return await FormAsync(mediator, entered, FieldErrors.From(refusal), null, StatusCodes.Status400BadRequest, cancellationToken);
        }
        catch (RuleViolationException refusal)
        {
            // For instance the same form with other words, sent from a page that Back brought up again: a new key lets it count as new.
            var problem = ErrorTexts.Of(refusal.Code, refusal.Values);
            return await FormAsync(mediator, entered with { Key = NewComplaint.NewKey() }, FieldErrors.None, problem, StatusCodes.Status409Conflict, cancellationToken);
        }
    }

    private static async Task<IResult> FormAsync(IMediator mediator, NewComplaint entered, FieldErrors errors, string? problem, int status, CancellationToken cancellationToken) =>
        Pages.Page<NewComplaintPage>(new { Entered = entered, Errors = errors, ProblemText = problem, Projects = await mediator.Send(new ListProjects(), cancellationToken) }, status);
}
