using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>How handlers load a work item, and who may act on it.</summary>
internal static class WorkItemQueries
{
    private static readonly CompiledQuery<Func<AfterSalesDbContext, Guid, CancellationToken, Task<WorkItem?>>> Stored =
        new(() => EF.CompileAsyncQuery((AfterSalesDbContext db, Guid id, CancellationToken cancellationToken) => db.WorkItems.SingleOrDefault(w => w.Id == id)));

    /// <summary>The tracked work item.</summary>
    public static async Task<WorkItem> FindWorkItemAsync(this AfterSalesDbContext db, Guid id, CancellationToken cancellationToken) =>
        await Stored.On(db)(db, id, cancellationToken)
        ?? await db.WorkItems.FindAsync([id], cancellationToken) // one that this unit of work has opened itself
        ?? throw new NotFoundException(nameof(WorkItem), id);

    /// <summary>Refuses an actor who is not in the item's candidate group.</summary>
    public static async Task RequireCandidateAsync(this AfterSalesDbContext db, WorkItem item, Actor actor, CancellationToken cancellationToken)
    {
        if (!await db.IsCandidateAsync(item, actor, cancellationToken))
            throw new ForbiddenException("task.not-candidate", $"Work item {item.Id:N} is for {item.CandidateRole}; {actor.Name} does not hold that role there.");
    }

    public static async Task<bool> IsCandidateAsync(this AfterSalesDbContext db, WorkItem item, Actor actor, CancellationToken cancellationToken) =>
        actor.Is(item.CandidateRole)
        && (item.CandidateUnitId is null
            || await db.People.AnyAsync(p => p.Id == actor.PersonId && p.Posts.Any(post => post.Role == item.CandidateRole && post.UnitId == item.CandidateUnitId), cancellationToken));

    /// <summary>Somebody who still works here, by user name.</summary>
    /// <param name="field">The field of the request that names them.</param>
    /// <exception cref="FluentValidation.ValidationException">There is nobody of that name.</exception>
    public static async Task<Organisation.Person> FindColleagueAsync(this AfterSalesDbContext db, string userName, string field, CancellationToken cancellationToken) =>
        await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.UserName == userName && p.IsActive, cancellationToken)
        ?? throw InvalidFields.Refuse(InvalidFields.Failure(field, "person.unknown", $"There is no active person {userName}.", userName));

    /// <summary>Those who see every task because they lead or check the work.</summary>
    public static bool SeesEveryTask(this Actor actor) => actor.IsAnyOf(Roles.Manager, Roles.Auditor, Roles.Administrator, Roles.ProcessOwner, Roles.System);
}
