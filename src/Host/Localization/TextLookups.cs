using System.Globalization;
using AfterSales.Domain;
using AfterSales.Domain.Sla;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Localization;

/// <summary>Texts whose key is made from a value. <c>TextsTests</c> knows these prefixes and checks that each value has its text.</summary>
public static class TextLookups
{
    /// <summary>A member of an enum, by <c>Type.Member</c>.</summary>
    public static string Of<T>(this IStringLocalizer<Texts> texts, T value) where T : struct, Enum => texts[$"{typeof(T).Name}.{value}"];

    /// <summary>A role, by <c>role.NAME</c>.</summary>
    public static string Role(this IStringLocalizer<Texts> texts, string role) => texts.Known("role", role);

    /// <summary>What a command did, for the timeline, by <c>action.COMMAND</c>.</summary>
    public static string Action(this IStringLocalizer<Texts> texts, string command) => texts.Known("action", command);

    /// <summary>A form's or record's name, by <c>form.CODE</c>.</summary>
    public static string Form(this IStringLocalizer<Texts> texts, string code) => texts.Known("form", code);

    /// <summary>A promise, by <c>metric.ID</c>.</summary>
    public static string Metric(this IStringLocalizer<Texts> texts, string metric) => texts.Known("metric", metric);

    /// <summary>Why a clock stands still, by <c>pause.REASON</c>.</summary>
    public static string PauseReason(this IStringLocalizer<Texts> texts, string reason) => texts.Known("pause", reason);

    /// <summary>What a clock counts from or to, by <c>event.NAME</c>.</summary>
    public static string ClockEvent(this IStringLocalizer<Texts> texts, string name) => texts.Known("event", name);

    /// <summary>A fact that rules for promised times test, by <c>fact.NAME</c>, with its value by <c>fact.NAME.VALUE</c>.</summary>
    public static string Fact(this IStringLocalizer<Texts> texts, string fact, string? value = null) => value is null ? texts.Known("fact", fact) : texts[$"fact.{fact}.{value}"] is { ResourceNotFound: false } text ? text.Value : value;

    /// <summary>What a rule can measure: every promise that has a name and is no rule's id.</summary>
    public static IEnumerable<string> Metrics(this IStringLocalizer<Texts> texts) =>
        texts.GetAllStrings(includeParentCultures: true).Select(text => text.Name).Where(name => name.StartsWith("metric.", StringComparison.Ordinal) && !name.StartsWith("metric.SLA-", StringComparison.Ordinal))
            .Select(name => name["metric.".Length..]).Distinct().Order(StringComparer.Ordinal);

    /// <summary>How an incident ended, by <c>resolution.NAME</c>.</summary>
    public static string Resolution(this IStringLocalizer<Texts> texts, string resolution) => texts.Known("resolution", resolution);

    /// <summary>A field of a record or an entity, by <c>field.NAME</c>; the names of fields are case-insensitive in their first letter.</summary>
    public static string Field(this IStringLocalizer<Texts> texts, string name) => texts.Known("field", name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..]);

    /// <summary>How a task came to its group, from the note <c>reason:details</c> that the routing left.</summary>
    public static string Routing(this IStringLocalizer<Texts> texts, string note) => note.Split(':', 2) switch
    {
        ["nobody-in-role", var role] => texts["routing.nobody-in-role", texts.Role(role)],
        ["nobody-in-unit", var post] => texts["routing.nobody-in-unit", texts.Role(post.Split('@')[0])],
        ["nobody-in-office", var post] => texts["routing.nobody-in-office", texts.Role(post.Split('@')[0]), post.Split('@')[^1]],
        ["nobody-leads", var post] => texts["routing.nobody-leads", texts.Role(post.Split('@')[0]), post.Split('@')[^1]],
        ["nobody-manages", var person] => texts["routing.nobody-manages", person],
        ["project-active", var team] => texts["routing.project-active", team.Split('@')[0], texts.Since(team)],
        ["project-dissolved", var team] => texts["routing.project-dissolved", team.Split('@')[0], texts.Since(team)],
        ["project-director", var project] => texts["routing.project-director", project],
        ["previous-actor", var person] => texts["routing.previous-actor", person],
        ["manager-of", var person] => texts["routing.manager-of", person],
        ["local-office", var office] => texts["routing.local-office", office],
        ["certificate-missing", var kind] => texts["routing.certificate-missing", kind],
        ["no-project", _] => texts["routing.no-project"],
        ["no-office", _] => texts["routing.no-office"],
        ["no-previous-actor", _] => texts["routing.no-previous-actor"],
        _ => note,
    };

    /// <summary>A length of time in its two largest units.</summary>
    public static string Duration(this IStringLocalizer<Texts> texts, TimeSpan duration) => duration.Duration() switch
    {
        { TotalMinutes: < 1 } => texts["duration.moment"],
        { TotalHours: < 1 } d => texts["duration.minutes", d.Minutes],
        { TotalDays: < 1, Minutes: 0 } d => texts["duration.hours", d.Hours],
        { TotalDays: < 1 } d => texts["duration.hours-minutes", d.Hours, d.Minutes],
        { Hours: 0 } d => texts["duration.days", d.Days],
        var d => texts["duration.days-hours", d.Days, d.Hours],
    };

    /// <summary>What was promised and what it is counted in, such as <c>1 working day (calendar cn-5x8)</c>, by <c>DueClock.MEMBER</c>.</summary>
    public static string Promise(this IStringLocalizer<Texts> texts, DueRule rule) => texts[$"DueClock.{rule.Clock}", texts.Duration(rule.Duration), rule.Duration.Days, rule.Calendar ?? ""];

    /// <summary>An instant in company time.</summary>
    public static string Moment(this IStringLocalizer<Texts> texts, DateTimeOffset at) =>
        CompanyTime.Local(at).ToString(texts["format.moment"], CultureInfo.CurrentCulture);

    private static string Since(this IStringLocalizer<Texts> texts, string team) =>
        DateTimeOffset.TryParse(team.Split('@')[^1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? texts.Moment(since) : team;

    // Another system's name, such as a form that a process owner invented, is shown as it is.
    private static string Known(this IStringLocalizer<Texts> texts, string prefix, string name)
    {
        var text = texts[$"{prefix}.{name}"];
        return text.ResourceNotFound ? name : text.Value;
    }
}
