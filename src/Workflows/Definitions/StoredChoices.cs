using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Definitions;

/// <summary>A code that a stored definition names for an input.</summary>
/// <param name="Input">The input's name, as its descriptor has it.</param>
public sealed record StoredChoice(string Input, string Code);

/// <summary>The codes that stored definitions, drafts too, name where a designer offers a choice: one that nobody offers any more would be shown as nothing.</summary>
public sealed class StoredChoices
{
    private const int Batch = 100;
    private static readonly (string Name, string Member)[] Inputs =
        [.. ((string[])["Calendar", "CandidateRole", "CandidateRule", "CandidateUnit", "DueCalendar", "FormCode", "Metric"]).Select(name => (name, char.ToLowerInvariant(name[0]) + name[1..]))];

    private Dictionary<Content, StoredChoice[]> _known = [];

    private sealed record Content(string VersionId, string ContentHash);

    /// <summary>Each once, in a fixed order. Only versions that changed since the last look are read.</summary>
    public async Task<IReadOnlyList<StoredChoice>> ListAsync(AfterSalesDbContext db, CancellationToken cancellationToken)
    {
        var known = _known;
        var versions = await db.Set<WorkflowDefinitionVersion>().AsNoTracking().Select(version => new Content(version.Id, version.ContentHash)).ToListAsync(cancellationToken);
        var changed = versions.Where(version => !known.ContainsKey(version)).ToArray();
        if (changed.Length > 0 || versions.Count != known.Count)
        {
            known = versions.Where(known.ContainsKey).ToDictionary(version => version, version => known[version]);
            foreach (var batch in changed.Select(version => version.VersionId).Chunk(Batch))
                await ReadAsync(db, batch, known, cancellationToken);
            // Whoever looks at the same time has found the same.
            _known = known;
        }

        return [.. known.Values.SelectMany(choices => choices).Distinct().OrderBy(choice => choice.Input, StringComparer.Ordinal).ThenBy(choice => choice.Code, StringComparer.Ordinal)];
    }

    private static async Task ReadAsync(AfterSalesDbContext db, string[] ids, Dictionary<Content, StoredChoice[]> known, CancellationToken cancellationToken)
    {
        var texts = await db.Set<WorkflowDefinitionVersion>().AsNoTracking().Where(version => ids.Contains(version.Id)).Select(version => new { version.Id, version.ContentHash, version.Json }).ToListAsync(cancellationToken);
        foreach (var text in texts)
            known[new Content(text.Id, text.ContentHash)] = [.. In(DefinitionParser.ReadJson(text.Json)["root"]).Distinct()];
    }

    private static IEnumerable<StoredChoice> In(JsonNode? node) => node switch
    {
        JsonObject json => Of(json).Concat(json.SelectMany(member => In(member.Value))),
        JsonArray items => items.SelectMany(In),
        _ => [],
    };

    private static IEnumerable<StoredChoice> Of(JsonObject json) =>
        Text(json["type"])?.StartsWith("AfterSales.", StringComparison.Ordinal) is true
            ? Inputs.Select(input => (input.Name, Code: Literal(json[input.Member]))).Where(found => found.Code is { Length: > 0 }).Select(found => new StoredChoice(found.Name, found.Code!))
            : [];

    private static string? Literal(JsonNode? input) =>
        input is JsonObject json ? json["expression"] is JsonObject expression && Text(expression["type"]) is "Literal" ? Text(expression["value"]) : null : Text(input);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
