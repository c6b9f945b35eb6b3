using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Definitions;

/// <summary>Which versions a list shows.</summary>
public enum VersionFilter { All, Latest, Published, LatestOrPublished, LatestAndPublished, Draft }

/// <summary>What a list of definitions is sorted by.</summary>
public enum DefinitionOrder { Name, CreatedAt, Version }

/// <summary>Which definitions a list shows; every condition that is given must hold.</summary>
public sealed record DefinitionQuery
{
    public VersionFilter Versions { get; init; } = VersionFilter.Latest;

    /// <summary>Part of the name, description or id, in either case.</summary>
    public string? Search { get; init; }
    public int? Version { get; init; }
    public IReadOnlyList<string> DefinitionIds { get; init; } = [];
    public IReadOnlyList<string> VersionIds { get; init; } = [];
    public DefinitionOrder OrderBy { get; init; }
    public bool IsDescending { get; init; }
    public int Skip { get; init; }

    /// <summary>Null: all.</summary>
    public int? Take { get; init; }
}

/// <summary>A version without its JSON.</summary>
public sealed record DefinitionSummary(
    string Id, string DefinitionId, int Version, string Name, string? Description, bool IsLatest, bool IsPublished, DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt,
    DateTimeOffset? ChangedAt, string? ChangedBy, DefinitionSource Source, string? Author, int Revision, string ContentHash);

/// <summary>One page of a list, and how many there are on all pages.</summary>
public sealed record DefinitionPage(IReadOnlyList<DefinitionSummary> Items, int Total);

/// <summary>Answers which definitions there are, without ever loading their JSON. Tracks nothing and sees what is committed.</summary>
public sealed class WorkflowDefinitionReader(DbContext db)
{
    private IQueryable<WorkflowDefinitionVersion> Versions => db.Set<WorkflowDefinitionVersion>().AsNoTracking();

    public async Task<DefinitionPage> ListAsync(DefinitionQuery query, CancellationToken cancellationToken)
    {
        var found = Filter(query);
        var page = Sort(found, query).Skip(query.Skip);
        if (query.Take is { } take)
            page = page.Take(take);
        var items = await Summaries(page).ToListAsync(cancellationToken);
        var total = query.Skip is 0 && (query.Take is null || items.Count < query.Take) ? items.Count : await found.CountAsync(cancellationToken);
        return new DefinitionPage(items, total);
    }

    /// <summary>A version's JSON exactly as it was saved; null where there is no such version.</summary>
    public Task<string?> JsonAsync(string versionId, CancellationToken cancellationToken) =>
        Versions.Where(version => version.Id == versionId).Select(version => (string?)version.Json).SingleOrDefaultAsync(cancellationToken);

    /// <summary>The definitions that call this one in their latest or published version: by starting it, waiting for it, or having it as an activity.</summary>
    public async Task<IReadOnlyList<DefinitionSummary>> ConsumersAsync(string definitionId, CancellationToken cancellationToken) => await Summaries(
        from reference in db.Set<WorkflowDefinitionReference>()
        join caller in Versions on reference.VersionId equals caller.Id
        where reference.DefinitionId == definitionId && (caller.IsLatest || caller.PublishedDefinitionId != null)
        orderby caller.Name, caller.Version descending
        select caller).ToListAsync(cancellationToken);

    /// <summary>Whether no other definition is called that.</summary>
    public async Task<bool> IsNameFreeAsync(string name, string? exceptDefinitionId, CancellationToken cancellationToken) =>
        !await Versions.AnyAsync(version => version.IsLatest && version.Name == name && version.DefinitionId != exceptDefinitionId, cancellationToken);

    private IQueryable<WorkflowDefinitionVersion> Filter(DefinitionQuery query)
    {
        var versions = query.Versions switch
        {
            VersionFilter.Latest => Versions.Where(version => version.IsLatest),
            VersionFilter.Published => Versions.Where(version => version.PublishedDefinitionId != null),
            VersionFilter.LatestOrPublished => Versions.Where(version => version.IsLatest || version.PublishedDefinitionId != null),
            VersionFilter.LatestAndPublished => Versions.Where(version => version.IsLatest && version.PublishedDefinitionId != null),
            VersionFilter.Draft => Versions.Where(version => version.IsLatest && version.PublishedDefinitionId == null),
            _ => Versions,
        };
        if (query.Version is { } number)
            versions = versions.Where(version => version.Version == number);
        if (query.DefinitionIds.Count > 0)
            versions = versions.Where(version => query.DefinitionIds.Contains(version.DefinitionId));
        if (query.VersionIds.Count > 0)
            versions = versions.Where(version => query.VersionIds.Contains(version.Id));
        if (query.Search?.Trim() is not { Length: > 0 } search)
            return versions;
        var pattern = LikePattern.Containing(search);
        return versions.Where(version => EF.Functions.Like(version.Name, pattern, "\\") || EF.Functions.Like(version.Description!, pattern, "\\")
            || EF.Functions.Like(version.DefinitionId, pattern, "\\") || EF.Functions.Like(version.Id, pattern, "\\"));
    }

    private static IOrderedQueryable<WorkflowDefinitionVersion> Sort(IQueryable<WorkflowDefinitionVersion> versions, DefinitionQuery query)
    {
        var sorted = (query.OrderBy, query.IsDescending) switch
        {
            (DefinitionOrder.CreatedAt, false) => versions.OrderBy(version => version.CreatedAt),
            (DefinitionOrder.CreatedAt, true) => versions.OrderByDescending(version => version.CreatedAt),
            (DefinitionOrder.Version, false) => versions.OrderBy(version => version.Version),
            (DefinitionOrder.Version, true) => versions.OrderByDescending(version => version.Version),
            (_, false) => versions.OrderBy(version => version.Name),
            _ => versions.OrderByDescending(version => version.Name),
        };
        return sorted.ThenBy(version => version.Id); // pages need one order among equals
    }

    private static IQueryable<DefinitionSummary> Summaries(IQueryable<WorkflowDefinitionVersion> versions) => versions.Select(version => new DefinitionSummary(
        version.Id, version.DefinitionId, version.Version, version.Name, version.Description, version.IsLatest, version.IsPublished, version.CreatedAt, version.PublishedAt,
        version.ChangedAt, version.ChangedBy, version.Source, version.Author, version.Revision, version.ContentHash));
}
