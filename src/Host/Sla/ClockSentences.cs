using System.Globalization;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Host.Localization;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Sla;

/// <summary>Tells in the reader's language why a clock is due when it is .</summary>
public static class ClockSentences
{
    /// <summary>In one line: since when, what it stood still for, and by which rule.</summary>
    public static string Why(this IStringLocalizer<Texts> texts, ClockView clock) =>
        string.Join(texts["list.separator"], [texts.StartOf(clock), .. clock.Segments.Where(segment => segment.IsPause).Select(texts.PauseOf), texts.DueOf(clock)]);

    public static string StartOf(this IStringLocalizer<Texts> texts, ClockView clock) => clock.Choice is { StartEvent.Length: > 0 } choice
        ? texts["clock.started-by", texts.Moment(clock.StartedAt), texts.ClockEvent(choice.StartEvent)]
        : texts["clock.started", texts.Moment(clock.StartedAt)];

    public static string PauseOf(this IStringLocalizer<Texts> texts, ClockSegment pause) => pause.To is { } to
        ? texts["clock.paused-span", texts.Moment(pause.From), texts.Moment(to), texts.PauseReason(pause.Reason!)]
        : texts["clock.paused-since", texts.Moment(pause.From), texts.PauseReason(pause.Reason!)];

    /// <summary>When it is due and what says so.</summary>
    public static string DueOf(this IStringLocalizer<Texts> texts, ClockView clock) => clock switch
    {
        { IsDueByHand: true } => texts["clock.due-by-hand", texts.Moment(clock.DueAt)],
        { IsImmediate: true, Choice: { } choice } => texts["clock.immediate-by", texts.RuleOf(choice)],
        { Choice: { } choice, Rule: { } rule } => texts["clock.due-by", texts.Moment(clock.DueAt), texts.Promise(rule), texts.RuleOf(choice)],
        { Rule: { } rule } => texts["clock.due-promised", texts.Moment(clock.DueAt), texts.Promise(rule)],
        _ => texts["clock.due", texts.Moment(clock.DueAt)],
    };

    /// <summary>A rule as people know it: <c>SLA-19.arrival 一级重大故障到场</c>.</summary>
    public static string RuleOf(this IStringLocalizer<Texts> texts, ClockChoice choice) => texts["clock.rule", choice.PolicyName, choice.Rule, choice.RuleName];

    /// <summary>The calendar that the rule counts in, and whose it is.</summary>
    public static string CalendarOf(this IStringLocalizer<Texts> texts, ClockChoice choice, DueRule? rule)
    {
        var own = choice.OfCase;
        var counted = rule?.Calendar ?? own?.Code ?? CompiledCalendars.Default;
        return own?.Code != counted
            ? texts[own is null && counted == CompiledCalendars.Default ? "clock.calendar-company" : "clock.calendar-rule", counted]
            : own.Owner switch
            {
                CalendarOwner.Contract => texts["clock.calendar-contract", own.Code, own.Name],
                CalendarOwner.Customer => texts["clock.calendar-customer", own.Code, own.Name],
                _ => texts["clock.calendar-unit", own.Code, own.Name],
            };
    }

    public static string LossOf(this IStringLocalizer<Texts> texts, LostRule lost) => lost.Why is RuleLoss.OtherFact
        ? texts["clock.lost-fact", lost.Rule, texts.Fact(lost.Fact!), texts.ValuesOf(lost.Fact!, lost.Wanted ?? []), lost.Found is null ? texts["clock.unknown"] : texts.Fact(lost.Fact!, lost.Found)]
        : texts["clock.lost", lost.Rule, texts.Of(lost.Why)];

    public static string StepOf(this IStringLocalizer<Texts> texts, ClockStep step) => step switch
    {
        { DoneAt: { } done } => texts["clock.step-done", step.Percent, texts.Of(step.Action), texts.Moment(done)],
        { IsPassedOver: true } => texts["clock.step-passed", step.Percent, texts.Of(step.Action)],
        _ => texts["clock.step-next", step.Percent, texts.Of(step.Action), texts.Moment(step.At)],
    };

    /// <summary>What a rule wants, such as <c>故障级别 = 一级</c>; empty for every case.</summary>
    public static string ConditionsOf(this IStringLocalizer<Texts> texts, SlaRule rule) =>
        string.Join(texts["list.separator"], rule.When.Select(condition => $"{texts.Fact(condition.Fact)} = {texts.ValuesOf(condition.Fact, condition.Values)}"));

    /// <summary>What a rule promises.</summary>
    public static string PromiseOf(this IStringLocalizer<Texts> texts, SlaRule rule) => rule.Promise switch
    {
        PromiseKind.Deadline => texts.Promise(rule.DueIn(null)),
        PromiseKind.Periodic => texts["policies.periodic", rule.Times ?? 0, texts.Of(rule.Period ?? PeriodUnit.Day)],
        _ => texts.Of(rule.Promise),
    };

    private static string ValuesOf(this IStringLocalizer<Texts> texts, string fact, IEnumerable<string> values) => string.Join(" / ", values.Select(value => texts.Fact(fact, value)));

    /// <summary>A moment as a form's field has it, in company time.</summary>
    public static string Entered(DateTimeOffset at) => Domain.CompanyTime.Local(at).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}
