using AfterSales.Workflows.Tasks;

namespace AfterSales.Workflows.Tests.Tasks;

public class CompletionRuleTests
{
    private static readonly string[] Outcomes = ["Yes", "No", "Later"];

    [Theory]
    [InlineData("all", 3, "Yes,Yes", null)]
    [InlineData("all", 3, "Yes,Yes,Yes", "Yes")]
    [InlineData("all", 3, "No", "No")]
    [InlineData("all", 3, "Yes,Later", "Later")]
    [InlineData("", 2, "Yes", null)]
    [InlineData("any", 3, "No", "No")]
    [InlineData("any", 3, "Yes", "Yes")]
    [InlineData("sequential", 2, "Yes", null)]
    [InlineData("sequential", 2, "No", "No")]
    [InlineData("count:2", 4, "No,Yes", null)]
    [InlineData("count:2", 4, "No,Yes,Yes", "Yes")]
    [InlineData("count:2", 4, "No,Later,No", "No")]
    [InlineData("count:2", 4, "Later,No,Yes", null)]
    [InlineData("count:9", 2, "Yes,Yes", "Yes")]
    [InlineData("percent:60", 3, "Yes", null)]
    [InlineData("percent:60", 3, "Yes,Yes", "Yes")]
    [InlineData("percent:50", 4, "No,No,No", "No")]
    [InlineData("percent:50", 4, "No,No", null)]
    [InlineData("percent:51", 4, "No,No", "No")]
    [InlineData("percent:1", 3, "No,No,Later", "No")]
    [InlineData("percent:100", 3, "Later", "Later")]
    [InlineData("percent:34", 3, "Later,No", "No")]
    [InlineData("count:3", 3, "Later", "Later")]
    [InlineData("count:2", 4, "Yes,Cancelled", "Cancelled")]
    public void Votes_decide_as_soon_as_they_can(string rule, int people, string votes, string? outcome) =>
        Assert.Equal(outcome, CompletionRule.Parse(rule)!.Decide(Outcomes, votes.Split(','), people));

    [Theory]
    [InlineData("most")]
    [InlineData("count:0")]
    [InlineData("count:")]
    [InlineData("count:-1")]
    [InlineData("percent:101")]
    [InlineData("percent:half")]
    [InlineData("all:3")]
    public void Unknown_rule_is_none(string rule) => Assert.Null(CompletionRule.Parse(rule));

    [Fact]
    public void Every_round_of_votes_ends_and_by_nothing_but_what_was_chosen()
    {
        foreach (var rule in (string[])["all", "any", "sequential", "count:1", "count:2", "count:3", "percent:34", "percent:67"])
            for (var code = 0; code < 27; code++)
            {
                string[] votes = [Outcomes[code % 3], Outcomes[code / 3 % 3], Outcomes[code / 9]];
                var decided = Enumerable.Range(1, 3).Select(n => CompletionRule.Parse(rule)!.Decide(Outcomes, votes[..n], 3)).ToArray();
                Assert.Contains(decided[2], votes);
                // What is decided stays so, whatever those say who would have come after.
                Assert.All(Enumerable.Range(0, 2).Where(n => decided[n] is not null), n => Assert.Contains(decided[n], votes[..(n + 1)]));
            }
    }
}
