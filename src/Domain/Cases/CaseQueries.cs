using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Cases;

/// <summary>How handlers load a case file and what belongs to it.</summary>
internal static class CaseQueries
{
    private static readonly CompiledQuery<Func<AfterSalesDbContext, CaseNumber, CancellationToken, Task<CaseFile?>>> Stored =
        new(() => EF.CompileAsyncQuery((AfterSalesDbContext db, CaseNumber number, CancellationToken cancellationToken) => db.CaseFiles.SingleOrDefault(c => c.Number == number)));

    /// <summary>The tracked case file.</summary>
    /// <exception cref="NotFoundException">There is no such case.</exception>
    public static async Task<CaseFile> FindCaseAsync(this AfterSalesDbContext db, CaseNumber number, CancellationToken cancellationToken) =>
        // Opened in this very unit of work: not in the database yet.
        db.CaseFiles.Local.FindEntry(number)?.Entity
        ?? await Stored.On(db)(db, number, cancellationToken)
        ?? throw new NotFoundException(nameof(CaseFile), number.Value);

    /// <summary>
    /// The cases a reader may know of. A confidential one is for those who handle it: who took it in, who has or had a task of it or belongs to the group of an open one, the engineering
    /// director and the auditor (PRC-39, CHN-03).
    /// </summary>
    public static IQueryable<CaseFile> CasesSeenBy(this AfterSalesDbContext db, Actor actor)
    {
        var files = db.CaseFiles.AsNoTracking();
        if (actor.IsAnyOf(Roles.EngineeringDirector, Roles.Auditor, Roles.System))
            return files;
        var (me, name, roles) = (actor.PersonId, actor.Name, actor.Roles.ToArray());
        return files.Where(c => !c.IsConfidential || c.OpenedBy == name
            || db.WorkItems.Any(w => w.CaseNumber == c.Number
                && ((me != null && (w.AssigneeId == me || w.CompletedById == me)) || (w.Status == WorkItemStatus.Open && w.AssigneeId == null && roles.Contains(w.CandidateRole)))));
    }

    public static async Task<CaseRecordSet> RecordsOfAsync(this AfterSalesDbContext db, CaseNumber number, CancellationToken cancellationToken)
    {
        // Tracked, so that records added in this unit of work count too.
        await db.CaseRecords.Where(r => r.CaseNumber == number).LoadAsync(cancellationToken);
        return new CaseRecordSet([.. db.CaseRecords.Local.Where(r => r.CaseNumber == number)]);
    }
}
