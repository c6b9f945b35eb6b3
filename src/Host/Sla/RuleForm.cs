using System.Globalization;
using AfterSales.Domain;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Sla.Policies;

namespace AfterSales.Host.Sla;

/// <summary>A rule as its form has it. What cannot be read becomes what the rules of policies refuse, so that every field says for itself what is wrong.</summary>
public sealed record RuleForm(
    string Id, string Name, string NameEn, string Metric, IReadOnlyList<(string Fact, string Values)> When, string StartEvent, string StopEvent, IReadOnlyList<string> PausedBy, string Promise, string Duration, string Clock,
    string Calendar, string Within, string Period, string Times, IReadOnlyList<(string Percent, string Action, bool InServiceHours)> Ladder, string Remark)
{
    public const int Conditions = 3, Steps = 6;

    public static RuleForm Of(SlaRule rule) => new(
        rule.Id, rule.Name.Zh, rule.Name.En ?? "", rule.Metric, [.. rule.When.Select(condition => (condition.Fact, string.Join(", ", condition.Values)))], rule.StartEvent, rule.StopEvent, rule.PausedBy,
        rule.Promise.ToString(), rule.Duration?.ToString("c", CultureInfo.InvariantCulture) ?? "", rule.Clock.ToString(), rule.Calendar ?? "", rule.Within ?? "", rule.Period?.ToString() ?? "",
        rule.Times?.ToString(CultureInfo.InvariantCulture) ?? "", [.. rule.Ladder.Select(step => (step.Percent.ToString(CultureInfo.InvariantCulture), step.Action.ToString(), step.InServiceHours))], rule.Remark ?? "");

    public static RuleForm Empty { get; } = Of(new SlaRule { Id = "", Name = LocalizedText.Empty, Metric = "" });

    public static RuleForm Posted(IFormCollection form) => new(
        Text(form, "id"), Text(form, "name"), Text(form, "nameEn"), Text(form, "metric"), [.. Enumerable.Range(0, Conditions).Select(n => (Text(form, $"fact{n}"), Text(form, $"values{n}")))],
        Text(form, "startEvent"), Text(form, "stopEvent"), [.. form["pausedBy"].OfType<string>()], Text(form, "promise"), Text(form, "duration"), Text(form, "clock"), Text(form, "calendar"), Text(form, "within"),
        Text(form, "period"), Text(form, "times"), [.. Enumerable.Range(0, Steps).Select(n => (Text(form, $"percent{n}"), Text(form, $"action{n}"), form[$"hours{n}"] == "true"))], Text(form, "remark"));

    public SlaRule ToRule()
    {
        var promise = Enum.TryParse<PromiseKind>(Promise, out var kind) ? kind : PromiseKind.Deadline;
        return new SlaRule
        {
            Id = Id,
            Name = new LocalizedText(Name, NameEn.Length > 0 ? NameEn : null),
            Metric = Metric,
            When = [.. When.Where(c => c.Fact.Length > 0 || c.Values.Length > 0).Select(c => new RuleCondition(c.Fact, c.Values.Split([',', '，', '、', ' '], StringSplitOptions.RemoveEmptyEntries)))],
            StartEvent = StartEvent,
            StopEvent = StopEvent,
            PausedBy = PausedBy,
            Promise = promise,
            Duration = promise is PromiseKind.Deadline && TimeSpan.TryParse(Duration, CultureInfo.InvariantCulture, out var duration) ? duration : null,
            Clock = Enum.TryParse<DueClock>(Clock, out var clock) ? clock : DueClock.Wall,
            Calendar = Calendar.Length > 0 ? Calendar : null,
            Within = Within.Length > 0 ? Within : null,
            Period = promise is PromiseKind.Periodic && Enum.TryParse<PeriodUnit>(Period, out var period) ? period : null,
            Times = promise is PromiseKind.Periodic && int.TryParse(Times, CultureInfo.InvariantCulture, out var times) ? times : null,
            Ladder = [.. Ladder.Where(step => step.Percent.Length > 0).Select(step => new LadderStep(
                int.TryParse(step.Percent, CultureInfo.InvariantCulture, out var percent) ? percent : 0, Enum.TryParse<LadderAction>(step.Action, out var action) ? action : LadderAction.Remind, step.InServiceHours))],
            Remark = Remark.Length > 0 ? Remark : null,
        };
    }

    private static string Text(IFormCollection form, string field) => form[field].ToString().Trim();
}
