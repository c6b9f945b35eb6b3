using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>Whom a task can be given to: those who still work here, by user name; the first five hundred.</summary>
[Allow(Roles.SignedIn)]
public sealed record ListColleagues : IQuery<IReadOnlyList<PersonName>>
{
    public const int Limit = 500;
}

internal sealed class ListColleaguesHandler(AfterSalesDbContext db) : IRequestHandler<ListColleagues, IReadOnlyList<PersonName>>
{
    public async Task<IReadOnlyList<PersonName>> Handle(ListColleagues request, CancellationToken cancellationToken) =>
        await db.People.AsNoTracking().Where(p => p.IsActive).OrderBy(p => p.UserName).Take(ListColleagues.Limit).Select(p => new PersonName(p.Id, p.UserName, p.Name)).ToListAsync(cancellationToken);
}
