using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla.Forecasts;

/// <summary>Why a promise is about to be broken.</summary>
public enum ClockRisk
{
    /// <summary>It is broken already.</summary>
    Overdue,

    /// <summary>Due before anybody is at work again.</summary>
    BeforeOpening,

    /// <summary>Most of the time is used.</summary>
    AlmostUsed,
}

/// <summary>The forecast of breaches: open clocks that are over, will be before work begins again, or have used most of their time. What is due first comes first.</summary>
[Allow(Roles.SignedIn)]
public sealed record ListClocksAtRisk(int Take = 100) : IQuery<IReadOnlyList<ClockAtRisk>>;

public sealed record ClockAtRisk(Guid ClockId, CaseNumber Case, string Metric, DateTimeOffset DueAt, ClockRisk Risk);

internal sealed class ListClocksAtRiskHandler(AfterSalesDbContext db, CompiledCalendars calendars, KnownCases known, TimeProvider time) : IRequestHandler<ListClocksAtRisk, IReadOnlyList<ClockAtRisk>>
{
    public async Task<IReadOnlyList<ClockAtRisk>> Handle(ListClocksAtRisk request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // Of a confidential case nothing is told but to those who handle it (PRC-39).
        var hidden = await known.HiddenAsync(cancellationToken);
        var open = db.SlaClocks.AsNoTracking().Where(c => c.StoppedAt == null && c.PausedAt == null && !c.IsImmediate && !hidden.Contains(c.CaseNumber));
        var found = await TakeAsync(open.Where(c => c.AtRiskFrom <= now), ClockRisk.AlmostUsed, request.Take, cancellationToken);
        foreach (var (calendar, opening) in await OpeningsAsync(now, cancellationToken))
            found.AddRange(await TakeAsync(open.Where(c => c.Calendar == calendar && c.AtRiskFrom > now && c.DueAt <= opening), ClockRisk.BeforeOpening, request.Take, cancellationToken));
        return [.. found.OrderBy(c => c.DueAt).ThenBy(c => c.ClockId).Take(request.Take).Select(c => c with { Risk = RiskOf(c, now) })];

        static ClockRisk RiskOf(ClockAtRisk clock, DateTimeOffset now) => clock.DueAt < now ? ClockRisk.Overdue : clock.Risk;
    }

    private static async Task<List<ClockAtRisk>> TakeAsync(IQueryable<SlaClock> clocks, ClockRisk risk, int take, CancellationToken cancellationToken) =>
        await clocks.OrderBy(c => c.DueAt).ThenBy(c => c.Id).Take(take).Select(c => new ClockAtRisk(c.Id, c.CaseNumber, c.Metric, c.DueAt, risk)).ToListAsync(cancellationToken);

    // Of the calendars in which nobody is at work now, when they open.
    private async Task<List<(string Calendar, DateTimeOffset At)>> OpeningsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var openings = new List<(string, DateTimeOffset)>();
        foreach (var code in await db.BusinessCalendars.AsNoTracking().Select(c => c.Code).ToListAsync(cancellationToken))
        {
            if (await calendars.FindOrNullAsync(db, code, cancellationToken) is { } hours && !hours.IsWorking(now))
                openings.Add((code, hours.NextWorking(now)));
        }

        return openings;
    }
}
