using System.Text.Json.Nodes;

namespace AfterSales.Engine.Definitions;

/// <summary>The problems found so far. Of a hopeless definition only the first are kept: nobody reads thousands.</summary>
internal sealed class ProblemList
{
    private const int Most = 200;
    private readonly List<DefinitionProblem> _errors = [];
    private readonly List<DefinitionProblem> _warnings = [];

    public IReadOnlyList<DefinitionProblem> All => [.. _errors, .. _warnings];

    /// <summary>How many there were, kept or not.</summary>
    public int Count { get; private set; }

    public void Add(DefinitionProblem problem)
    {
        Count++;
        var list = problem.Severity is ProblemSeverity.Error ? _errors : _warnings;
        if (list.Count < Most)
            list.Add(problem);
    }

    /// <summary>The items of what should be a list; anything else than a list or nothing is a problem.</summary>
    public JsonArray Items(JsonNode? json, string path, string? activityId)
    {
        if (json is not (null or JsonArray))
            Add(DefinitionProblem.Of(path, activityId, "problem.not-a-list", $"A list is expected here."));
        return json as JsonArray ?? [];
    }
}
