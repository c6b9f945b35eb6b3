using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using AfterSales.Host.Shell;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Operations;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Studio;

/// <summary>The four places of the designer, each an element of Elsa Studio.</summary>
public enum StudioPlace { Definitions, Editor, Instances, Viewer }

/// <summary>What the product shows around an element of Elsa Studio. Whoever may send it may open the designer.</summary>
/// <param name="Id">The definition of the editor, the instance of the viewer; null for lists.</param>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record FrameStudio(StudioPlace Place, string? Id = null) : IQuery<StudioFrame>;

/// <param name="DefinitionId">The definition on the page: the editor's, or the one that the viewer's instance runs.</param>
/// <param name="Name">What the page is about, as people call it; null for lists.</param>
/// <param name="Latest">The definition's newest version.</param>
/// <param name="Published">The version that new instances run; null when there is none.</param>
/// <param name="MayChange">Whether this person may change processes rather than only look at them.</param>
/// <param name="MayCancel">Whether the instance is running and this person may end it.</param>
public sealed record StudioFrame(
    StudioPlace Place, string? Id, string? DefinitionId = null, string? Name = null, int? Latest = null, int? Published = null, bool MayChange = false, bool MayCancel = false);

internal sealed class FrameStudioHandler(AfterSalesDbContext db, WorkflowDefinitionReader definitions, CurrentActor current, KnownCases known) : IRequestHandler<FrameStudio, StudioFrame>
{
    private bool MayChange => Permissions.MaySend<SaveDefinitionDraft>(current.Actor);

    public Task<StudioFrame> Handle(FrameStudio request, CancellationToken cancellationToken) => request switch
    {
        { Place: StudioPlace.Editor, Id: { } id } => EditorAsync(id, cancellationToken),
        { Place: StudioPlace.Viewer, Id: { } id } => ViewerAsync(id, cancellationToken),
        _ => Task.FromResult(new StudioFrame(request.Place, null, MayChange: MayChange)),
    };

    private async Task<StudioFrame> EditorAsync(string definitionId, CancellationToken cancellationToken)
    {
        var versions = (await definitions.ListAsync(new DefinitionQuery { Versions = VersionFilter.LatestOrPublished, DefinitionIds = [definitionId] }, cancellationToken)).Items;
        var latest = versions.FirstOrDefault(version => version.IsLatest) ?? throw new NotFoundException("definition", definitionId);
        return new StudioFrame(StudioPlace.Editor, definitionId, definitionId, latest.Name, latest.Version, versions.FirstOrDefault(version => version.IsPublished)?.Version, MayChange);
    }

    private async Task<StudioFrame> ViewerAsync(string id, CancellationToken cancellationToken)
    {
        var instance = Guid.TryParse(id, out var key)
            ? await db.Set<WorkflowInstance>().AsNoTracking().Where(i => i.Id == key).Select(i => new { i.DefinitionId, i.Name, i.CorrelationId, i.Status }).FirstOrDefaultAsync(cancellationToken)
            : null;
        // Of a confidential case not even the name is shown (PRC-39).
        if (instance is null || (instance.CorrelationId is { } number && await known.IsHiddenAsync(new CaseNumber(number), cancellationToken)))
            throw new NotFoundException("instance", id);
        var mayCancel = instance.Status == WorkflowStatus.Running && Permissions.MaySend<CancelInstance>(current.Actor);
        return new StudioFrame(StudioPlace.Viewer, id, instance.DefinitionId, instance.Name ?? instance.CorrelationId ?? id, MayChange: MayChange, MayCancel: mayCancel);
    }
}
