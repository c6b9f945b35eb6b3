using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;
using AfterSales.Workflows.Activities;

namespace AfterSales.Workflows.Tasks;

/// <summary>The people who complete one task together, as the activity keeps them from burst to burst: who is asked, whose work items are open, what was chosen.</summary>
internal sealed class SignerRound
{
    private const string Property = "round", PeopleProperty = "people", OpenProperty = "open", VotesProperty = "votes";
    private readonly JsonObject _kept;

    private SignerRound(JsonObject kept) => _kept = kept;

    /// <summary>Null for a task of one person or group.</summary>
    public static SignerRound? Of(ActivityContext context) => context.Properties[Property] is JsonObject kept ? new SignerRound(kept) : null;

    public static SignerRound Begin(ActivityContext context, IReadOnlyList<string> people)
    {
        var kept = new JsonObject { [PeopleProperty] = new JsonArray([.. people.Select(person => (JsonNode)person)]), [OpenProperty] = new JsonArray(), [VotesProperty] = new JsonArray() };
        context.Properties[Property] = kept;
        return new SignerRound(kept);
    }

    public IReadOnlyList<string> People => [.. List(PeopleProperty).Select(person => (string)person!)];

    /// <summary>The work items that wait for an answer.</summary>
    public IReadOnlyList<string> Open => [.. List(OpenProperty).Select(id => (string)id!)];

    /// <summary>What was chosen so far: <c>by</c>, <c>outcome</c>, <c>data</c>.</summary>
    public JsonArray Votes => List(VotesProperty);

    /// <summary>Who is asked next, of those asked one after the other; null when all were.</summary>
    public string? Next => People.ElementAtOrDefault(Votes.Count + Open.Count);

    public void Ask(string workItemId) => List(OpenProperty).Add((JsonNode)workItemId);

    public void Take(string workItemId, JsonNode vote)
    {
        var open = List(OpenProperty);
        if (open.FirstOrDefault(id => (string)id! == workItemId) is { } answered)
            open.Remove(answered);
        Votes.Add(vote);
    }

    /// <summary>The outcome the task leaves by; null while it is open.</summary>
    public string? Decide(CompletionRule rule, IReadOnlyList<string> outcomes) => rule.Decide(outcomes, [.. Votes.Select(vote => (string)vote!["outcome"]!)], People.Count);

    /// <summary>What the process says about who completes the task: names and rules, as a JSON list or a text with commas.</summary>
    public static IReadOnlyList<string> Named(ActivityContext context) => context.Json("Signers") switch
    {
        null => [],
        ['[', ..] list => [.. JsonNode.Parse(list)!.AsArray().Select(entry => entry?.ToString() ?? "").Where(entry => entry.Length > 0)],
        var text => text.Split([',', '，', ';', '；'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
    };

    private JsonArray List(string name) => _kept[name]!.AsArray();
}
