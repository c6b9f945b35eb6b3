using System.Collections.Concurrent;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Activities.Composition;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Definitions;

/// <summary>A published version of a workflow whose owner lets others use it as an activity.</summary>
/// <param name="IsCurrent">Whether it is the version in force; older ones are there for those that use them.</param>
public sealed record OfferedWorkflow(string DefinitionId, ActivityDescriptor Descriptor, bool IsCurrent);

/// <summary>Which workflows a designer may offer as activities. What was read once is kept by version and content, so a look costs one query without any JSON.</summary>
public sealed class OfferedWorkflows
{
    private const int Batch = 100;
    private readonly ConcurrentDictionary<(string VersionId, string ContentHash), ActivityDescriptor?> _known = [];

    private sealed record Row(string Id, string DefinitionId, int Version, string ContentHash, bool IsPublished);

    /// <summary>Changes whenever the answer of <see cref="ListAsync"/> may.</summary>
    public static async Task<string> FingerprintAsync(DbContext db, CancellationToken cancellationToken)
    {
        var published = db.Set<WorkflowDefinitionVersion>().AsNoTracking().Where(version => version.PublishedAt != null);
        var counted = await published.GroupBy(_ => 1).Select(all => new { Count = all.Count(), Revisions = all.Sum(version => version.Revision) }).SingleOrDefaultAsync(cancellationToken);
        var last = await published.OrderByDescending(version => version.ChangedAt).Select(version => version.ChangedAt).FirstOrDefaultAsync(cancellationToken);
        return $"{counted?.Count}.{counted?.Revisions}.{last?.UtcTicks}";
    }

    /// <summary>Each type and version once.</summary>
    public async Task<IReadOnlyList<OfferedWorkflow>> ListAsync(DbContext db, CancellationToken cancellationToken)
    {
        var rows = await db.Set<WorkflowDefinitionVersion>().AsNoTracking().Where(version => version.PublishedAt != null).OrderBy(version => version.DefinitionId).ThenBy(version => version.Version)
            .Select(version => new Row(version.Id, version.DefinitionId, version.Version, version.ContentHash, version.PublishedDefinitionId != null)).ToListAsync(cancellationToken);
        foreach (var missing in rows.Where(row => !_known.ContainsKey((row.Id, row.ContentHash))).Chunk(Batch))
            await ReadAsync(db, missing, cancellationToken);
        return
        [
            .. rows.Select(row => (Row: row, Descriptor: _known.GetValueOrDefault((row.Id, row.ContentHash)))).Where(found => found.Descriptor is not null)
                .Select(found => new OfferedWorkflow(found.Row.DefinitionId, found.Descriptor!, found.Row.IsPublished)).DistinctBy(offered => (offered.Descriptor.TypeName, offered.Descriptor.Version)),
        ];
    }

    private async Task ReadAsync(DbContext db, Row[] rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(row => row.Id).ToArray();
        var texts = await db.Set<WorkflowDefinitionVersion>().AsNoTracking().Where(version => ids.Contains(version.Id)).Select(version => new { version.Id, version.Json }).ToDictionaryAsync(version => version.Id, version => version.Json, cancellationToken);
        foreach (var row in rows)
            _known[(row.Id, row.ContentHash)] = texts.TryGetValue(row.Id, out var json) ? Describe(row, json) : null;
    }

    private static ActivityDescriptor? Describe(Row row, string json)
    {
        if (!DefinitionParser.TryRead(json, out var document, out _))
            return null;
        var definition = ReusableDefinition.Create(row.DefinitionId, row.Id, row.Version, DefinitionParser.ReadHead(json, document, new ProblemList()), document, []);
        return definition.IsUsable ? new DefinitionActivity(definition, ReusableDefinition.TypeNameOf(definition.Head.Name ?? row.DefinitionId)).Descriptor : null;
    }
}
