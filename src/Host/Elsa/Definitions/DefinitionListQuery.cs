using AfterSales.Engine.Definitions;
using AfterSales.Host.Api;
using Microsoft.AspNetCore.Mvc;

namespace AfterSales.Host.Elsa.Definitions;

/// <summary>The query string of Studio's lists. Pages count from zero; without a page size everything is meant.</summary>
internal sealed class DefinitionListQuery
{
    private const int MaxPageSize = 10_000;

    public string? VersionOptions { get; init; }

    public string? Page { get; init; }

    public string? PageSize { get; init; }

    [FromQuery]
    public string[]? DefinitionIds { get; init; }

    [FromQuery]
    public string[]? Ids { get; init; }

    public string? SearchTerm { get; init; }

    public string? OrderBy { get; init; }

    public string? OrderDirection { get; init; }

    public DefinitionQuery ToQuery()
    {
        var options = Definitions.VersionOptions.Parse(VersionOptions);
        var size = string.IsNullOrEmpty(PageSize) ? (int?)null : Math.Clamp(ApiRequests.Number(PageSize, "pageSize", 0), 1, MaxPageSize);
        return new DefinitionQuery
        {
            Versions = options.Filter,
            Version = options.Number,
            DefinitionIds = DefinitionIds ?? [],
            VersionIds = Ids ?? [],
            Search = SearchTerm,
            OrderBy = OrderBy?.ToUpperInvariant() switch { "CREATED" => DefinitionOrder.CreatedAt, "VERSION" => DefinitionOrder.Version, _ => DefinitionOrder.Name },
            IsDescending = string.Equals(OrderDirection, "Descending", StringComparison.OrdinalIgnoreCase),
            Skip = size is { } each ? (int)Math.Min((long)Math.Max(0, ApiRequests.Number(Page, "page", 0)) * each, int.MaxValue) : 0,
            Take = size,
        };
    }
}

/// <summary>A version in a list.</summary>
internal sealed record ElsaDefinitionSummary(
    string Id, string DefinitionId, string Name, string? Description, int Version, string? ToolVersion, bool IsLatest, bool IsPublished, bool IsReadonly, string? ProviderName, string MaterializerName,
    bool IsMaterializerAvailable, DateTimeOffset CreatedAt, IReadOnlyList<ElsaLink> Links)
{
    public static ElsaDefinitionSummary Of(DefinitionSummary version, DefinitionLinks links) => new(
        version.Id, version.DefinitionId, version.Name, version.Description, version.Version, null, version.IsLatest, version.IsPublished, IsReadonly: false, null, "Json", true, version.CreatedAt,
        links.Of(version.Id, version.DefinitionId));
}
