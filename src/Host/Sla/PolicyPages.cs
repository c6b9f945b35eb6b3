using System.Globalization;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla.Forecasts;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Sla;

/// <summary>时限策略: what is promised by which contract, how well it is kept, and what a change would move. Everybody reads, administrators change.</summary>
internal static class PolicyPages
{
    private static readonly int[] Periods = [7, 30, 90, 365];

    public static void MapPolicyPages(this IEndpointRouteBuilder routes)
    {
        var policies = routes.MapGroup("/policies").RequireAuthorization();
        policies.MapPolicyForms();
        policies.MapGet("/", async (IMediator mediator, CurrentActor current, CancellationToken cancellationToken) =>
            Pages.Page<PoliciesPage>(new { Policies = await mediator.Send(new ListPolicies(), cancellationToken), MayChange = Permissions.MaySend<SavePolicy>(current.Actor) }));
        policies.MapGet("/attainment", ShowAttainment);
        policies.MapGet("/{code}", Show);
        policies.MapGet("/{code}/rule", ShowRule);
        policies.MapPost("/{code}/rule", SaveRule);
    }

    private static async Task<IResult> ShowAttainment(int? days, IMediator mediator, TimeProvider clock, CancellationToken cancellationToken)
    {
        var period = Periods.Contains(days ?? 0) ? days!.Value : 90;
        return Pages.Page<AttainmentPage>(new
        {
            Days = period,
            Periods,
            Metrics = await mediator.Send(new GetAttainment(clock.GetUtcNow().AddDays(-period)), cancellationToken),
            AtRisk = await mediator.Send(new ListClocksAtRisk(), cancellationToken),
        });
    }

    private static async Task<IResult> Show(string code, IMediator mediator, CurrentActor current, CancellationToken cancellationToken) =>
        Pages.Page<PolicyPage>(new { Policy = await FindAsync(code, mediator, cancellationToken), MayChange = Permissions.MaySend<SavePolicy>(current.Actor) });

    private static async Task<IResult> ShowRule(string code, string? id, IMediator mediator, CurrentActor current, CancellationToken cancellationToken)
    {
        if (!Permissions.MaySend<SavePolicy>(current.Actor))
            throw new ForbiddenException("role.missing", $"{current.Actor.Name} may not change policies.");
        var policy = await FindAsync(code, mediator, cancellationToken);
        var rule = policy.Rules.FirstOrDefault(rule => rule.Id == id);
        if (rule is null && !string.IsNullOrEmpty(id))
            throw new NotFoundException("rule", id);
        return await PageAsync(new RuleView(policy, rule?.Id, rule is null ? RuleForm.Empty : RuleForm.Of(rule)), mediator, StatusCodes.Status200OK, cancellationToken);
    }

    private static async Task<IResult> SaveRule(string code, IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var policy = await FindAsync(code, mediator, cancellationToken);
        var original = form["original"].ToString() is { Length: > 0 } id ? id : null;
        var entered = RuleForm.Posted(form);
        var (rules, at) = Replace(policy.Rules, original, form["step"] == "remove" ? null : entered.ToRule());
        var view = new RuleView(policy with { Revision = Number(form["revision"]) ?? -1 }, original, entered) { MoveOpenClocks = form["move"] == "true" };
        try
        {
            if (form["step"] == "preview")
            {
                var preview = await mediator.Send(new PreviewPolicy(code, policy.Name, policy.IsDefault, rules), cancellationToken);
                return await PageAsync(view with { Preview = preview }, mediator, StatusCodes.Status200OK, cancellationToken);
            }

            await mediator.Send(new SavePolicy(code, policy.Name, policy.IsDefault, rules, view.Policy.Revision, form["reason"], view.MoveOpenClocks), cancellationToken);
            Notice.Leave(context, "policy-saved", code);
            return TypedResults.LocalRedirect($"/policies/{Uri.EscapeDataString(code)}");
        }
        catch (ValidationException refusal)
        {
            return await PageAsync(view with { Errors = FieldErrors.From(refusal), Prefix = string.Create(CultureInfo.InvariantCulture, $"rules.{at + 1}.") }, mediator, StatusCodes.Status400BadRequest, cancellationToken);
        }
        catch (RuleViolationException refusal)
        {
            return await PageAsync(view with { Problem = ErrorTexts.Of(refusal.Code, refusal.Values) }, mediator, StatusCodes.Status409Conflict, cancellationToken);
        }
    }

    // A new rule goes to the end, where it decides nothing that is decided already.
    private static (IReadOnlyList<SlaRule> Rules, int At) Replace(IReadOnlyList<SlaRule> rules, string? original, SlaRule? rule)
    {
        var at = original is null ? -1 : rules.Index().Where(known => known.Item.Id == original).Select(known => known.Index).DefaultIfEmpty(-1).First();
        if (at < 0)
            return rule is null ? (rules, 0) : ([.. rules, rule], rules.Count);
        return ([.. rules.Take(at), .. rule is null ? (SlaRule[])[] : [rule], .. rules.Skip(at + 1)], at);
    }

    private static async Task<IResult> PageAsync(RuleView view, IMediator mediator, int status, CancellationToken cancellationToken) =>
        Pages.Page<RulePage>(new { View = view, Calendars = await mediator.Send(new ListCalendars(), cancellationToken) }, status);

    private static async Task<PolicyDetails> FindAsync(string code, IMediator mediator, CancellationToken cancellationToken) =>
        await mediator.Send(new GetPolicy(code), cancellationToken) ?? throw new NotFoundException("policy", code);

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A rule on its page, with what was entered when it was refused or is only looked at.</summary>
/// <param name="Original">The rule's id before; null for a new one.</param>
public sealed record RuleView(PolicyDetails Policy, string? Original, RuleForm Rule)
{
    public bool MoveOpenClocks { get; init; } = true;

    /// <summary>What saving would do; null: nothing was asked for.</summary>
    public PolicyPreview? Preview { get; init; }

    public FieldErrors Errors { get; init; } = FieldErrors.None;

    /// <summary>How this rule's fields are named among all the policy's.</summary>
    public string Prefix { get; init; } = "";

    public string? Problem { get; init; }

    public string? Error(string field) => Errors[Prefix + field];

    /// <summary>What is wrong with other rules, because of this one.</summary>
    public IEnumerable<string> OtherErrors => Errors.All.Where(error => Prefix.Length is 0 || !error.Field.StartsWith(Prefix, StringComparison.Ordinal)).Select(error => error.Message);
}
