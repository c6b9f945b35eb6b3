using System.Collections.Concurrent;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Runtime;

/// <summary>The graphs in use, by version and content, shared by all bursts of the process.</summary>
public sealed class WorkflowGraphs(DefinitionActivities definitions)
{
    private const int Capacity = 500;
    private readonly ConcurrentDictionary<(string VersionId, string ContentHash), WorkflowGraph> _graphs = [];

    /// <summary>The graph of a version; its JSON is loaded only when this content was not seen before.</summary>
    public async Task<WorkflowGraph> GetAsync(DbContext db, string versionId, string contentHash, CancellationToken cancellationToken)
    {
        if (_graphs.TryGetValue((versionId, contentHash), out var known))
            return known;
        var json = db.Set<WorkflowDefinitionVersion>().Local.FindEntry(versionId)?.Entity.Json
            ?? await db.Set<WorkflowDefinitionVersion>().Where(version => version.Id == versionId).Select(version => version.Json).SingleAsync(cancellationToken);
        var parsed = await definitions.ParseAsync(db, json, cancellationToken);
        var graph = parsed.Graph ?? throw new DefinitionInvalidException(parsed.Problems);
        if (_graphs.Count >= Capacity)
            _graphs.Clear();
        return _graphs[(versionId, contentHash)] = graph;
    }
}
