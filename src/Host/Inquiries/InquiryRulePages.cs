using System.Globalization;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Localization;
using AfterSales.Host.Organisation;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Inquiries;

/// <summary>询检规则与满意率目标: the 100 % rules and the target, for administrators to change (INQ-01…03, Q-08, NUM-06).</summary>
internal static class InquiryRulePages
{
    public static void MapInquiryRulePages(this IEndpointRouteBuilder inquiries)
    {
        inquiries.MapGet("/rules", (string? rule, IMediator mediator, CancellationToken cancellationToken) => ShowAsync(rule, OrganisationForm.Empty, mediator, cancellationToken));
        inquiries.MapPost("/rules", (IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken) => TryAsync(
            form, context, form["code"].ToString(), mediator,
            typed => new SaveInquiryRule(
                typed["code"], typed.Name, Chosen<InquiryEvent>(typed, "event"), Chosen<InquiryPeriod>(typed, "period"), typed["isActive"] == "true", typed.Revision, typed.Optional("reason")),
            cancellationToken));
        inquiries.MapPost("/target", (IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken) => TryAsync(
            form, context, SatisfactionTarget.CompanyCode, mediator,
            typed => new SaveSatisfactionTarget(
                // What is no number is refused by the rule for the field, which says what it takes.
                decimal.TryParse(typed["percent"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) ? percent : 0,
                Number(typed["satisfiedFrom"]) ?? 0, Number(typed["targetRevision"]), typed.Optional("targetReason")),
            cancellationToken));
    }

    private static async Task<IResult> ShowAsync(string? code, OrganisationForm typed, IMediator mediator, CancellationToken cancellationToken)
    {
        var rules = await mediator.Send(new ListInquiryRules(), cancellationToken);
        return Pages.Page<InquiryRulesPage>(
            new { Rules = rules, Chosen = rules.FirstOrDefault(rule => rule.Code == code), (await mediator.Send(new GetSatisfaction(1), cancellationToken)).Target, Typed = typed }, typed.Status);
    }

    private static async Task<IResult> TryAsync(
        IFormCollection form, HttpContext context, string what, IMediator mediator, Func<OrganisationForm, ICommand> command, CancellationToken cancellationToken)
    {
        var typed = new OrganisationForm(form, FieldErrors.None, null, StatusCodes.Status200OK);
        try
        {
            await mediator.Send(command(typed), cancellationToken);
            Notice.Leave(context, "inquiry-rule-saved", what);
            return TypedResults.LocalRedirect("/inquiries/rules");
        }
        catch (ValidationException refusal)
        {
            return await ShowAsync(EditedRule(typed), typed with { Errors = FieldErrors.From(refusal), Status = StatusCodes.Status400BadRequest }, mediator, cancellationToken);
        }
        catch (RuleViolationException refusal)
        {
            return await ShowAsync(EditedRule(typed), typed with { Problem = ErrorTexts.Of(refusal.Code, refusal.Values), Status = StatusCodes.Status409Conflict }, mediator, cancellationToken);
        }
    }

    // A rule that was being added keeps its code open to be typed again.
    private static string? EditedRule(OrganisationForm typed) => typed.Revision is null ? null : typed["code"];

    private static T Chosen<T>(OrganisationForm typed, string field)
        where T : struct, Enum => Enum.TryParse<T>(typed[field], out var value) && Enum.IsDefined(value) ? value : throw typed.Missing(field);

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
