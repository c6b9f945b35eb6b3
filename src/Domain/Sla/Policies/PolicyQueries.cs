using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla.Policies;

/// <summary>All policies by code, the default first.</summary>
[Allow(Roles.SignedIn)]
public sealed record ListPolicies : IQuery<IReadOnlyList<PolicySummary>>;

/// <param name="OpenClocks">Running clocks that go by it.</param>
public sealed record PolicySummary(string Code, LocalizedText Name, bool IsDefault, int Rules, int OpenClocks);

/// <summary>One policy with its rules. Null when there is no such policy.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetPolicy(string Code) : IQuery<PolicyDetails?>;

/// <param name="Warnings">What is odd about it without being wrong .</param>
public sealed record PolicyDetails(string Code, LocalizedText Name, bool IsDefault, IReadOnlyList<SlaRule> Rules, int Revision, IReadOnlyList<PolicyProblem> Warnings);

internal sealed class PolicyQueryHandlers(AfterSalesDbContext db) : IRequestHandler<ListPolicies, IReadOnlyList<PolicySummary>>, IRequestHandler<GetPolicy, PolicyDetails?>
{
    public async Task<IReadOnlyList<PolicySummary>> Handle(ListPolicies request, CancellationToken cancellationToken)
    {
        var policies = await db.SlaPolicies.AsNoTracking().ToListAsync(cancellationToken);
        var open = await db.SlaClocks.Where(c => c.StoppedAt == null && c.PolicyCode != null).GroupBy(c => c.PolicyCode!).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return [.. policies.OrderBy(policy => !policy.IsDefault).ThenBy(policy => policy.Code, StringComparer.Ordinal)
            .Select(policy => new PolicySummary(policy.Code, policy.Name, policy.IsDefault, policy.ReadRules().Count, open.GetValueOrDefault(policy.Code)))];
    }

    public async Task<PolicyDetails?> Handle(GetPolicy request, CancellationToken cancellationToken)
    {
        if (await db.SlaPolicies.AsNoTracking().SingleOrDefaultAsync(p => p.Code == request.Code, cancellationToken) is not { } policy)
            return null;
        var rules = policy.ReadRules();
        return new PolicyDetails(policy.Code, policy.Name, policy.IsDefault, rules, policy.Revision, [.. RuleCheck.Warnings(rules)]);
    }
}
