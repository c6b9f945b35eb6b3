using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Escalations;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Home;

/// <summary>How the open work is spread over people, for those who lead. The most laden first.</summary>
[Allow(Roles.Manager, Roles.DepartmentDirector, Roles.EngineeringDirector)]
public sealed record GetTeamLoad : IQuery<TeamLoad>
{
    public const int MostPeople = 20;
}

/// <param name="Unclaimed">Open tasks that nobody has taken.</param>
/// <param name="Open">Every open task.</param>
/// <param name="Overdue">Of these, past their due time.</param>
/// <param name="Escalations">Steps of the ladder that are not settled; the latest first, at most five, without cases the reader may not know of.</param>
public sealed record TeamLoad(IReadOnlyList<PersonLoad> People, int Unclaimed, int Open, int Overdue, IReadOnlyList<OpenEscalation> Escalations);

public sealed record PersonLoad(string UserName, LocalizedText Name, int Open, int Overdue);

public sealed record OpenEscalation(CaseNumber CaseNumber, string Subject, EscalationLevel Level, DateTimeOffset RaisedAt);

internal sealed class GetTeamLoadHandler(AfterSalesDbContext db, KnownCases known, TimeProvider clock) : IRequestHandler<GetTeamLoad, TeamLoad>
{
    private const int MostEscalations = 5;

    public async Task<TeamLoad> Handle(GetTeamLoad request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var open = db.WorkItems.AsNoTracking().Where(w => w.Status == WorkItemStatus.Open);
        // Counted by indexes alone, and only of those who are shown: a large company has more holders than a page has room for.
        var laden = await open.Where(w => w.AssigneeId != null).GroupBy(w => w.AssigneeId).Select(g => new { PersonId = g.Key, Open = g.Count() })
            .OrderByDescending(l => l.Open).ThenBy(l => l.PersonId).Take(GetTeamLoad.MostPeople).ToListAsync(cancellationToken);
        var ids = laden.ConvertAll(l => l.PersonId);
        var late = await open.Where(w => ids.Contains(w.AssigneeId) && w.DueOrder < now).GroupBy(w => w.AssigneeId).Select(g => new { PersonId = g.Key, Overdue = g.Count() }).ToListAsync(cancellationToken);
        var people = await db.People.Where(p => ids.Contains(p.Id)).Select(p => new PersonName(p.Id, p.UserName, p.Name)).ToDictionaryAsync(p => p.Id, cancellationToken);
        return new TeamLoad(
            [.. laden.Where(l => people.ContainsKey(l.PersonId!.Value)).Select(l => (Load: l, Person: people[l.PersonId!.Value]))
                .Select(l => new PersonLoad(l.Person.UserName, l.Person.Name, l.Load.Open, late.Find(o => o.PersonId == l.Person.Id)?.Overdue ?? 0))],
            await open.CountAsync(w => w.AssigneeId == null, cancellationToken), await open.CountAsync(cancellationToken), await open.CountAsync(w => w.DueOrder < now, cancellationToken),
            await EscalationsAsync(cancellationToken));
    }

    private async Task<IReadOnlyList<OpenEscalation>> EscalationsAsync(CancellationToken cancellationToken) =>
        await db.Escalations.Where(e => e.SettledAt == null)
            .Join((await known.AllAsync(cancellationToken)).Where(c => c.Status != CaseStatus.Closed && c.Status != CaseStatus.Cancelled), e => e.CaseNumber, c => c.Number, (e, c) => new { e.Id, c.Number, c.Subject, e.Level, e.RaisedAt })
            .OrderByDescending(e => e.Id).Take(MostEscalations).Select(e => new OpenEscalation(e.Number, e.Subject, e.Level, e.RaisedAt)).ToListAsync(cancellationToken);
}
