using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla.Forecasts;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Sla;

/// <summary>A new policy, and what concerns a policy as a whole: its name, whether it is the default, and which rules it has in which order. Administrators only.</summary>
internal static class PolicyForms
{
    public static void MapPolicyForms(this IEndpointRouteBuilder policies)
    {
        policies.MapGet("/new", ShowNew);
        policies.MapPost("/new", Create);
        policies.MapGet("/{code}/edit", ShowEdit);
        policies.MapPost("/{code}/edit", Save);
    }

    private static async Task<IResult> ShowNew(IMediator mediator, CurrentActor current, CancellationToken cancellationToken)
    {
        RequireRight(current);
        return Page(new PolicyFormView(PolicyForm.Empty, null, await mediator.Send(new ListPolicies(), cancellationToken)));
    }

    private static async Task<IResult> ShowEdit(string code, IMediator mediator, CurrentActor current, CancellationToken cancellationToken)
    {
        RequireRight(current);
        var policy = await FindAsync(code, mediator, cancellationToken);
        return Page(new PolicyFormView(PolicyForm.Of(policy), policy, []) { Revision = policy.Revision });
    }

    private static async Task<IResult> Create(IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var entered = PolicyForm.Posted(form);
        var view = new PolicyFormView(entered, null, await mediator.Send(new ListPolicies(), cancellationToken));
        var source = await mediator.Send(new GetPolicy(entered.CopyFrom), cancellationToken);
        return await TryAsync(view, async () =>
        {
            await mediator.Send(new SavePolicy(entered.Code, entered.ToName(), entered.IsDefault, source?.Rules ?? [], null, form["reason"]), cancellationToken);
            Notice.Leave(context, "policy-saved", entered.Code);
            return TypedResults.LocalRedirect($"/policies/{Uri.EscapeDataString(entered.Code)}");
        });
    }

    private static async Task<IResult> Save(string code, IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var policy = await FindAsync(code, mediator, cancellationToken);
        var entered = PolicyForm.Posted(form);
        var view = new PolicyFormView(entered, policy, [])
        {
            Revision = int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : -1, MoveOpenClocks = form["move"] == "true",
        };
        return await TryAsync(view, async () =>
        {
            var rules = entered.Arrange(policy.Rules);
            if (form["step"] == "preview")
                return Page(view with { Preview = await mediator.Send(new PreviewPolicy(code, entered.ToName(), entered.IsDefault, rules), cancellationToken) });
            await mediator.Send(new SavePolicy(code, entered.ToName(), entered.IsDefault, rules, view.Revision, form["reason"], view.MoveOpenClocks), cancellationToken);
            Notice.Leave(context, "policy-saved", code);
            return TypedResults.LocalRedirect($"/policies/{Uri.EscapeDataString(code)}");
        });
    }

    private static async Task<IResult> TryAsync(PolicyFormView view, Func<Task<IResult>> work)
    {
        try
        {
            return await work();
        }
        catch (ValidationException refusal)
        {
            return Page(view with { Errors = FieldErrors.From(refusal) }, StatusCodes.Status400BadRequest);
        }
        catch (RuleViolationException refusal)
        {
            return Page(view with { Problem = ErrorTexts.Of(refusal.Code, refusal.Values) }, StatusCodes.Status409Conflict);
        }
    }

    private static IResult Page(PolicyFormView view, int status = StatusCodes.Status200OK) => Pages.Page<PolicyFormPage>(new { View = view }, status);

    private static void RequireRight(CurrentActor current)
    {
        if (!Permissions.MaySend<SavePolicy>(current.Actor))
            throw new ForbiddenException("role.missing", $"{current.Actor.Name} may not change policies.");
    }

    private static async Task<PolicyDetails> FindAsync(string code, IMediator mediator, CancellationToken cancellationToken) =>
        await mediator.Send(new GetPolicy(code), cancellationToken) ?? throw new NotFoundException("policy", code);
}
