using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla;

/// <summary>Starts a clock of the case. One that already runs for the metric keeps running unchanged (ACC-02); returns when it is due.</summary>
[Allow(Roles.System)]
public sealed record StartClock(CaseNumber Case, string Metric, DueRule Rule, Guid? WorkItemId = null) : ICommand<DateTimeOffset>;

internal sealed class StartClockValidator : AbstractValidator<StartClock>
{
    public StartClockValidator()
    {
        RuleFor(r => r.Metric).NotEmpty().MaximumLength(SlaClock.MetricMaxLength);
        RuleFor(r => r.Rule).Must(rule => rule.IsSound).WithErrorCode("due.unsound").WithMessage(DueRule.Unsound);
    }
}

internal sealed class StartClockHandler(AfterSalesDbContext db, Deadlines deadlines, TimeProvider clock) : IRequestHandler<StartClock, DateTimeOffset>
{
    public async Task<DateTimeOffset> Handle(StartClock request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (request.WorkItemId is null && await db.RunningClockAsync(request.Case, request.Metric, cancellationToken) is { } running)
            return running.DueAt;

        var started = SlaClock.Start(request.Case, request.Metric, request.WorkItemId, request.Rule, await deadlines.DueAtAsync(now, request.Rule, cancellationToken), now);
        db.Add(started);
        return started.DueAt;
    }
}

/// <summary>Stops the case's running clock of a metric; nothing happens when none runs.</summary>
[Allow(Roles.System)]
public sealed record StopClock(CaseNumber Case, string Metric, Guid? WorkItemId = null) : ICommand;

internal sealed class StopClockHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<StopClock, Unit>
{
    public async Task<Unit> Handle(StopClock request, CancellationToken cancellationToken)
    {
        var running = await db.RunningClockAsync(request.Case, request.Metric, cancellationToken, request.WorkItemId);
        running?.Stop(clock.GetUtcNow());
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
}
