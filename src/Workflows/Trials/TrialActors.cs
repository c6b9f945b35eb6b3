using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Trials;

/// <summary>Finds who does a human task in a trial.</summary>
internal static class TrialActors
{
    /// <exception cref="RuleViolationException">The person named does not exist.</exception>
    public static async Task<Actor> FindAsync(AfterSalesDbContext db, WorkItem item, TaskAnswer answer, CancellationToken cancellationToken)
    {
        var people = db.People.AsNoTracking().Where(p => p.IsActive);
        if (answer.By is { } name)
            return Of(await people.SingleOrDefaultAsync(p => p.UserName == name, cancellationToken) ?? throw new RuleViolationException("trial.unknown-person", $"There is no {name}.", name));

        if (item.AssigneeId is { } assignee && await people.SingleOrDefaultAsync(p => p.Id == assignee, cancellationToken) is { } assigned)
            return Of(assigned);
        var candidates = people.Where(p => p.Posts.Any(post => post.Role == item.CandidateRole && (item.CandidateUnitId == null || post.UnitId == item.CandidateUnitId)));
        var candidate = await candidates.OrderBy(p => p.Id == answer.Preferred ? 0 : 1).ThenBy(p => p.UserName).FirstOrDefaultAsync(cancellationToken);
        // Nobody holds the role yet; the process is tried all the same.
        return candidate is null ? Actor.Person(item.Id, "trial", [item.CandidateRole]) : Of(candidate);
    }

    private static Actor Of(Person person) => Actor.Person(person.Id, person.UserName, person.Posts.Select(post => post.Role));
}
