using System.Collections.Concurrent;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Activities.Composition;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Definitions;

/// <summary>
/// Reads definitions that use other workflows as activities. What is kept in memory is kept by version and content, neither of which changes, so there is nothing
/// that a publication on another node could make wrong.
/// </summary>
public sealed class DefinitionActivities(DefinitionParser parser, ActivityRegistry registry)
{
    private const int Capacity = 500;
    private readonly ConcurrentDictionary<(string VersionId, string ContentHash), ReusableDefinition> _known = [];

    private sealed record Row(string Id, string DefinitionId, int Version, string Name, string ContentHash);

    /// <summary>Like <see cref="DefinitionParser.Parse(string)"/>, with the published workflows of the database as activities.</summary>
    public async Task<ParsedDefinition> ParseAsync(DbContext db, string json, CancellationToken cancellationToken)
    {
        if (!DefinitionParser.TryRead(json, out var document, out var refused))
            return refused;
        var uses = DefinitionUse.In(document, registry);
        if (uses.Count is 0)
            return parser.Parse(json, document, new ActivityLookup(registry));

        var definitions = new Dictionary<DefinitionUse, FoundDefinition>();
        foreach (var use in uses)
            if (await FindAsync(db, document.Text("definitionId"), document.Text("name"), use, cancellationToken) is { } found)
                definitions[use] = found;
        return parser.Parse(json, document, new ActivityLookup(registry, definitions));
    }

    private async Task<FoundDefinition?> FindAsync(DbContext db, string? owner, string? ownerName, DefinitionUse use, CancellationToken cancellationToken)
    {
        if (await LoadAsync(db, use, cancellationToken) is not { } definition)
            return IsItself(use, owner, ownerName) ? new FoundDefinition(null, new UseRefusal("problem.uses-itself", $"Workflow '{ownerName ?? owner}' cannot be an activity of itself."))
                : use.DefinitionId is null ? null
                : new FoundDefinition(null, new UseRefusal("problem.use-not-published", $"There is no published version {use.Version} of workflow '{use.DefinitionId}' to use as '{use.Type}'."));
        if (!definition.IsUsable)
            return new FoundDefinition(null, new UseRefusal("problem.use-not-allowed", $"Workflow '{definition.Head.Name}' is not usable as an activity; its settings can allow it."));
        return owner is not null && await WayToAsync(db, definition, owner, [], cancellationToken) is { } way
            ? new FoundDefinition(null, new UseRefusal("problem.contains-itself", $"Workflow '{ownerName ?? owner}' would contain itself: {string.Join(" → ", way.Prepend(ownerName ?? owner))}."))
            : new FoundDefinition(new DefinitionActivity(definition, use.Type), null);
    }

    private static bool IsItself(DefinitionUse use, string? owner, string? ownerName) =>
        (owner is not null && use.DefinitionId == owner) || (use.DefinitionId is null && ownerName is not null && ReusableDefinition.TypeNameOf(ownerName) == use.Type);

    /// <summary>The names from a workflow down to the one that is sought; null when it is not in there.</summary>
    private async Task<IEnumerable<string>?> WayToAsync(DbContext db, ReusableDefinition from, string sought, HashSet<string> seen, CancellationToken cancellationToken)
    {
        if (from.DefinitionId == sought)
            return [from.Head.Name ?? sought];
        if (!seen.Add(from.VersionId))
            return null;
        foreach (var use in from.Uses)
            if (await LoadAsync(db, use, cancellationToken) is { } used && await WayToAsync(db, used, sought, seen, cancellationToken) is { } way)
                return way.Prepend(from.Head.Name ?? from.DefinitionId);
        return null;
    }

    private async Task<ReusableDefinition?> LoadAsync(DbContext db, DefinitionUse use, CancellationToken cancellationToken)
    {
        if (await FindRowAsync(db, use, cancellationToken) is not { } row)
            return null;
        if (_known.TryGetValue((row.Id, row.ContentHash), out var known))
            return known;
        var json = db.Set<WorkflowDefinitionVersion>().Local.FindEntry(row.Id)?.Entity.Json
            ?? await db.Set<WorkflowDefinitionVersion>().Where(version => version.Id == row.Id).Select(version => version.Json).SingleAsync(cancellationToken);
        if (!DefinitionParser.TryRead(json, out var document, out _))
            return null;
        if (_known.Count >= Capacity)
            _known.Clear();
        return _known[(row.Id, row.ContentHash)] =
            ReusableDefinition.Create(row.DefinitionId, row.Id, row.Version, DefinitionParser.ReadHead(json, document, new ProblemList()), document, DefinitionUse.In(document, registry));
    }

    /// <summary>The version that is meant; null when there is none.</summary>
    internal static async Task<string?> FindVersionAsync(DbContext db, DefinitionUse use, CancellationToken cancellationToken) => (await FindRowAsync(db, use, cancellationToken))?.Id;

    // What this unit of work has published is not in the database yet.
    private static async Task<Row?> FindRowAsync(DbContext db, DefinitionUse use, CancellationToken cancellationToken)
    {
        var published = db.Set<WorkflowDefinitionVersion>().Where(version => version.PublishedAt != null);
        var local = db.Set<WorkflowDefinitionVersion>().Local.Where(version => version.PublishedAt is not null).Select(version => new Row(version.Id, version.DefinitionId, version.Version, version.Name, version.ContentHash)).ToArray();
        if (use.VersionId is { } versionId && await OneAsync(row => row.Id == versionId, published.Where(version => version.Id == versionId)) is { } byVersion)
            return byVersion;
        if (use.DefinitionId is { } id)
            return await OneAsync(row => row.DefinitionId == id && row.Version == use.Version, published.Where(version => version.DefinitionId == id && version.Version == use.Version));
        var stored = await published.Where(version => version.Version == use.Version)
            .Select(version => new Row(version.Id, version.DefinitionId, version.Version, version.Name, version.ContentHash)).ToListAsync(cancellationToken);
        return local.Where(row => row.Version == use.Version).Concat(stored).OrderBy(row => row.DefinitionId, StringComparer.Ordinal).FirstOrDefault(row => ReusableDefinition.TypeNameOf(row.Name) == use.Type);

        async Task<Row?> OneAsync(Func<Row, bool> isIt, IQueryable<WorkflowDefinitionVersion> query) => local.FirstOrDefault(isIt)
            ?? await query.Select(version => new Row(version.Id, version.DefinitionId, version.Version, version.Name, version.ContentHash)).FirstOrDefaultAsync(cancellationToken);
    }
}
