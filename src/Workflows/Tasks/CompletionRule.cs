using System.Globalization;
using AfterSales.Domain.Tasks;

namespace AfterSales.Workflows.Tasks;

/// <summary>
/// When a task of several people is decided 会签 或签 票签. Their first outcome is the one to be agreed on; a task leaves by it as soon as enough have chosen it, and, as soon as no
/// longer enough can, by the outcome that most of the others have chosen, the one drawn first where two have as many.
/// </summary>
/// <param name="IsSequential">Asked one after the other, in the order given, rather than all at once.</param>
internal sealed record CompletionRule(bool IsFirstCome, bool IsSequential, int? Count, int? Percent)
{
    public const string All = "all", Any = "any", Sequential = "sequential";

    /// <summary>Reads <c>all</c>, <c>any</c>, <c>sequential</c>, <c>count:N</c> or <c>percent:N</c>; null for anything else. A missing rule is <c>all</c>.</summary>
    public static CompletionRule? Parse(string? text) => text?.Trim().Split(':') switch
    {
        null or [""] or [All] => new CompletionRule(false, false, null, null),
        [Any] => new CompletionRule(true, false, null, null),
        [Sequential] => new CompletionRule(false, true, null, null),
        ["count", var n] when Number(n) is > 0 and var count => new CompletionRule(false, false, count, null),
        ["percent", var n] when Number(n) is > 0 and <= 100 and var percent => new CompletionRule(false, false, null, percent),
        _ => null,
    };

    /// <summary>The outcome the task leaves by; null while it is open.</summary>
    /// <param name="outcomes">In the order they are drawn.</param>
    /// <param name="votes">What has been chosen so far, in order.</param>
    /// <param name="people">How many are asked.</param>
    public string? Decide(IReadOnlyList<string> outcomes, IReadOnlyList<string> votes, int people)
    {
        if (votes.Count == 0)
            return null;
        if (votes.FirstOrDefault(vote => vote == WorkItemVerbs.CancelledOutcome) is { } cancelled)
            return cancelled;
        if (IsFirstCome)
            return votes[0];

        var (agreed, needed) = (votes.Count(vote => vote == outcomes[0]), Needed(people));
        if (agreed >= needed)
            return outcomes[0];
        if (agreed + people - votes.Count >= needed)
            return null;
        return votes.Where(vote => vote != outcomes[0]).GroupBy(vote => vote).OrderByDescending(group => group.Count()).ThenBy(group => outcomes.ToList().IndexOf(group.Key)).First().Key;
    }

    private int Needed(int people) => (Count, Percent) switch
    {
        ({ } count, _) => Math.Min(count, people),
        // Rounded up: 60 % of three people are two.
        (_, { } percent) => ((people * percent) + 99) / 100,
        _ => people,
    };

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
