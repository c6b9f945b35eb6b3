using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Sla;
using AfterSales.Engine.Activities;
using AfterSales.Host.Localization;
using AfterSales.Workflows.Definitions;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Elsa.Descriptors;

/// <summary>What may be chosen for an input: roles, units, calendars, promises, forms and the like, by the names that people know them by.</summary>
internal sealed class InputChoices(DesignerActivities activities, IStringLocalizer<Texts> texts)
{
    private static readonly string[] Priorities = ["0", "1", "2"];

    /// <summary>The list that a dropdown shows; null where there is none.</summary>
    public JsonObject? Of(ActivityDescriptor activity, InputDescriptor input)
    {
        if (Own(activity, input) is { } own)
            return List(WithStored(input, [.. own]));
        return input.UiSpecifications?["dropdown"]?["selectList"]?["items"] is JsonArray items
            ? List(items.Select(item => (Value: (string)item!["value"]!, Text: (string)item["text"]!)).Select(item => (item.Value, ActivityTexts.Of($"option.{item.Value}", item.Text))))
            : input.UiSpecifications?.DeepClone().AsObject();
    }

    /// <summary>The editor for an input of ours that is a choice; null: the one the activity asks for.</summary>
    public string? HintOf(ActivityDescriptor activity, InputDescriptor input) => Own(activity, input) is null ? null : "dropdown";

    private IEnumerable<(string Value, string Text)>? Own(ActivityDescriptor activity, InputDescriptor input) => (activity.Namespace, input.Name) switch
    {
        // An auditor changes nothing, so no task can be theirs.
        ("AfterSales", "CandidateRole") => Roles.OfPeople.Where(role => role != Roles.Auditor).Select(role => (role, texts.Role(role))),
        ("AfterSales", "CandidateUnit") => activities.Units.Select(unit => (unit.Code, unit.Name.ToString())).Prepend(("", "—")),
        ("AfterSales", "CandidateRule") => CandidateRuleChoices(),
        ("AfterSales", "Reason") when activity.TypeName is "AfterSales.PauseClock" => PauseReasons.All.Select(reason => (reason, texts.PauseReason(reason))),
        ("AfterSales", "Calendar" or "DueCalendar") => activities.Calendars.Select(calendar => (calendar.Code, calendar.Name.ToString())).Prepend(("", "—")),
        ("AfterSales", "Metric") => Named("metric.").Select(id => (id, $"{id} {texts.Metric(id)}")).Prepend(("", "—")),
        ("AfterSales", "FormCode") => Named("form.").Select(code => (code, $"{code} {texts.Form(code)}")).Prepend(("", "—")),
        ("AfterSales", "Priority") => Priorities.Select(value => (value, ActivityTexts.Of($"{activity.TypeName}.{input.Name}.option.{value}", value))),
        _ => null,
    };

    private IEnumerable<(string Value, string Text)> CandidateRuleChoices() =>
    [
        ("", "—"),
        (CandidateRules.ProjectLead, texts["candidate-rule.project-lead"]),
        (CandidateRules.DepartmentDirector, texts["candidate-rule.department-director"]),
        (CandidateRules.PreviousActor, texts["candidate-rule.previous-actor"]),
        (CandidateRules.PreviousActorManager, texts["candidate-rule.previous-actor-manager"]),
        .. Roles.OfPeople.Where(role => role != Roles.Auditor).Select(role => ($"{CandidateRules.LocalOffice}{role}", texts["candidate-rule.local-office", texts.Role(role)].Value)),
    ];

    // A select shows nothing for what it does not offer: a form of one process alone, a unit that is gone.
    private IEnumerable<(string Value, string Text)> WithStored(InputDescriptor input, IReadOnlyList<(string Value, string Text)> own) =>
        own.Concat(activities.Stored.Where(stored => stored.Input == input.Name && own.All(choice => choice.Value != stored.Code)).Select(stored => (stored.Code, stored.Code)));

    private IEnumerable<string> Named(string prefix) =>
        texts.GetAllStrings(includeParentCultures: true).Select(text => text.Name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]).Order(StringComparer.Ordinal);

    private static JsonObject List(IEnumerable<(string Value, string Text)> items) => new()
    {
        ["dropdown"] = new JsonObject
        {
            ["selectList"] = new JsonObject
            {
                ["items"] = new JsonArray([.. items.Select(item => new JsonObject { ["text"] = item.Text, ["value"] = item.Value })]),
                ["isFlagsEnum"] = false,
            },
            ["providerName"] = null,
        },
    };
}
