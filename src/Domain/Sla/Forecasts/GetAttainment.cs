using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla.Forecasts;

/// <summary>How many promises of each metric were kept, of the clocks that counted from the time given on.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetAttainment(DateTimeOffset Since) : IQuery<IReadOnlyList<MetricAttainment>>;

/// <param name="Breached">Not kept, or over and still running.</param>
/// <param name="Running">Not over yet, those that stand still included.</param>
public sealed record MetricAttainment(string Metric, int Met, int Breached, int Running, int Paused)
{
    /// <summary>The share kept, from 0 to 1; null while nothing has ended.</summary>
    public double? Share => Met + Breached is 0 ? null : (double)Met / (Met + Breached);
}

internal sealed class GetAttainmentHandler(AfterSalesDbContext db, TimeProvider time) : IRequestHandler<GetAttainment, IReadOnlyList<MetricAttainment>>
{
    public async Task<IReadOnlyList<MetricAttainment>> Handle(GetAttainment request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var clocks = db.SlaClocks.AsNoTracking().Where(c => c.StartedAt >= request.Since);
        var told = clocks.Select(c => new
        {
            c.Metric,
            IsOver = !c.IsImmediate && (c.PausedAt ?? c.StoppedAt ?? now) > c.DueAt,
            IsStopped = c.StoppedAt != null,
            IsPaused = c.StoppedAt == null && c.PausedAt != null,
        });
        return await told.GroupBy(c => c.Metric).OrderBy(g => g.Key).Select(g => new MetricAttainment(
            g.Key, g.Sum(c => c.IsStopped && !c.IsOver ? 1 : 0), g.Sum(c => c.IsOver ? 1 : 0), g.Sum(c => !c.IsStopped && !c.IsOver ? 1 : 0), g.Sum(c => c.IsPaused ? 1 : 0))).ToListAsync(cancellationToken);
    }
}
