using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Definitions;

/// <summary>The published version of each definition as the text of a file, or the latest version whether published or not.</summary>
[Allow(Roles.System, Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record ExportDefinitionFiles(bool Latest = false) : IQuery<IReadOnlyList<ExportedDefinition>>;

public sealed record ExportedDefinition(string DefinitionId, int Version, string Text);

internal sealed class ExportDefinitionFilesHandler(AfterSalesDbContext db) : IRequestHandler<ExportDefinitionFiles, IReadOnlyList<ExportedDefinition>>
{
    public async Task<IReadOnlyList<ExportedDefinition>> Handle(ExportDefinitionFiles request, CancellationToken cancellationToken) =>
        [.. (await db.DefinitionsInForceAsync(request.Latest, cancellationToken)).Select(version => new ExportedDefinition(version.DefinitionId, version.Version, DefinitionText.ForFile(version.Json, version.DefinitionId)))];
}

internal static class DefinitionsInForce
{
    /// <summary>One version of each definition, by their ids: the published ones, or the latest.</summary>
    public static Task<List<WorkflowDefinitionVersion>> DefinitionsInForceAsync(this AfterSalesDbContext db, bool latest, CancellationToken cancellationToken) =>
        db.Set<WorkflowDefinitionVersion>().AsNoTracking().Where(version => latest ? version.IsLatest : version.IsPublished).OrderBy(version => version.DefinitionId).ToListAsync(cancellationToken);
}
