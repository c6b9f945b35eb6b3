using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Publications;

/// <summary>Requests to publish, the open ones unless told otherwise, of one definition or of all; newest first.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record ListPublications(string? DefinitionId = null, bool IncludeDecided = false, int Limit = 50) : IQuery<IReadOnlyList<PublicationRow>>
{
    public const int MaxLimit = 200;
}

/// <param name="DefinitionName">Null when the version was deleted since.</param>
/// <param name="IsStale">The content, or the version in force, is no longer what it was when it was asked for, so it cannot be approved.</param>
/// <param name="PublishedVersion">The version in force, which this one would replace; null: there is none.</param>
/// <param name="IsOwn">The reader filed it, and so does not decide on it.</param>
public sealed record PublicationRow(
    Guid Id, string DefinitionId, string? DefinitionName, int Version, PublicationStatus Status, string Reason, DateTimeOffset RequestedAt, string RequestedBy, DateTimeOffset? DecidedAt, string? DecidedBy,
    string? DecisionReason, bool IsStale, int? PublishedVersion, bool IsOwn);

internal sealed class ListPublicationsHandler(AfterSalesDbContext db, CurrentActor current) : IRequestHandler<ListPublications, IReadOnlyList<PublicationRow>>
{
    public async Task<IReadOnlyList<PublicationRow>> Handle(ListPublications request, CancellationToken cancellationToken)
    {
        var asked = db.Set<PublicationRequest>().AsNoTracking();
        if (!request.IncludeDecided)
            asked = asked.Where(r => r.Status == PublicationStatus.Open);
        if (request.DefinitionId is { } definitionId)
            asked = asked.Where(r => r.DefinitionId == definitionId);

        var versions = db.Set<WorkflowDefinitionVersion>();
        var rows = await asked.OrderByDescending(r => r.RequestedAt).Take(Math.Clamp(request.Limit, 1, ListPublications.MaxLimit)).Select(r => new
        {
            Request = r,
            Version = versions.Where(v => v.Id == r.VersionId).Select(v => new { v.Name, v.ContentHash }).FirstOrDefault(),
            Published = versions.Where(v => v.DefinitionId == r.DefinitionId && v.IsPublished).Select(v => new { v.Id, v.Version }).FirstOrDefault(),
        }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new PublicationRow(
            row.Request.Id, row.Request.DefinitionId, row.Version?.Name, row.Request.Version, row.Request.Status, row.Request.Reason, row.Request.RequestedAt, row.Request.RequestedBy,
            row.Request.DecidedAt, row.Request.DecidedBy, row.Request.DecisionReason, row.Version?.ContentHash != row.Request.ContentHash || row.Published?.Id != row.Request.ReplacesVersionId, row.Published?.Version, row.Request.IsBy(current.Actor)))];
    }
}
