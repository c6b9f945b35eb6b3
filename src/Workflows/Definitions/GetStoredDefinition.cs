using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using MediatR;

namespace AfterSales.Workflows.Definitions;

/// <summary>One version with its JSON: the one of that id, or the highest of those of a definition that the conditions leave.</summary>
/// <exception cref="NotFoundException">There is none.</exception>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record GetStoredDefinition : IQuery<StoredDefinition>
{
    public string? VersionId { get; init; }

    public string? DefinitionId { get; init; }

    public VersionFilter Versions { get; init; } = VersionFilter.All;

    /// <summary>Its number.</summary>
    public int? Version { get; init; }
}

/// <param name="Json">Exactly as it was saved.</param>
public sealed record StoredDefinition(DefinitionSummary Summary, string Json)
{
    internal static StoredDefinition Of(WorkflowDefinitionVersion version) => new(
        new DefinitionSummary(
            version.Id, version.DefinitionId, version.Version, version.Name, version.Description, version.IsLatest, version.IsPublished, version.CreatedAt, version.PublishedAt,
            version.ChangedAt, version.ChangedBy, version.Source, version.Author, version.Revision, version.ContentHash),
        version.Json);
}

internal sealed class GetStoredDefinitionHandler(WorkflowDefinitionReader reader) : IRequestHandler<GetStoredDefinition, StoredDefinition>
{
    public async Task<StoredDefinition> Handle(GetStoredDefinition request, CancellationToken cancellationToken)
    {
        var page = await reader.ListAsync(
            new DefinitionQuery
            {
                Versions = request.Versions,
                Version = request.Version,
                DefinitionIds = request.DefinitionId is { } definitionId ? [definitionId] : [],
                VersionIds = request.VersionId is { } versionId ? [versionId] : [],
                OrderBy = DefinitionOrder.Version,
                IsDescending = true,
                Take = 1,
            },
            cancellationToken);
        return page.Items is [var summary] && await reader.JsonAsync(summary.Id, cancellationToken) is { } json
            ? new StoredDefinition(summary, json)
            : throw new NotFoundException("definition", request.VersionId ?? $"{request.DefinitionId} {request.Versions} {request.Version}");
    }
}
