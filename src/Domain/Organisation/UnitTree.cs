using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>The tree of units in memory, for questions about what is above a unit (ORG-13).</summary>
internal sealed class UnitTree
{
    private readonly Dictionary<Guid, OrganisationUnit> _units;

    private UnitTree(Dictionary<Guid, OrganisationUnit> units) => _units = units;

    public static async Task<UnitTree> LoadAsync(AfterSalesDbContext db, CancellationToken cancellationToken) =>
        new(await db.Units.AsNoTracking().ToDictionaryAsync(u => u.Id, cancellationToken));

    public OrganisationUnit? Find(Guid? id) => id is { } unit ? _units.GetValueOrDefault(unit) : null;

    /// <summary>The unit and those above it, nearest first; none for null.</summary>
    public IEnumerable<OrganisationUnit> Upwards(Guid? id)
    {
        // Bounded by what was seen: a ring that got into the table some other way must not hang this.
        var seen = new HashSet<Guid>();
        for (var unit = Find(id); unit is not null && seen.Add(unit.Id); unit = Find(unit.ParentId))
            yield return unit;
    }

    /// <summary>The division office that a local office belongs to, the second tier of inquiries (ORG-08); null where none is above it.</summary>
    public Guid? DivisionOf(Guid? officeId) => Upwards(officeId).FirstOrDefault(unit => unit.Kind is UnitKind.DivisionOffice)?.Id;
}
