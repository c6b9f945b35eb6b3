using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Incidents;

/// <summary>Reads an activity's <c>customProperties.retryPolicy</c>. What it leaves out is as in the default policy.</summary>
internal static class RetryPolicyParser
{
    private const string Property = "retryPolicy";

    public static RetryPolicy? Parse(ActivityNode node, RetryPolicy @default, ProblemList problems)
    {
        if ((node.Json["customProperties"] as JsonObject)?[Property] is not { } json)
            return null;
        var path = $"{node.Path}.customProperties.{Property}";
        if (json is not JsonObject properties)
        {
            problems.Add(DefinitionProblem.Of(path, node.Id, "problem.retry-no-object", $"A retry policy is a JSON object."));
            return null;
        }

        // The default may end in an outcome that this activity does not have.
        var policy = @default with { Then = AfterLastAttempt.Wait, Outcome = null };
        var count = problems.Count;
        foreach (var (name, value) in properties)
        {
            (policy, var message) = Read(policy, name, value);
            if (message is not null)
                Report(name, message);
        }

        if (properties["outcome"] is not null && properties["then"] is null)
            policy = policy with { Then = AfterLastAttempt.Leave };
        if (problems.Count == count)
            foreach (var (name, message) in policy.Check().Concat(CheckOutcome(node, policy)))
                Report(name, message);
        return problems.Count == count ? policy : null;

        void Report(string name, string message) => problems.Add(DefinitionProblem.Of($"{path}.{name}", node.Id, "problem.retry-policy", $"{message}"));
    }

    private static (RetryPolicy Policy, string? Message) Read(RetryPolicy policy, string name, JsonNode? value) => name switch
    {
        "attempts" => Set(Whole(value), "a whole number", it => policy with { Attempts = it }),
        "backOff" => Set(Word<BackOff>(value), "fixed or exponential", it => policy with { BackOff = it }),
        "delay" => Set(Duration(value), "a duration such as 00:00:30", it => policy with { Delay = it }),
        "maxDelay" => Set(Duration(value), "a duration such as 01:00:00", it => policy with { MaxDelay = it }),
        "factor" => Set(Number(value), "a number", it => policy with { Factor = it }),
        "jitter" => Set(Number(value), "a number", it => policy with { Jitter = it }),
        "on" => Texts(value) is { } on ? (policy with { On = on }, null) : (policy, Wrong("a list of names")),
        "then" => Set(Word<AfterLastAttempt>(value), "wait, leave or cancel", it => policy with { Then = it }),
        "outcome" => Text(value) is { } outcome ? (policy with { Outcome = outcome }, null) : (policy, Wrong("the name of an outcome")),
        _ => (policy, "A retry policy has no such property; it has attempts, backOff, delay, factor, maxDelay, jitter, on, then and outcome."),
    };

    private static (RetryPolicy, string?) Set<T>(T? value, string expected, Func<T, RetryPolicy> set) where T : struct =>
        value is { } it ? (set(it), null) : (new RetryPolicy(), Wrong(expected));

    private static string Wrong(string expected) => $"This has to be {expected}.";

    private static IEnumerable<(string, string)> CheckOutcome(ActivityNode node, RetryPolicy policy)
    {
        if (policy.Outcome is { } outcome && node.OutcomesToChoose() is { } choices && !choices.Contains(outcome))
            yield return ("outcome", $"'{node.DisplayText}' has no outcome '{outcome}'; it has {string.Join(", ", choices)}.");
    }

    private static string? Text(JsonNode? value) => value?.GetValueKind() is JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text ? text : null;

    private static string[]? Texts(JsonNode? value) => value is JsonArray list && list.All(item => Text(item) is not null) ? [.. list.Select(item => Text(item)!)] : null;

    private static int? Whole(JsonNode? value) => Number(value) is { } number && number == Math.Floor(number) && Math.Abs(number) < int.MaxValue ? (int)number : null;

    private static double? Number(JsonNode? value) => value?.GetValueKind() is JsonValueKind.Number ? value.GetValue<double>() : null;

    private static TimeSpan? Duration(JsonNode? value) => TimeSpan.TryParse(Text(value), CultureInfo.InvariantCulture, out var duration) ? duration : null;

    private static T? Word<T>(JsonNode? value) where T : struct, Enum =>
        Text(value) is { } text && !char.IsDigit(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(word) ? word : null;
}
