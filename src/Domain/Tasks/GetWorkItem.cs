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
}

internal sealed class GetWorkItemHandler(AfterSalesDbContext db, TaskForms forms, CurrentActor current, ICustomerLinkTokens tokens, TimeProvider clock)
    : IRequestHandler<GetWorkItem, WorkItemDetails>
{
    public async Task<WorkItemDetails> Handle(GetWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.WorkItems.AsNoTracking().SingleOrDefaultAsync(w => w.Id == request.Id, cancellationToken) ?? throw new NotFoundException(nameof(WorkItem), request.Id);
        var actor = current.Actor;
        var isMine = item.AssigneeId == actor.PersonId || item.CompletedById == actor.PersonId;
        var isCandidate = await db.IsCandidateAsync(item, actor, cancellationToken);
        if (!isMine && !isCandidate && !actor.SeesEveryTask())
            throw new ForbiddenException("task.not-yours", $"Work item {item.Id:N} is not for {actor.Name}.");

        var isOpen = item.Status == WorkItemStatus.Open;
        var mayComplete = isOpen && (item.AssigneeId == actor.PersonId || (item.AssigneeId is null && isCandidate));
        var link = mayComplete ? await CustomerLinkAsync(item, cancellationToken) : null;
        return new WorkItemDetails(
            item.Id, item.CaseNumber, item.Title, item.Instructions, item.Status, item.Kind, item.CandidateRole, await AssigneeAsync(item, cancellationToken), item.RoutingNote,
            item.OpenedAt, item.DueAt, item.OverdueAt, item.CompletedAt, item.CompletedBy, item.Outcome, item.Data is null ? null : JsonElement.Parse(item.Data),
            await forms.LoadAsync(item.FormHash, cancellationToken), item.Outcomes,
            MayClaim: isOpen && item.AssigneeId is null && isCandidate,
            MayRelease: isOpen && item.AssigneeId is not null && (item.AssigneeId == actor.PersonId || actor.Is(Roles.Manager)),
            MayComplete: mayComplete,
            link is null ? null : tokens.Protect(link.Id))
        {
            CustomerTokenExpiresAt = link?.ExpiresAt,
        };
    }

    private Task<string?> AssigneeAsync(WorkItem item, CancellationToken cancellationToken) =>
        db.People.Where(p => p.Id == item.AssigneeId).Select(p => (string?)p.UserName).SingleOrDefaultAsync(cancellationToken);

    private async Task<CustomerLink?> CustomerLinkAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (item.Kind != WorkItemKind.CustomerConfirmation)
            return null;
        var links = await db.CustomerLinks.AsNoTracking().Where(l => l.WorkItemId == item.Id).ToListAsync(cancellationToken);
        return links.FirstOrDefault(l => l.IsValidAt(clock.GetUtcNow()));
    }
}
