using AfterSales.Domain.Absences;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>
/// The parts that a scope of the inbox is made of, each of which one index answers in order: one for each role of the reader, one for each person in whose place they act. No task is
/// in two of them.
/// </summary>
internal sealed class InboxLanes(AfterSalesDbContext db, CurrentActor current, KnownCases known, Substitutes substitutes)
{
    /// <exception cref="ForbiddenException"><c>task.scope-all</c>: everybody's tasks are for those who lead or check.</exception>
    public async Task<IReadOnlyList<IQueryable<WorkItem>>> OfAsync(TaskScope scope, TaskState state, CancellationToken cancellationToken)
    {
        var me = current.Actor.PersonId;
        var items = db.WorkItems.AsNoTracking();
        switch (scope)
        {
            case TaskScope.All when !current.Actor.SeesEveryTask():
                throw new ForbiddenException("task.scope-all", $"{current.Actor.Name} may not list everybody's tasks.");
            case TaskScope.Delegated:
                return [InState(items.Where(w => w.DelegatedById == me), state)];
            case TaskScope.Informed:
                return [items.Where(w => w.Status != WorkItemStatus.Planned && db.Set<InformedPerson>().Any(i => i.PersonId == me && i.WorkItemId == w.Id))];
            case TaskScope.All:
                return [InState(await ShownAsync(items, cancellationToken), state)];
            case TaskScope.Mine when state == TaskState.Done:
                return [items.Where(w => w.CompletedById == me && w.Status != WorkItemStatus.Open)];
            case TaskScope.Mine:
                return await MineAsync(InState(items, state), me, cancellationToken);
            default:
                // What is open for a group is its members' to handle; what one of them has done is not.
                return Groups(InState(state == TaskState.Open ? items : await ShownAsync(items, cancellationToken), state), state);
        }
    }

    private async Task<IQueryable<WorkItem>> ShownAsync(IQueryable<WorkItem> items, CancellationToken cancellationToken)
    {
        if (current.Actor.SeesConfidentialCases())
            return items;
        var hidden = await known.HiddenAsync(cancellationToken);
        return items.Where(w => !hidden.Contains(w.CaseNumber));
    }

    private static IQueryable<WorkItem> InState(IQueryable<WorkItem> items, TaskState state) =>
        state == TaskState.Open ? items.Where(w => w.Status == WorkItemStatus.Open) : items.Where(w => w.Status == WorkItemStatus.Done);

    private async Task<IReadOnlyList<IQueryable<WorkItem>>> MineAsync(IQueryable<WorkItem> open, Guid? me, CancellationToken cancellationToken)
    {
        var lanes = new List<IQueryable<WorkItem>> { open.Where(w => w.AssigneeId == me) };
        var acting = me is { } id ? await substitutes.OfAsync(id, cancellationToken) : [];
        foreach (var (person, definition) in acting)
        {
            if (definition is null)
                lanes.Add(open.Where(w => w.AssigneeId == person));
            else if (!acting.Contains(new ActingFor(person, null)))
                lanes.Add(open.Where(w => w.AssigneeId == person && w.DefinitionId == definition));
        }

        return lanes;
    }

    private IReadOnlyList<IQueryable<WorkItem>> Groups(IQueryable<WorkItem> items, TaskState state)
    {
        var actor = current.Actor;
        if (state == TaskState.Open)
            items = items.Where(w => w.AssigneeId == null);
        return [.. actor.Roles.Intersect(Roles.OfPeople).Select(role => items.Where(w => w.CandidateRole == role
            && (w.CandidateUnitId == null || db.People.Any(p => p.Id == actor.PersonId && p.Posts.Any(post => post.Role == role && post.UnitId == w.CandidateUnitId)))))];
    }
}
