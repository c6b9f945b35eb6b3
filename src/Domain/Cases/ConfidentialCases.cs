using System.Linq.Expressions;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
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

    /// <summary>The cases a reader may know of.</summary>
    public static IQueryable<CaseFile> CasesSeenBy(this AfterSalesDbContext db, Actor actor)
    {
        var files = db.CaseFiles.AsNoTracking();
        if (actor.SeesConfidentialCases())
            return files;
        var (name, theirs) = (actor.Name, db.HandledBy(actor));
        return files.Where(c => !c.IsConfidential || c.OpenedBy == name || theirs.Any(number => number == c.Number));
    }

    /// <summary>The numbers of the cases a reader may not know of: few, so lists leave them out rather than ask of every row.</summary>
    public static IQueryable<CaseNumber> CasesHiddenFrom(this AfterSalesDbContext db, Actor actor)
    {
        // Compared with a parameter, and not tested by itself, so that SQLite, too, finds them by their index. Tracking is left to the query that this becomes part of.
        var isConfidential = true;
        var confidential = db.CaseFiles.Where(c => c.IsConfidential == isConfidential);
        var (name, theirs, seesAll) = (actor.Name, db.HandledBy(actor), actor.SeesConfidentialCases());
        return confidential.Where(c => !seesAll && c.OpenedBy != name && !theirs.Any(number => number == c.Number)).Select(c => c.Number);
    }

    public static async Task<bool> IsHiddenFromAsync(this AfterSalesDbContext db, CaseNumber number, Actor actor, CancellationToken cancellationToken) =>
        !actor.SeesConfidentialCases() && await db.CasesHiddenFrom(actor).AnyAsync(hidden => hidden == number, cancellationToken);

    private static IQueryable<CaseNumber> HandledBy(this AfterSalesDbContext db, Actor actor)
    {
        var theirs = db.WorkItems.Where(OwnOf(db, actor)).Select(w => w.CaseNumber);
        // A substitute acts on what the absent person holds, so they must see what it is about; what that person did before stays theirs.
        foreach (var (absent, definition) in actor.InPlaceOf ?? [])
            theirs = theirs.Concat(db.WorkItems.Where(w => w.Status == WorkItemStatus.Open && w.AssigneeId == absent && (definition == null || w.DefinitionId == definition)).Select(w => w.CaseNumber));
        return theirs;
    }

    private static Expression<Func<WorkItem, bool>> OwnOf(AfterSalesDbContext db, Actor actor)
    {
        var (me, roles) = (actor.PersonId, actor.Roles.ToArray());
        return w => (me != null && (w.AssigneeId == me || w.CompletedById == me || w.DelegatedById == me || w.TransferredById == me || w.AddedById == me
                || db.Set<InformedPerson>().Any(i => i.WorkItemId == w.Id && i.PersonId == me)))
            || (w.Status == WorkItemStatus.Open && w.AssigneeId == null && roles.Contains(w.CandidateRole)
                && (w.CandidateUnitId == null || db.People.Any(p => p.Id == me && p.Posts.Any(post => post.Role == w.CandidateRole && post.UnitId == w.CandidateUnitId))));
    }
}
