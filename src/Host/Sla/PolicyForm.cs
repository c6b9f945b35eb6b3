using System.Globalization;
using AfterSales.Domain;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla.Forecasts;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Host.Shell;
using FluentValidation;
using FluentValidation.Results;

namespace AfterSales.Host.Sla;

/// <summary>A policy as its form has it: what it is called, and where each rule stands or that it goes. Typed texts stay as they are until they are read.</summary>
/// <param name="CopyFrom">The policy whose rules a new one begins with; empty for one that exists.</param>
/// <param name="Rules">By rule id, in the order in which they stand now.</param>
public sealed record PolicyForm(string Code, string Name, string NameEn, bool IsDefault, string CopyFrom, IReadOnlyList<PolicyFormRule> Rules)
{
    public static PolicyForm Empty { get; } = new("", "", "", false, "default", []);

    public static PolicyForm Of(PolicyDetails policy) => new(
        policy.Code, policy.Name.Zh, policy.Name.En ?? "", policy.IsDefault, "",
        [.. policy.Rules.Select((rule, index) => new PolicyFormRule(rule.Id, (index + 1).ToString(CultureInfo.InvariantCulture), false))]);

    public static PolicyForm Posted(IFormCollection form) => new(
        Text(form, "code"), Text(form, "name"), Text(form, "nameEn"), form["default"] == "true", Text(form, "copyFrom"),
        [.. form["rule"].OfType<string>().Select((id, index) => new PolicyFormRule(id, Text(form, $"order{index}"), form[$"remove{index}"] == "true"))]);

    public LocalizedText ToName() => new(Name, NameEn.Length > 0 ? NameEn : null);

    /// <summary>The rules in the order asked for, without those that go. A rule the form does not know, because somebody added it meanwhile, stays last; saving is refused then anyway.</summary>
    /// <exception cref="ValidationException"><c>field.not-a-number</c>, by the field of the rule's place.</exception>
    public IReadOnlyList<SlaRule> Arrange(IReadOnlyList<SlaRule> rules)
    {
        var failures = new List<ValidationFailure>();
        var places = new Dictionary<string, int>();
        foreach (var (index, rule) in Rules.Index())
        {
            if (int.TryParse(rule.Order, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var place))
                places[rule.Id] = place;
            else
                failures.Add(InvalidFields.Failure(string.Create(CultureInfo.InvariantCulture, $"order{index}"), "field.not-a-number", $"{rule.Order} is no number."));
        }

        if (failures.Count > 0)
            throw InvalidFields.Refuse([.. failures]);
        var gone = Rules.Where(rule => rule.IsRemoved).Select(rule => rule.Id).ToHashSet();
        return [.. rules.Where(rule => !gone.Contains(rule.Id)).OrderBy(rule => places.GetValueOrDefault(rule.Id, int.MaxValue))];
    }

    private static string Text(IFormCollection form, string field) => form[field].ToString().Trim();
}

/// <param name="Order">Its place, as typed.</param>
/// <param name="IsRemoved">It goes.</param>
public sealed record PolicyFormRule(string Id, string Order, bool IsRemoved);

/// <summary>The form of a policy, with what was entered when it was refused or is only looked at.</summary>
/// <param name="Policy">As it is stored; null for a new one.</param>
/// <param name="Others">Every policy, to copy from.</param>
public sealed record PolicyFormView(PolicyForm Form, PolicyDetails? Policy, IReadOnlyList<PolicySummary> Others)
{
    /// <summary>The revision that is edited.</summary>
    public int? Revision { get; init; }

    public bool MoveOpenClocks { get; init; } = true;

    /// <summary>What saving would do; null: nothing was asked for.</summary>
    public PolicyPreview? Preview { get; init; }

    public FieldErrors Errors { get; init; } = FieldErrors.None;

    public string? Problem { get; init; }

    /// <summary>What is wrong with rules, because of the others that stand or went.</summary>
    public IEnumerable<string> RuleErrors => Errors.All.Where(error => error.Field.StartsWith("rules", StringComparison.Ordinal)).Select(error => error.Message);
}
