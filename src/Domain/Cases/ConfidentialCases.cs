using System.Linq.Expressions;
using AfterSales.Domain.Absences;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Cases;

/// <summary>
/// Who may know of a confidential case, such as a complaint about a person's service (PRC-39, CHN-03): who took it in, who has or had a task of it, was asked or informed about one, or belongs
/// to the group of an open one, or holds one in an absent person's place; beside them the engineering director and the auditor. The one place where that is decided: every list, page, search and message asks here.
/// </summary>
public static class ConfidentialCases
{
    public static bool SeesConfidentialCases(this Actor actor) => actor.IsAnyOf(Roles.EngineeringDirector, Roles.Auditor, Roles.System);
}

/// <summary>The cases that the current actor may know of. Scoped. Whose substitute they are is asked only where a confidential case could be met.</summary>
public sealed class KnownCases(AfterSalesDbContext db, CurrentActor current, Substitutes substitutes)
{
    /// <summary>The cases the actor may know of.</summary>
    public async Task<IQueryable<CaseFile>> AllAsync(CancellationToken cancellationToken)
    {
        var files = db.CaseFiles.AsNoTracking();
        if (current.Actor.SeesConfidentialCases())
            return files;
        var (name, theirs) = (current.Actor.Name, await HandledAsync(cancellationToken));
        return files.Where(c => !c.IsConfidential || c.OpenedBy == name || theirs.Any(number => number == c.Number));
    }

    /// <summary>The numbers of the cases the actor may not know of, to be part of a query: few beside all others, so lists leave them out rather than ask of every row.</summary>
    public async Task<IQueryable<CaseNumber>> HiddenAsync(CancellationToken cancellationToken)
    {
        // Tracking is left to the query that this becomes part of.
        var confidential = Confidential;
        if (current.Actor.SeesConfidentialCases())
            return confidential.Where(c => false).Select(c => c.Number);
        var (name, theirs) = (current.Actor.Name, await HandledAsync(cancellationToken));
        return confidential.Where(c => c.OpenedBy != name && !theirs.Any(number => number == c.Number)).Select(c => c.Number);
    }

    /// <summary>Whether it is a case that the actor may not know of.</summary>
    public async Task<bool> IsHiddenAsync(CaseNumber number, CancellationToken cancellationToken) =>
        !current.Actor.SeesConfidentialCases()
        && await Confidential.AnyAsync(c => c.Number == number, cancellationToken)
        && await (await HiddenAsync(cancellationToken)).AnyAsync(hidden => hidden == number, cancellationToken);

    /// <summary>The tracked case file, when the actor may know of it (PRC-39).</summary>
    /// <exception cref="NotFoundException">There is no such case for them.</exception>
    public async Task<CaseFile> FindAsync(CaseNumber number, CancellationToken cancellationToken) =>
        await IsHiddenAsync(number, cancellationToken) ? throw new NotFoundException(nameof(CaseFile), number.Value) : await db.FindCaseAsync(number, cancellationToken);

    private IQueryable<CaseFile> Confidential
    {
        get
        {
            // Compared with a parameter, and not tested by itself, so that SQLite, too, finds them by their index.
            var isConfidential = true;
            return db.CaseFiles.Where(c => c.IsConfidential == isConfidential);
        }
    }

    private async Task<IQueryable<CaseNumber>> HandledAsync(CancellationToken cancellationToken)
    {
        var theirs = db.WorkItems.Where(OwnOf(current.Actor)).Select(w => w.CaseNumber);
        // A substitute acts on what the absent person holds, so they must see what it is about; what that person did before stays theirs.
        foreach (var (absent, definition) in current.Actor.PersonId is { } me ? await substitutes.OfAsync(me, cancellationToken) : [])
            theirs = theirs.Concat(db.WorkItems.Where(w => w.Status == WorkItemStatus.Open && w.AssigneeId == absent && (definition == null || w.DefinitionId == definition)).Select(w => w.CaseNumber));
        return theirs;
    }

    private Expression<Func<WorkItem, bool>> OwnOf(Actor actor)
    {
        var (me, roles) = (actor.PersonId, actor.Roles.ToArray());
        return w => (me != null && (w.AssigneeId == me || w.CompletedById == me || w.DelegatedById == me || w.TransferredById == me || w.AddedById == me
                || db.Set<InformedPerson>().Any(i => i.WorkItemId == w.Id && i.PersonId == me)))
            || (w.Status == WorkItemStatus.Open && w.AssigneeId == null && roles.Contains(w.CandidateRole)
                && (w.CandidateUnitId == null || db.People.Any(p => p.Id == me && p.Posts.Any(post => post.Role == w.CandidateRole && post.UnitId == w.CandidateUnitId))));
    }
}
