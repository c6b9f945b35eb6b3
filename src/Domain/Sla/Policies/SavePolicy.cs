using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla.Forecasts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla.Policies;

/// <summary>Creates a policy or changes it (Q-01). Returns what is odd about it without being wrong, such as an inner target that cannot fit its outer one (Q-05).</summary>
/// <param name="Revision">The revision that was edited; null creates.</param>
/// <param name="MoveOpenClocks">Open clocks go by the new rules, in the same transaction, and keep their pauses; otherwise they keep what they were promised.</param>
[Allow(Roles.Administrator)]
public sealed record SavePolicy(string Code, LocalizedText Name, bool IsDefault, IReadOnlyList<SlaRule> Rules, int? Revision, string? Reason = null, bool MoveOpenClocks = false) : ICommand<SavedPolicy>, IReasonedCommand;

public sealed record SavedPolicy(string Code, int Revision, IReadOnlyList<PolicyProblem> Warnings, int MovedClocks);

internal sealed class SavePolicyValidator : AbstractValidator<SavePolicy>
{
    public SavePolicyValidator()
    {
        RuleFor(r => r.Code).NotEmpty().MaximumLength(SlaPolicy.CodeMaxLength).Matches("^[A-Za-z0-9._-]*$").WithErrorCode("policy.code");
        RuleFor(r => r.Name).Must(name => name.Zh.Length > 0).WithErrorCode("field.required").Must(name => name.ToStored().Length <= SlaPolicy.NameMaxLength).WithErrorCode("policy.name-too-long");
        RuleFor(r => r.Rules).NotEmpty().WithErrorCode("policy.no-rules");
    }
}

internal sealed class SavePolicyHandler(AfterSalesDbContext db, OpenClocks open, TimeProvider clock) : IRequestHandler<SavePolicy, SavedPolicy>
{
    public async Task<SavedPolicy> Handle(SavePolicy request, CancellationToken cancellationToken)
    {
        await db.RefuseBadRulesAsync(request.Rules, cancellationToken);
        var policies = await db.SlaPolicies.ToListAsync(cancellationToken);
        var found = policies.Find(policy => policy.Code == request.Code);
        if (found is not null && request.Revision is null)
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.Code), "policy.code-taken", $"There is a policy {request.Code} already.", request.Code));
        if (found?.Revision != request.Revision)
            throw new RuleViolationException("policy.changed", $"Policy {request.Code} is not as it was when it was read.", request.Code);
        if (!request.IsDefault && found is { IsDefault: true })
            throw new RuleViolationException("policy.no-default", "One policy has to be the default; make another one the default instead.", request.Code);

        if (request.IsDefault)
            policies.Find(policy => policy.IsDefault && policy.Code != request.Code)?.StepBack();
        if (found is null)
            db.Add(found = SlaPolicy.Create(request.Code, request.Name, request.IsDefault || policies.Count is 0, request.Rules, clock.GetUtcNow()));
        else
            found.Change(request.Name, request.IsDefault, request.Rules);
        var moved = request.MoveOpenClocks ? await open.ApplyAsync(new PolicyRules(found.Code, found.Name, found.IsDefault, request.Rules), cancellationToken) : 0;
        return new SavedPolicy(found.Code, found.Revision, [.. RuleCheck.Warnings(request.Rules)], moved);
    }
}

internal static class PolicyRefusal
{
    /// <exception cref="ValidationException">A rule cannot be gone by; every problem at once.</exception>
    public static async Task RefuseBadRulesAsync(this AfterSalesDbContext db, IReadOnlyList<SlaRule> rules, CancellationToken cancellationToken)
    {
        var calendars = await db.BusinessCalendars.Select(calendar => calendar.Code).ToListAsync(cancellationToken);
        var failures = RuleCheck.Problems(rules, calendars)
            .Select(problem => InvalidFields.Failure(problem.Field, problem.Code, $"{problem.Field}: {problem.Code} {string.Join(", ", problem.Values)}", [.. problem.Values])).ToArray();
        if (failures.Length > 0)
            throw InvalidFields.Refuse(failures);
    }
}
