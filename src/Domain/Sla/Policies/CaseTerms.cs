using AfterSales.Domain.Calendars;
using AfterSales.Domain.Complaints;

namespace AfterSales.Domain.Sla.Policies;

/// <summary>The rule that holds for a case, and why.</summary>
/// <param name="Calendar">Code of the calendar that the clock goes by.</param>
internal sealed record ChosenTerms(SlaRule Rule, string Calendar, ClockChoice Choice);

/// <summary>Finds which promise holds for a metric of a case. Scoped.</summary>
internal sealed class CaseTerms(AfterSalesDbContext db, CompiledPolicies policies, CaseFactsReader reader)
{
    /// <summary>Null: neither the policy of the case's contract nor the default has a rule that fits.</summary>
    public async Task<ChosenTerms?> ChooseAsync(CaseNumber number, string metric, DateTimeOffset at, CancellationToken cancellationToken) =>
        Choose(await policies.ListAsync(db, cancellationToken), metric, await reader.ReadAsync(number, at, cancellationToken));

    /// <summary>The contract's policy first, then the default one.</summary>
    public static ChosenTerms? Choose(IReadOnlyList<PolicyRules> policies, string metric, CaseFacts facts)
    {
        var named = facts[CaseFacts.Policy];
        var own = policies.FirstOrDefault(policy => policy.Code == named);
        var lost = new List<LostRule>();
        foreach (var policy in ((PolicyRules?[])[own, policies.FirstOrDefault(policy => policy.IsDefault && policy != own)]).OfType<PolicyRules>())
        {
            var (rule, others) = RuleChoice.Among(policy.Rules, metric, facts);
            lost.AddRange(others);
            if (rule is not null)
                return new ChosenTerms(rule, rule.Calendar ?? facts[CaseFacts.Calendar] ?? CompiledCalendars.Default, Explain(policy, rule, metric, facts, named is not null && policy != own ? named : null, lost));
        }

        return null;
    }

    private static ClockChoice Explain(PolicyRules policy, SlaRule rule, string metric, CaseFacts facts, string? fellBackFrom, IReadOnlyList<LostRule> lost) => new(
        policy.Code, policy.Name, rule.Id, rule.Name, rule.StartEvent, rule.StopEvent, rule.PausedBy, facts[CaseFacts.Contract], fellBackFrom,
        RuleChoice.Deciding(policy.Rules, metric, facts), lost, facts[CaseFacts.Calendar], facts[CaseFacts.CalendarOf]);
}
