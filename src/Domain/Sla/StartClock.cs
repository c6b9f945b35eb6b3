using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla.Policies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla;

/// <summary>
/// Starts a clock of the case. One that already runs for the metric keeps running unchanged (ACC-02). Without a promise of its own it takes the rule of the case's policy; where there is none,
/// no clock starts and the record says so.
/// </summary>
/// <param name="Metric">What is measured, such as <c>arrival</c>; or one rule by its id.</param>
/// <param name="Rule">The promise; null: as the policy says.</param>
/// <param name="WorkItemId">The work item whose time is measured; null: the case's.</param>
/// <param name="From">What the time counts from, not later than now; null: now (SLA-17: a loaner counts from the fault's occurrence).</param>
/// <param name="DueAt">The moment agreed with the customer, later than now (PRC-30); null: none. It takes the place of what the policy says, and of what was agreed before.</param>
[Allow(Roles.System)]
public sealed record StartClock(CaseNumber Case, string Metric, DueRule? Rule, Guid? WorkItemId = null, DateTimeOffset? From = null, DateTimeOffset? DueAt = null) : ICommand<StartedClock>;

/// <param name="Id">Null: no rule holds, so no clock runs.</param>
/// <param name="UsedPercent">How much of the promised time was over already.</param>
public sealed record StartedClock(Guid? Id, DateTimeOffset? DueAt, string? RuleId, bool IsImmediate, int UsedPercent)
{
    public static StartedClock None { get; } = new(null, null, null, false, 0);
}

internal sealed class StartClockValidator : AbstractValidator<StartClock>
{
    public StartClockValidator(TimeProvider clock)
    {
        RuleFor(r => r.Metric).NotEmpty().MaximumLength(SlaClock.MetricMaxLength);
        RuleFor(r => r.Rule).Must(rule => rule is null || rule.IsSound).WithErrorCode("due.unsound").WithMessage(DueRule.Unsound);
        RuleFor(r => r.From).Must(from => from is null || from <= clock.GetUtcNow()).WithErrorCode("clock.from-future");
        RuleFor(r => r.DueAt).Must(due => due is null || due > clock.GetUtcNow()).WithErrorCode("clock.due-past");
    }
}

internal sealed class StartClockHandler(AfterSalesDbContext db, Deadlines deadlines, CaseTerms terms, CaseCalendars calendars, AuditTrail audit, TimeProvider clock) : IRequestHandler<StartClock, StartedClock>
{
    public async Task<StartedClock> Handle(StartClock request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (request.WorkItemId is null && await db.RunningClockAsync(request.Case, request.Metric, cancellationToken) is { } running)
        {
            if (request.DueAt is { } agreedAnew)
                running.SetDue(agreedAnew, now);
            return new StartedClock(running.Id, running.DueAt, running.ReadChoice()?.Rule, running.IsImmediate, 0);
        }

        var from = request.From ?? now;
        var (started, used) = request.DueAt is { } agreed ? await ByAgreementAsync(request, agreed, now, cancellationToken)
            : request.Rule is { } given ? await ByPromiseAsync(request, given, from, now, cancellationToken) : await ByPolicyAsync(request, from, now, cancellationToken);
        if (started is null)
            return StartedClock.None;
        db.Add(started);
        await db.TellWorkItemAsync(started, cancellationToken);
        return new StartedClock(started.Id, started.DueAt, started.ReadChoice()?.Rule, started.IsImmediate, used);
    }

    // The rule of the metric still says of whom and when to remind on the way.
    private async Task<(SlaClock?, int)> ByAgreementAsync(StartClock request, DateTimeOffset dueAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var chosen = await terms.ChooseAsync(request.Case, request.Metric, now, cancellationToken);
        var timing = await deadlines.TimingAsync(now, new DueRule(dueAt - now), chosen?.Calendar, cancellationToken);
        return (SlaClock.StartAgreed(request.Case, request.Metric, request.WorkItemId, chosen, timing, dueAt, now), 0);
    }

    private async Task<(SlaClock?, int)> ByPromiseAsync(StartClock request, DueRule promise, DateTimeOffset from, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rule = await calendars.CountAsync(request.Case, promise, cancellationToken);
        var span = await deadlines.SpanAsync(from, rule, cancellationToken);
        return (SlaClock.Start(request.Case, request.Metric, request.WorkItemId, rule, span, from, now, promise.IsInCaseCalendar), span.UsedAt(now, []));
    }

    private async Task<(SlaClock?, int)> ByPolicyAsync(StartClock request, DateTimeOffset from, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var chosen = await terms.ChooseAsync(request.Case, request.Metric, from, cancellationToken);
        if (chosen is null || chosen.Rule.Promise is PromiseKind.Periodic)
        {
            audit.Note(request.Case.Value, "sla", chosen is null ? $"no-rule:{request.Metric}" : $"no-clock:{chosen.Rule.Id}");
            return (null, 0);
        }

        var timing = await deadlines.TimingAsync(from, chosen.Rule.DueIn(chosen.Calendar), chosen.Calendar, cancellationToken);
        return (SlaClock.Start(request.Case, request.Metric, request.WorkItemId, chosen, timing, from, now), chosen.Rule.IsDeadline ? timing.Span.UsedAt(now, []) : 0);
    }
}
