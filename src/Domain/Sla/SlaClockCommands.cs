using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla;

/// <summary>Stops the case's running clock of a metric; nothing happens when none runs.</summary>
[Allow(Roles.System)]
public sealed record StopClock(CaseNumber Case, string Metric, Guid? WorkItemId = null) : ICommand;

internal sealed class StopClockHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<StopClock, Unit>
{
    public async Task<Unit> Handle(StopClock request, CancellationToken cancellationToken)
    {
        var running = await db.RunningClockAsync(request.Case, request.Metric, cancellationToken, request.WorkItemId);
        if (running is not null)
        {
            running.Stop(clock.GetUtcNow());
            await db.TellWorkItemAsync(running, cancellationToken);
        }

        return Unit.Value;
    }
}

/// <summary>Notes that a clock's due time has passed, so that lists can show it.</summary>
[Allow(Roles.System)]
public sealed record MarkClockOverdue(CaseNumber Case, string Metric, Guid? WorkItemId = null) : ICommand;

internal sealed class MarkClockOverdueHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<MarkClockOverdue, Unit>
{
    public async Task<Unit> Handle(MarkClockOverdue request, CancellationToken cancellationToken)
    {
        var running = await db.RunningClockAsync(request.Case, request.Metric, cancellationToken, request.WorkItemId);
        running?.MarkOverdue(clock.GetUtcNow());
        return Unit.Value;
    }
}

internal static class SlaClockQueries
{
    public static async Task<SlaClock?> RunningClockAsync(
        this AfterSalesDbContext db, CaseNumber number, string metric, CancellationToken cancellationToken, Guid? workItemId = null)
    {
        await db.SlaClocks.Where(c => c.CaseNumber == number && c.Metric == metric && c.WorkItemId == workItemId && c.StoppedAt == null).LoadAsync(cancellationToken);
        return db.SlaClocks.Local.FirstOrDefault(c => c.CaseNumber == number && c.Metric == metric && c.WorkItemId == workItemId && c.StoppedAt is null);
    }

    /// <summary>The work item whose time a clock measures is due when the clock is; one that is due with a clock of its case, with the first of those that run.</summary>
    public static async Task TellWorkItemAsync(this AfterSalesDbContext db, SlaClock clock, CancellationToken cancellationToken)
    {
        if (clock.WorkItemId is { } id)
        {
            if (await db.WorkItems.FindAsync([id], cancellationToken) is { } item)
                item.FollowClock(clock.IsImmediate ? null : clock.DueAt, clock.PausedAt);
            return;
        }

        if (await db.DueWithAsync(clock, cancellationToken) is not { Count: > 0 } items)
            return;
        var clocks = await db.CaseClocksAsync(clock.CaseNumber, cancellationToken);
        foreach (var item in items)
            item.FollowFirst(clocks);
    }

    /// <summary>The open work items that are due with a clock of their case.</summary>
    public static async Task<IReadOnlyList<WorkItem>> DueWithAsync(this AfterSalesDbContext db, SlaClock clock, CancellationToken cancellationToken)
    {
        if (clock.WorkItemId is not null)
            return [];
        await db.WorkItems.Where(w => w.CaseNumber == clock.CaseNumber && w.Status == WorkItemStatus.Open && w.DueMetrics != null).LoadAsync(cancellationToken);
        return [.. db.WorkItems.Local.Where(w => w.CaseNumber == clock.CaseNumber && w.Status == WorkItemStatus.Open && w.IsDueWith(clock.Metric))];
    }

    /// <summary>The clocks of a case, not of one of its work items, that have not stopped.</summary>
    public static async Task<IReadOnlyList<SlaClock>> CaseClocksAsync(this AfterSalesDbContext db, CaseNumber number, CancellationToken cancellationToken)
    {
        await db.SlaClocks.Where(c => c.CaseNumber == number && c.WorkItemId == null && c.StoppedAt == null).LoadAsync(cancellationToken);
        return [.. db.SlaClocks.Local.Where(c => c.CaseNumber == number && c.WorkItemId is null && c.StoppedAt is null)];
    }
}
