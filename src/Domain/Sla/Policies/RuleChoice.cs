namespace AfterSales.Domain.Sla.Policies;

/// <summary>Why a rule of the same metric was not the one.</summary>
public enum RuleLoss
{
    /// <summary>A fact is not as the rule wants it, or is not known.</summary>
    OtherFact,

    /// <summary>The chosen one has more conditions.</summary>
    LessSpecific,

    /// <summary>The chosen one promises the same and stands before it.</summary>
    LaterInOrder,
}

/// <summary>A rule that lost.</summary>
/// <param name="Fact">The first fact that is not as wanted; null where that is not the reason.</param>
/// <param name="Found">What the fact was; null: not known.</param>
public sealed record LostRule(string Rule, RuleLoss Why, string? Fact = null, IReadOnlyList<string>? Wanted = null, string? Found = null);

/// <summary>Which promise a clock goes by and why. Kept with the clock.</summary>
/// <param name="FellBackFrom">The policy of the contract, where it has no rule that fits, or is not there; null: the rule is the contract's own.</param>
/// <param name="CaseCalendar">The calendar of the case, whatever the rule says; null: the company's.</param>
/// <param name="CaseCalendarOf">Whose it is, as <see cref="OfCase"/> reads it.</param>
/// <param name="Facts">The facts that any rule of the metric tests, as they were then.</param>
public sealed record ClockChoice(
    string Policy, LocalizedText PolicyName, string Rule, LocalizedText RuleName, string StartEvent, string StopEvent, IReadOnlyList<string> PausedBy, string? Contract, string? FellBackFrom,
    IReadOnlyDictionary<string, string> Facts, IReadOnlyList<LostRule> Lost, string? CaseCalendar = null, string? CaseCalendarOf = null)
{
    /// <summary>The calendar of the case and whose it is; null: the company's. Before others could have one, it was always the contract's.</summary>
    public CaseCalendar? OfCase => CaseCalendarOf is null && CaseCalendar is not null ? new CaseCalendar(CaseCalendar, CalendarOwner.Contract, Contract ?? "") : Sla.CaseCalendar.Read(CaseCalendar, CaseCalendarOf);
}

/// <summary>Finds the rule for a metric of a case: of those that hold the most specific, then the first.</summary>
internal static class RuleChoice
{
    public static (SlaRule? Rule, IReadOnlyList<LostRule> Lost) Among(IReadOnlyList<SlaRule> rules, string metric, CaseFacts facts)
    {
        var asked = rules.Where(rule => rule.IsFor(metric)).ToArray();
        var chosen = asked.Where(rule => rule.Holds(facts)).MaxBy(rule => rule.When.Count);
        return (chosen, [.. asked.Where(rule => rule != chosen).Select(rule => Loss(rule, chosen, facts))]);
    }

    /// <summary>The facts that decided between the rules of a metric.</summary>
    public static Dictionary<string, string> Deciding(IReadOnlyList<SlaRule> rules, string metric, CaseFacts facts) =>
        rules.Where(rule => rule.IsFor(metric)).SelectMany(rule => rule.When).Select(condition => condition.Fact).Distinct()
            .Where(fact => facts[fact] is not null).Order(StringComparer.Ordinal).ToDictionary(fact => fact, fact => facts[fact]!);

    private static LostRule Loss(SlaRule rule, SlaRule? chosen, CaseFacts facts) => rule.When.FirstOrDefault(condition => !condition.Holds(facts)) is { } broken
        ? new LostRule(rule.Id, RuleLoss.OtherFact, broken.Fact, broken.Values, facts[broken.Fact])
        : new LostRule(rule.Id, rule.When.Count < chosen!.When.Count ? RuleLoss.LessSpecific : RuleLoss.LaterInOrder);
}
