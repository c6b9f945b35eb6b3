using AfterSales.Domain.Calendars;
using AfterSales.Domain.Complaints;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla.Policies;

/// <summary>The rule that holds for a case, and why.</summary>
/// <param name="Calendar">Code of the calendar that the clock goes by.</param>
internal sealed record ChosenTerms(SlaRule Rule, string Calendar, ClockChoice Choice);

/// <summary>Finds which promise holds for a metric of a case. Scoped.</summary>
internal sealed class CaseTerms(AfterSalesDbContext db, CaseFactsReader reader)
{
    private List<SlaPolicy>? _policies;

    /// <summary>Null: neither the policy of the case's contract nor the default has a rule that fits.</summary>
    public async Task<ChosenTerms?> ChooseAsync(CaseNumber number, string metric, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var facts = await reader.ReadAsync(number, at, cancellationToken);
        _policies ??= await db.SlaPolicies.AsNoTracking().OrderBy(p => p.Code).ToListAsync(cancellationToken);
        return Choose(_policies, metric, facts);
    }

    /// <summary>The contract's policy first, then the default one.</summary>
    public static ChosenTerms? Choose(IReadOnlyList<SlaPolicy> policies, string metric, CaseFacts facts)
    {
        var named = facts[CaseFacts.Policy];
        var own = policies.FirstOrDefault(policy => policy.Code == named);
        var lost = new List<LostRule>();
        foreach (var policy in ((SlaPolicy?[])[own, policies.FirstOrDefault(policy => policy.IsDefault && policy != own)]).OfType<SlaPolicy>())
        {
            var rules = policy.ReadRules();
            var (rule, others) = RuleChoice.Among(rules, metric, facts);
            lost.AddRange(others);
            if (rule is null)
                continue;
            return new ChosenTerms(
                rule,
                rule.Calendar ?? facts[CaseFacts.Calendar] ?? CompiledCalendars.Default,
                new ClockChoice(
                    policy.Code, policy.Name, rule.Id, rule.Name, rule.StartEvent, rule.StopEvent, rule.PausedBy, facts[CaseFacts.Contract],
                    named is not null && policy != own ? named : null, RuleChoice.Deciding(rules, metric, facts), lost));
        }

        return null;
    }
}
