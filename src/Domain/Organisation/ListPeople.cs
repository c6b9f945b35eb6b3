using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>People by user name, with their posts and certificates.</summary>
/// <param name="Search">Part of the user name or the name.</param>
/// <param name="After">The user name of the last person of the page before.</param>
[Allow(Roles.Administrator, Roles.Auditor)]
public sealed record ListPeople(string? Search = null, string? UnitCode = null, bool ActiveOnly = false, string? After = null, int Limit = 50) : IQuery<IReadOnlyList<PersonSummary>>;

/// <summary>One person; null when there is none of the name.</summary>
[Allow(Roles.Administrator, Roles.Auditor)]
public sealed record GetPerson(string UserName) : IQuery<PersonSummary?>;

public sealed record PersonSummary(string UserName, LocalizedText Name, bool IsActive, IReadOnlyList<PostLine> Posts, IReadOnlyList<CertificateSummary> Certificates, int Revision);

/// <param name="ProjectCode">Null: good for any project.</param>
public sealed record CertificateSummary(string Kind, string? ProjectCode, DateOnly ValidUntil);

internal sealed class ListPeopleHandler(AfterSalesDbContext db) : IRequestHandler<ListPeople, IReadOnlyList<PersonSummary>>, IRequestHandler<GetPerson, PersonSummary?>
{
    public async Task<IReadOnlyList<PersonSummary>> Handle(ListPeople request, CancellationToken cancellationToken)
    {
        var people = db.People.AsNoTracking();
        if (request.ActiveOnly)
            people = people.Where(p => p.IsActive);
        if (!string.IsNullOrWhiteSpace(request.UnitCode))
            people = people.Where(p => p.Posts.Any(post => db.Units.Any(u => u.Id == post.UnitId && u.Code == request.UnitCode)));
        if (!string.IsNullOrWhiteSpace(request.Search))
        {
            // A name is one column for both languages, which only we can read; a company's names are few enough to be looked through.
            var text = request.Search.Trim();
            var names = await people.Select(p => new { p.UserName, p.Name }).ToListAsync(cancellationToken);
            var found = names.Where(p => $"{p.UserName} {p.Name.Zh} {p.Name.En}".Contains(text, StringComparison.OrdinalIgnoreCase)).Select(p => p.UserName).Take(500).ToArray();
            people = people.Where(p => found.Contains(p.UserName));
        }

        if (!string.IsNullOrEmpty(request.After))
            people = people.Where(p => p.UserName.CompareTo(request.After) > 0);
        return await DescribeAsync(await people.OrderBy(p => p.UserName).Take(Math.Clamp(request.Limit, 1, 200)).ToListAsync(cancellationToken), cancellationToken);
    }

    public async Task<PersonSummary?> Handle(GetPerson request, CancellationToken cancellationToken) =>
        (await DescribeAsync(await db.People.AsNoTracking().Where(p => p.UserName == request.UserName).ToListAsync(cancellationToken), cancellationToken)).SingleOrDefault();

    private async Task<IReadOnlyList<PersonSummary>> DescribeAsync(List<Person> people, CancellationToken cancellationToken)
    {
        var ids = people.ConvertAll(p => p.Id);
        var units = await db.Units.AsNoTracking().ToDictionaryAsync(u => u.Id, u => u.Code, cancellationToken);
        var certificates = await db.Certificates.AsNoTracking().Where(c => ids.Contains(c.PersonId)).OrderBy(c => c.Kind)
            .Select(c => new { c.PersonId, Summary = new CertificateSummary(c.Kind, db.Projects.Where(p => p.Id == c.ProjectId).Select(p => p.Code).FirstOrDefault(), c.ValidUntil) })
            .ToListAsync(cancellationToken);
        return [.. people.Select(person => new PersonSummary(
            person.UserName, person.Name, person.IsActive, [.. person.Posts.Select(post => new PostLine(post.Role, units[post.UnitId], post.From, post.Until))],
            [.. certificates.Where(c => c.PersonId == person.Id).Select(c => c.Summary)], person.Revision))];
    }
}
