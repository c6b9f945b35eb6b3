using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Sla;

/// <summary>Which promise holds for a case, and which policies are refused.</summary>
public sealed class PolicyTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Administrator => _product.Holding(Roles.Administrator);

    [Fact]
    public async Task Every_deadline_of_the_sources_is_shipped_as_data()
    {
        var policies = await _product.SendAsync(Administrator, new ListPolicies());
        Assert.Equal(["default", "000", "001", "002", "003", "004"], policies.Select(policy => policy.Code).Where(code => code != "agreed"));

        var ids = new HashSet<string>();
        foreach (var policy in policies)
            ids.UnionWith((await _product.SendAsync(Administrator, new GetPolicy(policy.Code)))!.Rules.Select(rule => rule.Id.Split('.')[0]));

        // SLA-33 to 35 are calendars.
        Assert.Equal([], Enumerable.Range(1, 32).Select(n => $"SLA-{n:00}").Except(ids));
        Assert.Equal(0, await _product.SendAsync(Actor.System, new SeedPolicies()));
    }

    [Fact]
    public async Task Q_05_inner_target_that_cannot_fit_its_outer_one_is_warned_of()
    {
        var policy = (await _product.SendAsync(Administrator, new GetPolicy("001")))!;

        Assert.Equal(["policy.inner-does-not-fit SLA-11 SLA-12"], policy.Warnings.Select(warning => $"{warning.Code} {string.Join(' ', warning.Values)}"));
    }

    [Fact]
    public async Task Overlapping_rules_are_refused()
    {
        await Refusal.FieldsAsync(_product, ["rules.2.when policy.rules-overlap"], () => SaveAsync(Rule("a", "01:00:00"), Rule("b", "02:00:00")));
        await Refusal.FieldsAsync(_product, ["rules.2.when policy.rules-overlap"], () => SaveAsync(
            Rule("a", "01:00:00", new RuleCondition("severity", ["serious"])), Rule("b", "02:00:00", new RuleCondition("channel", ["phone"]))));
    }

    [Fact]
    public async Task Contradictory_and_unsound_rules_are_refused_field_by_field()
    {
        await Refusal.FieldsAsync(
            _product,
            [
                "rules.1.when policy.condition-contradicts", "rules.2.duration due.unsound", "rules.3.id policy.rule-twice", "rules.3.calendar policy.calendar-unknown", "rules.3.ladder policy.ladder-percent",
                "rules.4.within policy.within-unknown", "rules.4.period policy.period", "rules.5.when policy.condition-empty", "rules.5.metric policy.metric",
            ],
            () => SaveAsync(
                Rule("a", "01:00:00", new RuleCondition("severity", ["serious"]), new RuleCondition("severity", ["ordinary"])),
                Rule("b", "01:00:00") with { Metric = "m2", Clock = DueClock.WorkingDays },
                Rule("b", "01:00:00") with { Metric = "m3", Calendar = "moon", Ladder = [new LadderStep(0, LadderAction.Remind)] },
                Rule("d", "01:00:00") with { Metric = "m4", Promise = PromiseKind.Periodic, Within = "nothing" },
                Rule("e", "01:00:00", new RuleCondition("severity", [])) with { Metric = "" }));
        await Refusal.FieldsAsync(_product, ["Rules policy.no-rules"], () => SaveAsync());
    }

    [Fact]
    public async Task Policy_somebody_else_has_changed_is_not_overwritten_and_one_stays_the_default()
    {
        var policy = (await _product.SendAsync(Administrator, new GetPolicy("default")))!;

        await Refusal.RuleAsync(_product, "policy.changed", () => _product.SendAsync(Administrator, new SavePolicy("default", policy.Name, true, policy.Rules, 99)));
        await Refusal.RuleAsync(_product, "policy.no-default", () => _product.SendAsync(Administrator, new SavePolicy("default", policy.Name, false, policy.Rules, policy.Revision)));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(_product.Holding(Roles.Manager), new SavePolicy("x", policy.Name, false, policy.Rules, null)));
    }

    [Fact]
    public async Task Q_01_most_specific_rule_wins_and_the_record_says_why_the_others_lost()
    {
        await using var fault = await PromisedCase.AtAsync("2026-11-16 10:00", (CaseFacts.FaultLevel, "1"), (CaseFacts.Contract, "HT-1"), (CaseFacts.Policy, "003"));

        await fault.StartAsync("arrival");

        var choice = (await fault.ClockAsync("arrival")).Choice!;
        Assert.Equal(("003", "SLA-19.arrival", "notified", "HT-1", null), (choice.Policy, choice.Rule, choice.StartEvent, choice.Contract, choice.FellBackFrom));
        Assert.Equal([new("faultLevel", "1")], choice.Facts);
        Assert.Equal([("SLA-20.arrival", RuleLoss.OtherFact, "1"), ("SLA-21.arrival", RuleLoss.OtherFact, "1")], choice.Lost.Select(lost => (lost.Rule, lost.Why, lost.Found!)));
    }

    [Fact]
    public async Task Metric_the_contracts_policy_does_not_know_falls_back_to_the_default_one_visibly()
    {
        await using var fault = await PromisedCase.AtAsync("2026-11-16 10:00", (CaseFacts.Policy, "002"));
        await fault.StartAsync("first-reply");
        Assert.Equal(("default", "002"), ((await fault.ClockAsync("first-reply")).Choice!.Policy, (await fault.ClockAsync("first-reply")).Choice!.FellBackFrom));

        await using var unknown = await PromisedCase.AtAsync("2026-11-16 10:00", (CaseFacts.Policy, "no-such-policy"));
        await unknown.StartAsync("first-reply");
        Assert.Equal("no-such-policy", (await unknown.ClockAsync("first-reply")).Choice!.FellBackFrom);
    }

    [Fact]
    public async Task Metric_without_any_rule_starts_no_clock_and_leaves_a_note()
    {
        await using var odd = await PromisedCase.AtAsync("2026-11-16 10:00");

        Assert.Equal(StartedClock.None, await odd.StartAsync("time-travel"));

        Assert.Equal(0, await odd.Product.ReadAsync(db => db.SlaClocks.CountAsync()));
        var record = await odd.Product.ReadAsync(db => db.Set<AuditRecord>().SingleAsync(r => r.Chain == odd.Number.Value));
        Assert.Contains("no-rule:time-travel", record.Changes, StringComparison.Ordinal);
    }

    private Task<SavedPolicy> SaveAsync(params SlaRule[] rules) => _product.SendAsync(Administrator, new SavePolicy("tried", new LocalizedText("试"), false, rules, null));

    private static SlaRule Rule(string id, string duration, params RuleCondition[] when) => PromisedCase.Rule(duration, DueClock.Wall) with { Id = id, When = when };
}
