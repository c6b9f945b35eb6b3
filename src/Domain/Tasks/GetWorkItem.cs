using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Portal;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>One task with its form and outcomes, for whoever may see it.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetWorkItem(Guid Id) : IQuery<WorkItemDetails>;

/// <param name="Data">What was submitted; null while open.</param>
/// <param name="CustomerToken">The signed text of the customer's link; null when the task has none or may not be completed by the reader.</param>
public sealed record WorkItemDetails(
    Guid Id, CaseNumber CaseNumber, LocalizedText Title, LocalizedText Instructions, WorkItemStatus Status, WorkItemKind Kind, string CandidateRole, string? Assignee,
    string? RoutingNote, DateTimeOffset OpenedAt, DateTimeOffset? DueAt, DateTimeOffset? OverdueAt, DateTimeOffset? CompletedAt, string? CompletedBy, string? Outcome,
    JsonElement? Data, TaskFormDefinition Form, IReadOnlyList<WorkItemOutcome> Outcomes, bool MayClaim, bool MayRelease, bool MayComplete, string? CustomerToken)
{
    /// <summary>When the customer's link ends; null when <see cref="CustomerToken"/> is.</summary>
    public DateTimeOffset? CustomerTokenExpiresAt { get; init; }

    /// <summary>What the reader may do with it now, by the names of <see cref="WorkItemVerbs"/>.</summary>
    public required IReadOnlyList<string> Verbs { get; init; }

    /// <summary>User name of the holder who gave it to the assignee for a while 委派.</summary>
    public string? DelegatedBy { get; init; }

    /// <summary>User name of the absent person in whose place it was completed 代理.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>User name of the absent person in whose place the reader holds it.</summary>
    public string? HeldFor { get; init; }

    /// <summary>The task that this is a signature for.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>Why the step was opened anew.</summary>
    public string? ReturnReason { get; init; }

    public string? ClosingReason { get; init; }

    public int Priority { get; init; }

    public DateTimeOffset? FollowUpAt { get; init; }

    public int UrgeCount { get; init; }

    public DateTimeOffset? LastUrgedAt { get; init; }

    /// <summary>What the reader typed and did not submit; null when there is nothing.</summary>
    public JsonElement? Draft { get; init; }

    public DateTimeOffset? DraftSavedAt { get; init; }

    public required WorkItemSurroundings Around { get; init; }
}

internal sealed class GetWorkItemHandler(AfterSalesDbContext db, TaskForms forms, WorkItemStandings standings, TaskSurroundings surroundings, ICustomerLinkTokens tokens, TimeProvider clock)
    : IRequestHandler<GetWorkItem, WorkItemDetails>
{
    public async Task<WorkItemDetails> Handle(GetWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.WorkItems.AsNoTracking().SingleOrDefaultAsync(w => w.Id == request.Id, cancellationToken) ?? throw new NotFoundException(nameof(WorkItem), request.Id);
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.MaySee, item);

        var verbs = WorkItemVerbs.Of(item, standing);
        var names = await NamesAsync(item, standing, cancellationToken);
        var draft = standing.Me is { } me && item is { HasDrafts: true, Status: WorkItemStatus.Open } ? await db.Set<TaskDraft>().FindAsync([item.Id, me], cancellationToken) : null;
        var link = verbs.Contains(WorkItemVerbs.Complete) ? await CustomerLinkAsync(item, cancellationToken) : null;
        return new WorkItemDetails(
            item.Id, item.CaseNumber, item.Title, item.Instructions, item.Status, item.Kind, item.CandidateRole, Name(names, item.AssigneeId), item.RoutingNote,
            item.OpenedAt, item.DueAt, item.OverdueAt, item.CompletedAt, item.CompletedBy, item.Outcome, item.Data is null ? null : JsonElement.Parse(item.Data),
            await forms.LoadAsync(item.FormHash, cancellationToken), [.. item.Outcomes.Where(o => o.Name != WorkItemVerbs.CancelledOutcome)],
            MayClaim: verbs.Contains(WorkItemVerbs.Claim), MayRelease: verbs.Contains(WorkItemVerbs.Release), MayComplete: verbs.Contains(WorkItemVerbs.Complete),
            link is null ? null : tokens.Protect(link.Id))
        {
            CustomerTokenExpiresAt = link?.ExpiresAt,
            Verbs = verbs,
            DelegatedBy = Name(names, item.DelegatedById),
            OnBehalfOf = item.OnBehalfOf,
            HeldFor = Name(names, standing.HeldFor),
            ParentId = item.ParentId,
            ReturnReason = item.ReturnReason,
            ClosingReason = item.ClosingReason,
            Priority = item.Priority,
            FollowUpAt = item.FollowUpAt,
            UrgeCount = item.UrgeCount,
            LastUrgedAt = item.LastUrgedAt,
            Draft = draft is null ? null : JsonElement.Parse(draft.Data),
            DraftSavedAt = draft?.SavedAt,
            Around = await surroundings.OfAsync(item, verbs, cancellationToken),
        };
    }

    private static string? Name(Dictionary<Guid, string> names, Guid? id) => id is { } known ? names.GetValueOrDefault(known) : null;

    private Task<Dictionary<Guid, string>> NamesAsync(WorkItem item, WorkItemStanding standing, CancellationToken cancellationToken)
    {
        Guid?[] ids = [item.AssigneeId, item.DelegatedById, standing.HeldFor];
        return db.People.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.UserName, cancellationToken);
    }

    private async Task<CustomerLink?> CustomerLinkAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (item.Kind != WorkItemKind.CustomerConfirmation)
            return null;
        var links = await db.CustomerLinks.AsNoTracking().Where(l => l.WorkItemId == item.Id).ToListAsync(cancellationToken);
        return links.FirstOrDefault(l => l.IsValidAt(clock.GetUtcNow()));
    }
}
