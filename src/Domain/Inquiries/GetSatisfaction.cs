using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Inquiries;

/// <summary>How satisfied the customers were, by quarter and division, against the target; this quarter first, quarters without a rating left out (NUM-06, ACC-23).</summary>
/// <param name="Quarters">How many to look back over, this one included.</param>
[Allow(Roles.SignedIn)]
public sealed record GetSatisfaction(int Quarters = 4) : IQuery<SatisfactionReport>;

public sealed record SatisfactionReport(SatisfactionTargetView Target, IReadOnlyList<QuarterSatisfaction> Quarters);

/// <param name="Revision">For those who change it.</param>
public sealed record SatisfactionTargetView(decimal Percent, int SatisfiedFrom, int Revision);

public sealed record QuarterSatisfaction(DateOnly FirstDay, DateOnly LastDay, IReadOnlyList<DivisionSatisfaction> Divisions)
{
    public Satisfaction Total => Divisions.Aggregate(default(Satisfaction), (sum, division) => sum + division.Figures);
}

/// <param name="Code">Null for what belongs to no division.</param>
/// <param name="ImprovementTask">The task to draft an improvement, once the quarter was found below the target.</param>
/// <param name="Draft">The improvement, once it is drafted.</param>
public sealed record DivisionSatisfaction(string? Code, LocalizedText? Name, Satisfaction Figures, Guid? ImprovementTask, string? Draft);

internal sealed class GetSatisfactionHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<GetSatisfaction, SatisfactionReport>
{
    private const int Most = 40;

    public async Task<SatisfactionReport> Handle(GetSatisfaction request, CancellationToken cancellationToken)
    {
        var target = await db.SatisfactionTargetAsync(cancellationToken);
        var units = await UnitTree.LoadAsync(db, cancellationToken);
        var quarters = new List<QuarterSatisfaction>();
        var quarter = PeriodDays.Of(InquiryPeriod.Quarter, CompanyTime.DayOf(clock.GetUtcNow()));
        for (var n = Math.Clamp(request.Quarters, 1, Most); n > 0; n--, quarter = quarter.Before(InquiryPeriod.Quarter))
            if (await OfAsync(quarter, target.SatisfiedFrom, units, cancellationToken) is { Divisions.Count: > 0 } rated)
                quarters.Add(rated);
        return new SatisfactionReport(new SatisfactionTargetView(target.Percent, target.SatisfiedFrom, target.Revision), quarters);
    }

    private async Task<QuarterSatisfaction> OfAsync(PeriodDays quarter, int satisfiedFrom, UnitTree units, CancellationToken cancellationToken)
    {
        var figures = await db.SatisfactionAsync(quarter, satisfiedFrom, units, cancellationToken);
        var improvements = (await db.InquiryImprovements.AsNoTracking().Where(i => i.Reason == ImprovementReason.BelowTarget && i.Quarter == quarter.First).ToListAsync(cancellationToken))
            .ToDictionary(i => i.DivisionUnitId ?? Guid.Empty);
        return new QuarterSatisfaction(quarter.First, quarter.Last,
        [
            .. figures.Select(division => (Unit: units.Find(division.Key), Figures: division.Value, Improvement: improvements.GetValueOrDefault(division.Key)))
                .Select(d => new DivisionSatisfaction(d.Unit?.Code, d.Unit?.Name, d.Figures, d.Improvement?.WorkItemId, d.Improvement?.Draft))
                .OrderBy(d => d.Code is null).ThenBy(d => d.Code, StringComparer.Ordinal),
        ]);
    }
}

internal static class SatisfactionTargets
{
    /// <summary>The target that holds now; the shipped one where none is stored.</summary>
    public static async Task<SatisfactionTarget> SatisfactionTargetAsync(this AfterSalesDbContext db, CancellationToken cancellationToken) =>
        await db.SatisfactionTargets.AsNoTracking().SingleOrDefaultAsync(t => t.Code == SatisfactionTarget.CompanyCode, cancellationToken) ?? SatisfactionTarget.Shipped();
}
