using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>All units as a tree laid flat: each before what is under it, by code.</summary>
[Allow(Roles.SignedIn)]
public sealed record ListUnits : IQuery<IReadOnlyList<UnitSummary>>;

/// <param name="Depth">0 for a root.</param>
/// <param name="People">How many active people hold a post in the unit itself today.</param>
public sealed record UnitSummary(Guid Id, string Code, LocalizedText Name, string? ParentCode, UnitKind Kind, string? Region, int Depth, int People, int Revision);

internal sealed class ListUnitsHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<ListUnits, IReadOnlyList<UnitSummary>>
{
    public async Task<IReadOnlyList<UnitSummary>> Handle(ListUnits request, CancellationToken cancellationToken)
    {
        var today = CompanyTime.DayOf(clock.GetUtcNow());
        var units = await db.Units.AsNoTracking().OrderBy(u => u.Code).ToListAsync(cancellationToken);
        var people = await db.People.AsNoTracking().Where(p => p.IsActive).ToListAsync(cancellationToken);
        var held = people.SelectMany(p => p.Posts.Where(post => post.IsHeldOn(today)).Select(post => post.UnitId).Distinct()).CountBy(unit => unit).ToDictionary();
        var children = units.ToLookup(u => u.ParentId);
        var codes = units.ToDictionary(u => u.Id, u => u.Code);
        return [.. Under(null, 0)];

        IEnumerable<UnitSummary> Under(Guid? parent, int depth) => children[parent].SelectMany(unit => Under(unit.Id, depth + 1).Prepend(
            new UnitSummary(
                unit.Id, unit.Code, unit.Name, unit.ParentId is { } above ? codes[above] : null, unit.Kind, unit.Region, depth, held.GetValueOrDefault(unit.Id), unit.Revision)));
    }
}
