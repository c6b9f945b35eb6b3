using AfterSales.Domain.Organisation;
using AfterSales.Domain.Portal;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Inquiries;

/// <summary>Satisfied of rated.</summary>
public readonly record struct Satisfaction(int Rated, int Satisfied)
{
    /// <summary>In per cent with one decimal, rounded down; null while nobody rated.</summary>
    public decimal? Percent => Rated is 0 ? null : Math.Floor(Satisfied * 1000m / Rated) / 10;

    /// <summary>Whether it is below a target in per cent. Exact, not by the rounded figure: 95.0 % of a target of 95 % is met (ACC-23). Nobody asked is nobody dissatisfied.</summary>
    public bool Misses(decimal target) => Rated > 0 && Satisfied * 100m < target * Rated;

    public static Satisfaction operator +(Satisfaction one, Satisfaction other) => new(one.Rated + other.Rated, one.Satisfied + other.Satisfied);
}

/// <summary>How satisfied the customers of each division were in a quarter: what they said of their cases, and what they answered when inquiry officers asked (SUR-01, SUR-02, NUM-06).</summary>
internal static class SatisfactionFigures
{
    /// <summary>By division; under the empty id what belongs to none. Divisions in which nobody rated are left out.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Satisfaction>> SatisfactionAsync(
        this AfterSalesDbContext db, PeriodDays quarter, int satisfiedFrom, UnitTree units, CancellationToken cancellationToken)
    {
        var (from, until) = (CompanyTime.StartOf(quarter.First), CompanyTime.StartOf(quarter.Last.AddDays(1)));
        var asked = await db.PlannedInquiries.Where(i => i.DoneAt >= from && i.DoneAt < until && i.Score != null)
            .GroupBy(i => i.OfficeUnitId).Select(g => new { Office = g.Key, Rated = g.Count(), Satisfied = g.Count(i => i.Score >= satisfiedFrom) }).ToListAsync(cancellationToken);
        var rated = await db.Set<ServiceRating>().Where(r => r.RatedAt >= from && r.RatedAt < until)
            .Join(db.CaseFiles, r => r.CaseNumber, c => c.Number, (r, c) => new
            {
                r.Score,
                Office = db.InquiryIssues.Where(i => i.CaseNumber == r.CaseNumber).Select(i => i.OfficeUnitId).FirstOrDefault()
                    ?? db.Equipment.Where(e => e.Id == c.EquipmentId).Select(e => e.OfficeUnitId).FirstOrDefault(),
            }).ToListAsync(cancellationToken);

        var figures = new Dictionary<Guid, Satisfaction>();
        foreach (var office in asked)
            Count(office.Office, new Satisfaction(office.Rated, office.Satisfied));
        foreach (var rating in rated)
            Count(rating.Office, new Satisfaction(1, rating.Score >= satisfiedFrom ? 1 : 0));
        return figures;

        void Count(Guid? office, Satisfaction more)
        {
            var division = units.DivisionOf(office) ?? Guid.Empty;
            figures[division] = figures.GetValueOrDefault(division) + more;
        }
    }
}
