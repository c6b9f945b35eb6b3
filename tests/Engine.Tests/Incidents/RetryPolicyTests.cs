using System.Globalization;
using System.Net.Http;
using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Incidents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Tests.Incidents;

public sealed class RetryPolicyTests
{
    private static readonly Exception Fault = new InvalidOperationException();

    [Theory]
    [InlineData(BackOff.Fixed, 30, 2, "30 30 30 -")]
    [InlineData(BackOff.Exponential, 30, 2, "30 60 100 -")]
    [InlineData(BackOff.Exponential, 1, 1, "1 1 1 -")]
    [InlineData(BackOff.Exponential, 0, 6, "0 0 0 -")]
    [InlineData(BackOff.Fixed, 500, 2, "100 100 100 -")]
    public void Delays_grow_by_the_factor_up_to_the_longest(BackOff backOff, int seconds, double factor, string delays)
    {
        var policy = new RetryPolicy { Attempts = 4, BackOff = backOff, Delay = TimeSpan.FromSeconds(seconds), Factor = factor, MaxDelay = TimeSpan.FromSeconds(100), Jitter = 0 };

        Assert.Equal(delays, string.Join(" ", Enumerable.Range(1, 4).Select(attempt => policy.DelayAfter(attempt, Fault, 0.5)?.TotalSeconds.ToString(CultureInfo.InvariantCulture) ?? "-")));
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(0.5, 110)]
    [InlineData(1, 120)]
    public void Jitter_makes_a_delay_longer_by_its_share(double sample, double seconds) =>
        Assert.Equal(seconds, new RetryPolicy { Delay = TimeSpan.FromSeconds(100), Jitter = 0.2 }.DelayAfter(1, Fault, sample)!.Value.TotalSeconds);

    public static TheoryData<string, Exception, bool> Patterns => new()
    {
        { "System.InvalidOperationException", Fault, true },
        { "InvalidOperationException", Fault, true },
        { "OperationException", Fault, false },
        { "System.*", Fault, true },
        { "*", Fault, true },
        { "System.Net.*", Fault, false },
        { "System.Net.*", new HttpRequestException(), true },
        { "System.SystemException", Fault, true }, // a base type
        { "system.invalidoperationexception", Fault, false },
        { "transient", Fault, false },
        { "transient", new TimeoutException(), true },
        { "transient", new HttpRequestException(), true },
        { "transient", new InvalidOperationException("wrapped", new IOException()), true },
        { "transient", new DatabaseFault(isTransient: true), true },
        { "transient", new DatabaseFault(isTransient: false), false },
    };

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Only_the_exceptions_named_are_tried_again(string pattern, Exception fault, bool isTried) =>
        Assert.Equal(isTried, new RetryPolicy { On = ["Some.Other", pattern] }.DelayAfter(1, fault, 0) is not null);

    [Fact]
    public void Crossed_guard_is_never_tried_again() => Assert.Null(new RetryPolicy { On = ["*"] }.DelayAfter(1, new Engine.Runtime.WorkflowGuardException("too many steps"), 0));

    [Theory]
    [InlineData("5", "")]
    [InlineData("""{ "attempts": 0 }""", ".attempts")]
    [InlineData("""{ "attempts": 2.5 }""", ".attempts")]
    [InlineData("""{ "attempts": 1e999 }""", ".attempts")]
    [InlineData("""{ "attempts": "many" }""", ".attempts")]
    [InlineData("""{ "backOff": "linear" }""", ".backOff")]
    [InlineData("""{ "backOff": "1" }""", ".backOff")]
    [InlineData("""{ "delay": 5 }""", ".delay")]
    [InlineData("""{ "delay": "-00:00:05" }""", ".delay")]
    [InlineData("""{ "maxDelay": "90.00:00:00" }""", ".maxDelay")]
    [InlineData("""{ "factor": 0.5 }""", ".factor")]
    [InlineData("""{ "jitter": 2 }""", ".jitter")]
    [InlineData("""{ "on": "transient" }""", ".on")]
    [InlineData("""{ "on": [ "System.*", "no name!" ] }""", ".on[1]")]
    [InlineData("""{ "then": "explode" }""", ".then")]
    [InlineData("""{ "then": "leave" }""", ".outcome")]
    [InlineData("""{ "then": "cancel", "outcome": "Done" }""", ".outcome")]
    [InlineData("""{ "then": "leave", "outcome": "Nowhere" }""", ".outcome")]
    [InlineData("""{ "tries": 5 }""", ".tries")]
    public void Wrong_policy_is_a_problem_with_its_place(string policy, string place)
    {
        using var engine = new EngineFixture();

        var problem = Assert.Single(engine.Parser.Parse(new Flow("f").Works("a", "b").Retry(JsonNode.Parse(policy)).ToString()).Problems);

        Assert.Equal(("root.activities[1].customProperties.retryPolicy" + place, "b", ProblemSeverity.Error), (problem.Path, problem.ActivityId, problem.Severity));
    }

    [Fact]
    public void Outcome_that_the_activity_does_not_have_is_refused_with_the_choices()
    {
        using var engine = new EngineFixture();

        var problem = Assert.Single(engine.Parser.Parse(new Flow("f").Add("d", "Elsa.FlowDecision").Retry(new JsonObject { ["outcome"] = "Maybe" }).ToString()).Problems);

        Assert.Contains("True, False", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_policy_leaves_out_is_as_configured()
    {
        using var engine = new EngineFixture(options => options.Retry = new RetryPolicy { Attempts = 9, Then = AfterLastAttempt.Cancel });

        var policy = engine.Parser.Parse(new Flow("f").Works("a").Retry(new JsonObject { ["delay"] = "00:01:00", ["on"] = new JsonArray("transient"), ["outcome"] = "Done" }).ToString()).Graph!.Find("a")!.RetryPolicy!;

        Assert.Equal((9, TimeSpan.FromMinutes(1), "transient", AfterLastAttempt.Leave, "Done"), (policy.Attempts, policy.Delay, policy.On.Single(), policy.Then, policy.Outcome));
    }

    [Fact]
    public void Unsound_policy_for_all_activities_is_refused_at_the_start()
    {
        using var engine = new EngineFixture(options => options.Retry = new RetryPolicy { Attempts = 0 });

        Assert.Throws<OptionsValidationException>(() => engine.Services.GetRequiredService<IOptions<WorkflowEngineOptions>>().Value);
    }

    private sealed class DatabaseFault(bool isTransient) : System.Data.Common.DbException
    {
        public override bool IsTransient => isTransient;
    }
}
