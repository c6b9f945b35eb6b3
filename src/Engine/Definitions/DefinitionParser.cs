using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Archive;
using AfterSales.Engine.Graphs;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Definitions;

/// <summary>The outcome of reading a definition. The graph is there even when there are problems, so that stored instances can still be read; it is null when there is no root.</summary>
public sealed record ParsedDefinition(WorkflowDefinition? Definition, WorkflowGraph? Graph, IReadOnlyList<DefinitionProblem> Problems)
{
    public bool IsValid => Graph is not null && Problems.All(problem => problem.Severity is not ProblemSeverity.Error);
}

/// <summary>Reads Elsa 3 definitions, as Studio saves and a server exports them, and reports everything that would not run.</summary>
public sealed class DefinitionParser(ActivityRegistry registry, IOptions<WorkflowEngineOptions> options)
{
    public const int MaxBytes = 10 * 1024 * 1024;
    public const int MaxActivities = 10_000;
    public const int MaxConnections = 20_000;
    public const int MaxDepth = 100;

    // Two levels of JSON per nested activity and some for inputs; deeper JSON is refused by the reader before it can exhaust the stack.
    public const int MaxJsonDepth = 4 * MaxDepth;

    /// <summary>Reads a definition that uses registered activities only; <see cref="DefinitionActivities"/> knows workflows used as activities as well.</summary>
    public ParsedDefinition Parse(string json) => TryRead(json, out var document, out var refused) ? Parse(json, document, new ActivityLookup(registry)) : refused;

    /// <summary>A stored definition's JSON as nodes, in the order in which it was written.</summary>
    /// <exception cref="JsonException">It is no JSON object, nested too deep, or names a member twice.</exception>
    public static JsonObject ReadJson(string json) => JsonText.Parse(json, MaxJsonDepth) as JsonObject ?? throw new JsonException("A definition is a JSON object.");

    internal static bool TryRead(string json, [NotNullWhen(true)] out JsonObject? document, [NotNullWhen(false)] out ParsedDefinition? refused)
    {
        refused = null;
        document = null;
        if (json.Length > MaxBytes || Encoding.UTF8.GetByteCount(json) > MaxBytes)
        {
            refused = Refused("problem.too-large", $"The definition is larger than {MaxBytes / 1024 / 1024} MB.");
            return false;
        }

        try
        {
            document = JsonText.Parse(json, MaxJsonDepth) as JsonObject;
            refused = document is null ? Refused("problem.not-an-object", $"A definition is a JSON object.") : null;
        }
        catch (JsonException e)
        {
            refused = Refused("problem.no-json", $"{e.Message}", (int?)e.LineNumber + 1, (int?)e.BytePositionInLine + 1);
        }

        return refused is null && document is not null;
    }

    internal ParsedDefinition Parse(string json, JsonObject document, ActivityLookup activities)
    {
        var problems = new ProblemList();
        var definition = ReadHead(json, document, problems);
        if (document["root"] is not JsonObject root)
        {
            problems.Add(DefinitionProblem.Of("root", null, "problem.no-root", $"The definition has no root activity."));
            return new ParsedDefinition(definition, null, problems.All);
        }

        var parser = new ActivityParser(activities, options.Value.Retry, problems);
        var node = parser.ParseRoot(root);
        return new ParsedDefinition(definition, node is null ? null : new WorkflowGraph(definition, node, parser.Nodes, parser.Scripts), WithActivities(problems, parser.Nodes));
    }

    internal static WorkflowDefinition ReadHead(string json, JsonObject document, ProblemList problems) => new()
    {
        Text = json,
        Id = document.Text("id"),
        DefinitionId = document.Text("definitionId"),
        Name = document.Text("name"),
        Description = document.Text("description"),
        Version = document["version"] is JsonValue version && version.TryGetValue<int>(out var number) ? number : 1,
        Variables = VariableParser.Parse(document["variables"], "variables", null, problems),
        Inputs = Arguments(document["inputs"], "inputs", problems),
        Outputs = Arguments(document["outputs"], "outputs", problems),
        Outcomes = Values.Strings(document["outcomes"]),
        ArchiveAfter = RetentionParser.Parse(document["customProperties"], problems),
    };

    private static ArgumentDefinition[] Arguments(JsonNode? list, string path, ProblemList problems) =>
        [.. problems.Items(list, path, null).OfType<JsonObject>().Where(item => item.Text("name") is not null).Select(item => new ArgumentDefinition(item.Text("name")!, TypeOf(item))
        {
            DisplayName = item.Text("displayName"), Description = item.Text("description"), Category = item.Text("category"), UiHint = item.Text("uiHint"),
        })];

    private static string TypeOf(JsonObject argument) => (argument.Text("type") ?? "Object") + (argument["isArray"] is JsonValue array && Values.IsTrue(array) ? "[]" : "");

    private static ParsedDefinition Refused(string code, FormattableString text, int? line = null, int? column = null) =>
        new(null, null, [DefinitionProblem.Of("$", null, code, text) with { Line = line, Column = column }]);

    private static IReadOnlyList<DefinitionProblem> WithActivities(ProblemList problems, Dictionary<string, ActivityNode> nodes) =>
        [.. problems.All.Select(problem => problem.ActivityId is { } id && nodes.TryGetValue(id, out var node) ? problem with { Activity = node.DisplayText } : problem)];
}

internal static class JsonObjectExtensions
{
    /// <summary>A property's text, or null when it is missing, empty or no text.</summary>
    public static string? Text(this JsonObject node, string property) =>
        node[property] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
