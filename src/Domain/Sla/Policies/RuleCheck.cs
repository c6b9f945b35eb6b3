namespace AfterSales.Domain.Sla.Policies;

/// <summary>What is wrong with a policy, by the field it is in: <c>rules.3.duration</c>, counted from 1.</summary>
public sealed record PolicyProblem(string Field, string Code, params IReadOnlyList<object> Values);

/// <summary>Refuses policies by which no deadline, or more than one, could be told; and finds promises that cannot be kept inside one another .</summary>
internal static class RuleCheck
{
    private const int MaxPercent = 1000;

    public static IEnumerable<PolicyProblem> Problems(IReadOnlyList<SlaRule> rules, IReadOnlyCollection<string> calendars)
    {
        foreach (var (index, rule) in rules.Index())
        {
            foreach (var problem in Of(rule, calendars))
                yield return problem with { Field = $"rules.{index + 1}.{problem.Field}" };
            foreach (var before in rules.Take(index).Where(before => before.Id == rule.Id && rule.Id.Length > 0))
                yield return new PolicyProblem($"rules.{index + 1}.id", "policy.rule-twice", before.Id);
            foreach (var before in rules.Take(index).Where(before => IsTie(before, rule)))
                yield return new PolicyProblem($"rules.{index + 1}.when", "policy.rules-overlap", before.Id, rule.Id);
            if (rule.Within is { } outer && rules.All(other => other.Metric != outer))
                yield return new PolicyProblem($"rules.{index + 1}.within", "policy.within-unknown", outer);
        }
    }

    /// <summary>The metrics that have to be done inside another's time and would take as long or longer.</summary>
    public static IEnumerable<PolicyProblem> Warnings(IReadOnlyList<SlaRule> rules) =>
        from inner in rules.Index()
        where inner.Item is { IsDeadline: true, Within: not null }
        from outer in rules
        where outer.IsDeadline && outer.Metric == inner.Item.Within && outer.IsCompatibleWith(inner.Item) && !Fits(inner.Item, outer)
        select new PolicyProblem($"rules.{inner.Index + 1}.within", "policy.inner-does-not-fit", inner.Item.Id, outer.Id);

    private static IEnumerable<PolicyProblem> Of(SlaRule rule, IReadOnlyCollection<string> calendars)
    {
        if (string.IsNullOrWhiteSpace(rule.Id) || rule.Id.Length > SlaRule.IdMaxLength)
            yield return new PolicyProblem("id", "policy.rule-id", SlaRule.IdMaxLength);
        if (string.IsNullOrWhiteSpace(rule.Metric) || rule.Metric.Length > SlaRule.MetricMaxLength)
            yield return new PolicyProblem("metric", "policy.metric", SlaRule.MetricMaxLength);
        if (rule.Name.Zh.Length is 0)
            yield return new PolicyProblem("name", "field.required");
        if (rule.Promise is PromiseKind.Deadline && (rule.Duration is null || !new DueRule(rule.Duration.Value, rule.Clock).IsSound))
            yield return new PolicyProblem("duration", "due.unsound");
        if (rule.Promise is PromiseKind.Periodic && (rule.Period is null || rule.Times is not > 0))
            yield return new PolicyProblem("period", "policy.period");
        if (rule.Calendar is { } calendar && !calendars.Contains(calendar))
            yield return new PolicyProblem("calendar", "policy.calendar-unknown", calendar);
        if (rule.When.Any(condition => condition.Fact.Length is 0 || condition.Values.Count is 0))
            yield return new PolicyProblem("when", "policy.condition-empty");
        foreach (var fact in Contradictions(rule))
            yield return new PolicyProblem("when", "policy.condition-contradicts", fact);
        foreach (var step in rule.Ladder.Where(step => step.Percent is < 1 or > MaxPercent))
            yield return new PolicyProblem("ladder", "policy.ladder-percent", step.Percent);
        foreach (var step in rule.Ladder.GroupBy(step => (step.Percent, step.Action)).Where(same => same.Count() > 1))
            yield return new PolicyProblem("ladder", "policy.ladder-twice", step.Key.Percent);
    }

    // Two conditions of one fact that share no value hold for no case.
    private static IEnumerable<string> Contradictions(SlaRule rule) => rule.When.Where(condition => condition.Values.Count > 0).GroupBy(condition => condition.Fact)
        .Where(same => !same.Select(condition => condition.Values.AsEnumerable()).Aggregate((left, right) => left.Intersect(right, StringComparer.Ordinal)).Any()).Select(same => same.Key);

    // A case that has both would get the one or the other for no reason that anybody gave.
    private static bool IsTie(SlaRule left, SlaRule right) =>
        left.Metric == right.Metric && left.When.Count == right.When.Count && left.IsCompatibleWith(right) && !left.PromisesTheSameAs(right);

    // Working time takes at least as long on the wall as it says.
    private static bool Fits(SlaRule inner, SlaRule outer) => inner.Duration < outer.Duration || (!new DueRule(default, inner.Clock).CountsWork && new DueRule(default, outer.Clock).CountsWork);
}
