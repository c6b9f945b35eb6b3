using AfterSales.Engine.Archive;
using AfterSales.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Runtime;

/// <summary>Answers which instances there are, without ever loading their state. Tracks nothing and sees what is committed. Lists leave out what is archived.</summary>
public sealed class WorkflowInstanceReader(DbContext db)
{
    private const int ReadAhead = 10_000;

    private IQueryable<WorkflowInstance> Instances => db.Set<WorkflowInstance>().AsNoTracking();

    public async Task<InstancePage> ListAsync(InstanceQuery query, CancellationToken cancellationToken)
    {
        query = await ByNumberAsync(query, cancellationToken);
        var found = await MatchingAsync(query, cancellationToken);
        // Ids first: the index of lists answers that alone, and only a page's own rows are read.
        var page = found.Sorted(query).Select(instance => instance.Id).Skip(query.Skip);
        // A text is looked for in every row, so that once rather than twice: most find few.
        var read = query.Search is null ? query.Take : query.Take is { } take ? Math.Max(take, ReadAhead) : null;
        if (read is { } most)
            page = page.Take(most);
        var ids = await page.ToListAsync(cancellationToken);
        var total = (read is null || ids.Count < read) && (ids.Count > 0 || query.Skip is 0) ? query.Skip + ids.Count : await found.CountAsync(cancellationToken);
        return new InstancePage(await HeadsAsync([.. ids.Take(query.Take ?? ids.Count)], cancellationToken), total);
    }

    /// <summary>The ids of those that match, in the order asked for.</summary>
    public async Task<IReadOnlyList<Guid>> IdsAsync(InstanceQuery query, CancellationToken cancellationToken)
    {
        query = await ByNumberAsync(query, cancellationToken);
        var ids = (await MatchingAsync(query, cancellationToken)).Sorted(query).Select(instance => instance.Id).Skip(query.Skip);
        return await (query.Take is { } take ? ids.Take(take) : ids).ToListAsync(cancellationToken);
    }

    /// <summary>How far an instance is, archived ones included; null when there is none of that id.</summary>
    public async Task<InstanceProgress?> ProgressAsync(Guid id, CancellationToken cancellationToken) =>
        (await ProgressAsync([id], cancellationToken)) is [var progress]
            ? progress
            : await db.Set<WorkflowArchive>().Where(archive => archive.InstanceId == id)
                .Select(archive => new InstanceProgress(archive.InstanceId, WorkflowStatus.Finished, archive.SubStatus, archive.FinishedAt, 0)).FirstOrDefaultAsync(cancellationToken);

    /// <summary>How far instances are; archived ones are left out.</summary>
    public async Task<IReadOnlyList<InstanceProgress>> ProgressAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await Instances.Where(instance => ids.Contains(instance.Id))
            .Select(instance => new InstanceProgress(instance.Id, instance.Status, instance.SubStatus, instance.UpdatedAt, instance.Revision)).ToListAsync(cancellationToken);

    // Who types a whole number means that case, and an index knows it.
    private async Task<InstanceQuery> ByNumberAsync(InstanceQuery query, CancellationToken cancellationToken) =>
        query.CorrelationId is null && query.Search?.Trim() is { Length: > 0 } search && await Instances.AnyAsync(instance => instance.CorrelationId == search, cancellationToken)
            ? query with { Search = null, CorrelationId = search }
            : query;

    // The few definitions are searched first: every instance is asked for its definition only where one is found.
    private async Task<IQueryable<WorkflowInstance>> MatchingAsync(InstanceQuery query, CancellationToken cancellationToken)
    {
        var definitions = query.Search?.Trim() is { Length: > 0 } search ? db.Set<WorkflowDefinitionVersion>().Mentioning(search) : null;
        return Instances.Matching(query, definitions is not null && await definitions.AnyAsync(cancellationToken) ? definitions : null);
    }

    private async Task<IReadOnlyList<InstanceHead>> HeadsAsync(List<Guid> ids, CancellationToken cancellationToken)
    {
        var heads = new List<InstanceHead>(ids.Count);
        foreach (var some in ids.Chunk(500)) // a statement has only so many parameters
            heads.AddRange(await Instances.Where(instance => some.Contains(instance.Id)).Select(instance => new InstanceHead(
                instance.Id, instance.DefinitionId, instance.DefinitionVersionId, instance.DefinitionVersion, instance.ParentInstanceId, instance.CorrelationId, instance.Name, instance.Status,
                instance.SubStatus, instance.IncidentCount, instance.CreatedAt, instance.UpdatedAt, instance.FinishedAt)).ToListAsync(cancellationToken));
        var found = heads.ToDictionary(head => head.Id);
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }
}
