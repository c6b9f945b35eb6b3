using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Inquiries;

/// <summary>How much of each plan is done, by local office; newest periods first (INQ-01…03, ACC-14, ACC-15). Counted from the inquiries themselves each time.</summary>
/// <param name="OfficeCode">Only this local office's share.</param>
/// <param name="Day">Only plans of the period that this day is in.</param>
[Allow(Roles.SignedIn)]
public sealed record GetInquiryCoverage(string? RuleCode = null, string? OfficeCode = null, DateOnly? Day = null, int Limit = 12) : IQuery<IReadOnlyList<PlanCoverage>>;

public sealed record PlanCoverage(CaseNumber Number, string RuleCode, LocalizedText RuleName, DateOnly FirstDay, DateOnly LastDay, IReadOnlyList<OfficeCoverage> Offices)
{
    public Coverage Total => new(Offices.Sum(o => o.Coverage.Done), Offices.Sum(o => o.Coverage.Planned));
}

/// <param name="Code">Null where it is not known which office should ask.</param>
/// <param name="AverageScore">Null while nobody was scored.</param>
public sealed record OfficeCoverage(string? Code, LocalizedText? Name, Coverage Coverage, double? AverageScore);

/// <summary>Done of planned.</summary>
public readonly record struct Coverage(int Done, int Planned)
{
    /// <summary>In per cent with one decimal, rounded down: 100 is said only of all (ACC-14, ACC-15). Of nothing planned nothing is missing.</summary>
    public decimal Percent => Planned is 0 ? 100 : Math.Floor(Done * 1000m / Planned) / 10;

    public bool IsComplete => Done == Planned;
}

/// <summary>The inquiries of a plan that are still missing, each with the office that answers for it, one page at a time.</summary>
[Allow(Roles.SignedIn)]
public sealed record ListMissingInquiries(CaseNumber Plan, string? OfficeCode = null, Guid? After = null, int Limit = 100) : IQuery<IReadOnlyList<MissingInquiry>>;

/// <param name="Holder">User name of who has claimed the task; null while nobody has.</param>
public sealed record MissingInquiry(Guid Id, string Subject, string? Equipment, string CustomerName, string? OfficeCode, LocalizedText? OfficeName, Guid WorkItemId, string? Holder);

internal sealed class InquiryCoverageHandlers(AfterSalesDbContext db)
    : IRequestHandler<GetInquiryCoverage, IReadOnlyList<PlanCoverage>>, IRequestHandler<ListMissingInquiries, IReadOnlyList<MissingInquiry>>
{
    public async Task<IReadOnlyList<PlanCoverage>> Handle(GetInquiryCoverage request, CancellationToken cancellationToken)
    {
        var plans = db.InquiryPlans.AsNoTracking();
        if (request.Day is { } day)
            plans = plans.Where(p => p.FirstDay <= day && p.LastDay >= day);
        if (!string.IsNullOrEmpty(request.RuleCode))
            plans = plans.Where(p => db.InquiryRules.Any(r => r.Id == p.RuleId && r.Code == request.RuleCode));
        var shown = await plans.OrderByDescending(p => p.FirstDay).ThenBy(p => p.Number).Take(Math.Clamp(request.Limit, 1, 100))
            .Join(db.InquiryRules, p => p.RuleId, r => r.Id, (p, r) => new { Plan = p, r.Code, r.Name }).ToListAsync(cancellationToken);
        var ids = shown.ConvertAll(p => p.Plan.Id);
        var counts = await db.PlannedInquiries.AsNoTracking().Where(i => ids.Contains(i.PlanId)).GroupBy(i => new { i.PlanId, i.OfficeUnitId })
            .Select(g => new { g.Key.PlanId, g.Key.OfficeUnitId, Planned = g.Count(), Done = g.Count(i => i.DoneAt != null), Score = g.Average(i => (double?)i.Score) })
            .ToListAsync(cancellationToken);
        var units = await db.Units.AsNoTracking().ToDictionaryAsync(u => u.Id, cancellationToken);

        return
        [
            .. shown.OrderByDescending(p => p.Plan.FirstDay).ThenBy(p => p.Plan.Number.Value, StringComparer.Ordinal).Select(p => new PlanCoverage(
                p.Plan.Number, p.Code, p.Name, p.Plan.FirstDay, p.Plan.LastDay,
                [
                    .. counts.Where(c => c.PlanId == p.Plan.Id)
                        .Select(c => (Unit: c.OfficeUnitId is { } id ? units[id] : null, c))
                        .Where(c => string.IsNullOrEmpty(request.OfficeCode) || c.Unit?.Code == request.OfficeCode)
                        .Select(c => new OfficeCoverage(c.Unit?.Code, c.Unit?.Name, new Coverage(c.c.Done, c.c.Planned), c.c.Score))
                        .OrderBy(o => o.Code, StringComparer.Ordinal),
                ])),
        ];
    }

    public async Task<IReadOnlyList<MissingInquiry>> Handle(ListMissingInquiries request, CancellationToken cancellationToken)
    {
        var plan = await db.InquiryPlans.Where(p => p.Number == request.Plan).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException(nameof(InquiryPlan), request.Plan.Value);
        var missing = db.PlannedInquiries.AsNoTracking().Where(i => i.PlanId == plan && i.DoneAt == null);
        if (!string.IsNullOrEmpty(request.OfficeCode))
            missing = missing.Where(i => db.Units.Any(u => u.Id == i.OfficeUnitId && u.Code == request.OfficeCode));
        if (request.After is { } after)
            missing = missing.Where(i => i.Id.CompareTo(after) > 0);
        var rows = await missing.OrderBy(i => i.Id).Take(Math.Clamp(request.Limit, 1, 500))
            .Select(i => new
            {
                i.Id, i.Subject, i.WorkItemId, i.OfficeUnitId,
                Equipment = db.Equipment.Where(e => e.Id == i.EquipmentId).Select(e => e.Name).FirstOrDefault(),
                Customer = db.Customers.Where(c => c.Id == i.CustomerId).Select(c => c.Unit ?? c.Name).First(),
                Holder = db.WorkItems.Where(w => w.Id == i.WorkItemId).SelectMany(w => db.People.Where(p => p.Id == w.AssigneeId).Select(p => p.UserName)).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        var units = await db.Units.AsNoTracking().ToDictionaryAsync(u => u.Id, cancellationToken);
        return [.. rows.Select(row => new MissingInquiry(
            row.Id, row.Subject, row.Equipment, row.Customer, row.OfficeUnitId is { } code ? units[code].Code : null, row.OfficeUnitId is { } name ? units[name].Name : null, row.WorkItemId, row.Holder))];
    }
}
