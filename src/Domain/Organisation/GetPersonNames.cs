using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>The names people are called by, for pages that know them by id (tasks) or user name (records). Unknown ones are left out.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetPersonNames(IReadOnlyCollection<Guid> Ids, IReadOnlyCollection<string> UserNames) : IQuery<IReadOnlyList<PersonName>>;

public sealed record PersonName(Guid Id, string UserName, LocalizedText Name);

internal sealed class GetPersonNamesHandler(AfterSalesDbContext db) : IRequestHandler<GetPersonNames, IReadOnlyList<PersonName>>
{
    public async Task<IReadOnlyList<PersonName>> Handle(GetPersonNames request, CancellationToken cancellationToken)
    {
        var ids = request.Ids.Distinct().ToArray();
        var userNames = request.UserNames.Distinct().ToArray();
        return await db.People.AsNoTracking().Where(p => ids.Contains(p.Id) || userNames.Contains(p.UserName))
            .Select(p => new PersonName(p.Id, p.UserName, p.Name)).ToListAsync(cancellationToken);
    }
}
