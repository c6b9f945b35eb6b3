using AfterSales.Domain.Absences;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>What somebody is to a work item; every verb's permission rests on it.</summary>
/// <param name="HoldsIt">It is assigned to them, or to an absent person in whose place they act.</param>
/// <param name="HeldFor">That absent person; null for one's own.</param>
/// <param name="IsHidden">Its case is confidential and they do not handle it: to lead or to check the work gives no right to it (PRC-39).</param>
/// <param name="IsOriginator">They opened the case.</param>
/// <param name="IsInvolved">They delegated, transferred or completed it, were informed of it 抄送, or asked for or gave a signature for it.</param>
public sealed record WorkItemStanding(Actor Actor, bool HoldsIt, Guid? HeldFor, bool IsCandidate, bool IsOriginator, bool IsInvolved, bool IsHidden = false)
{
    public Guid? Me => Actor.PersonId;

    public bool Leads => !IsHidden && Actor.Is(Roles.Manager);

    public bool Administers => !IsHidden && Actor.Is(Roles.Administrator);

    public bool MaySee => HoldsIt || IsCandidate || IsOriginator || IsInvolved || (!IsHidden && Actor.SeesEveryTask());

    /// <summary>May say something about it, and add to it, without deciding it. Those who only look, such as auditors, may not.</summary>
    public bool TakesPart => HoldsIt || IsCandidate || IsOriginator || IsInvolved || Leads || Administers;

    /// <summary>Refuses what is for others.</summary>
    /// <exception cref="ForbiddenException"><c>task.not-yours</c>.</exception>
    public void Require(bool isAllowed, WorkItem item)
    {
        if (!isAllowed)
            throw new ForbiddenException("task.not-yours", $"{Actor.Name} may not do this with work item {item.Id:N}.");
    }
}

/// <summary>Finds out what the current actor is to a work item.</summary>
internal sealed class WorkItemStandings(AfterSalesDbContext db, CurrentActor current, KnownCases known, Substitutes substitutes)
{
    public async Task<WorkItemStanding> OfAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var actor = current.Actor;
        if (actor.PersonId is not { } me)
            return new WorkItemStanding(actor, false, null, false, false, false);
        var heldFor = await HeldForAsync(item, me, cancellationToken);
        var isHidden = await known.IsHiddenAsync(item.CaseNumber, cancellationToken);
        return new WorkItemStanding(
            actor, item.AssigneeId == me || heldFor is not null, heldFor, !isHidden && await db.IsCandidateAsync(item, actor, cancellationToken), await IsOriginatorAsync(item, actor, cancellationToken),
            await IsInvolvedAsync(item, me, cancellationToken), isHidden);
    }

    /// <summary>The absent person in whose place somebody holds the item; null when nobody's.</summary>
    public async Task<Guid?> HeldForAsync(WorkItem item, Guid me, CancellationToken cancellationToken)
    {
        if (item.AssigneeId is not { } assignee || assignee == me)
            return null;
        var acting = await substitutes.OfAsync(me, cancellationToken);
        return acting.Any(a => a.PersonId == assignee && (a.DefinitionId is null || a.DefinitionId == item.DefinitionId)) ? assignee : null;
    }

    private async Task<bool> IsOriginatorAsync(WorkItem item, Actor actor, CancellationToken cancellationToken) =>
        await db.CaseFiles.AnyAsync(c => c.Number == item.CaseNumber && c.OpenedBy == actor.Name, cancellationToken);

    private async Task<bool> IsInvolvedAsync(WorkItem item, Guid me, CancellationToken cancellationToken) =>
        item.DelegatedById == me || item.TransferredById == me || item.CompletedById == me || item.AddedById == me
        || await db.Set<InformedPerson>().AnyAsync(i => i.WorkItemId == item.Id && i.PersonId == me, cancellationToken)
        || (item.HasSigners && await db.WorkItems.AnyAsync(w => w.ParentId == item.Id && (w.AssigneeId == me || w.AddedById == me), cancellationToken))
        || (item.ParentId is { } parent && await db.WorkItems.AnyAsync(w => w.Id == parent && (w.AssigneeId == me || w.CompletedById == me), cancellationToken));
}
