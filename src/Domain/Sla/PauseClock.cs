using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla;

/// <summary>The reasons for which promises are known to stand still. A rule names those that stop its own clock.</summary>
public static class PauseReasons
{
    public const string WaitingCustomer = "waiting-customer";
    public const string WaitingSite = "waiting-site";
    public const string WaitingParts = "waiting-parts";

    public static IReadOnlyList<string> All { get; } = [WaitingCustomer, WaitingSite, WaitingParts];
}

/// <summary>
/// Lets a clock of the case stand still: one of a metric, or every one whose rule knows the reason. Returns how many do.
/// </summary>
/// <param name="Metric">Null: all of the case.</param>
/// <param name="Reason">One that the clock's rule names; see <see cref="PauseReasons"/> for a clock without a rule.</param>
/// <param name="At">When it happened, not later than now; null: now.</param>
/// <param name="IfAllowed">One that the reason does not stop, by the policy of this case, runs on, and the record says so; otherwise that is refused.</param>
/// <param name="ClockId">One of them; null: whichever are meant by the metric.</param>
[Allow(Roles.Manager, Roles.ProjectManager, Roles.DepartmentDirector, Roles.System)]
public sealed record PauseClock(CaseNumber Case, string? Metric, string Reason, DateTimeOffset? At = null, bool IfAllowed = false, Guid? ClockId = null) : ICommand<int>, IReasonedCommand;

/// <summary>Lets a clock of the case go on, or all that stand still. Returns how many do.</summary>
/// <param name="Metric">Null: all of the case.</param>
/// <param name="Stopped">Also one that was stopped, because the case is open again: it goes on where it was, without the time between.</param>
/// <param name="IfPaused">One that runs is left to run; otherwise that is refused.</param>
/// <param name="ClockId">One of them; null: whichever are meant by the metric.</param>
[Allow(Roles.Manager, Roles.ProjectManager, Roles.DepartmentDirector, Roles.System)]
public sealed record ResumeClock(CaseNumber Case, string? Metric, DateTimeOffset? At = null, bool Stopped = false, bool IfPaused = false, Guid? ClockId = null) : ICommand<int>;

internal sealed class PauseClockValidator : AbstractValidator<PauseClock>
{
    public PauseClockValidator(TimeProvider clock)
    {
        RuleFor(r => r.Reason).NotEmpty().MaximumLength(SlaClock.ReasonMaxLength);
        RuleFor(r => r.At).Must(at => at is null || at <= clock.GetUtcNow()).WithErrorCode("clock.from-future");
    }
}

internal sealed class ResumeClockValidator : AbstractValidator<ResumeClock>
{
    public ResumeClockValidator(TimeProvider clock) => RuleFor(r => r.At).Must(at => at is null || at <= clock.GetUtcNow()).WithErrorCode("clock.from-future");
}

internal sealed class PauseClockHandler(AfterSalesDbContext db, Deadlines deadlines, CurrentActor current, KnownCases known, CurrentProcess process, AuditTrail audit, TimeProvider clock) : IRequestHandler<PauseClock, int>, IRequestHandler<ResumeClock, int>
{
    public async Task<int> Handle(PauseClock request, CancellationToken cancellationToken)
    {
        var at = request.At ?? clock.GetUtcNow();
        var paused = 0;
        foreach (var running in await FindAsync(request.Case, request.Metric, request.ClockId, cancellationToken))
        {
            if ((request.Metric is null || request.IfAllowed) && !MayPause(running, request.Reason))
            {
                if (running is { StoppedAt: null, PausedAt: null })
                    audit.Note(request.Case.Value, "sla", $"runs-on:{running.Metric}:{request.Reason}");
                continue;
            }

            running.Pause(request.Reason, current.Actor.Name, at, Allowed(running));
            await db.TellWorkItemAsync(running, cancellationToken);
            paused++;
        }

        return paused;
    }

    public async Task<int> Handle(ResumeClock request, CancellationToken cancellationToken)
    {
        var at = request.At ?? clock.GetUtcNow();
        var resumed = 0;
        foreach (var paused in await FindAsync(request.Case, request.Metric, request.ClockId, cancellationToken))
        {
            var isStopped = paused.StoppedAt is not null;
            if (isStopped ? !request.Stopped : paused.PausedAt is null && (request.Metric is null || request.IfPaused))
                continue;
            var timing = await deadlines.TimingAsync(paused, cancellationToken);
            if (isStopped)
                paused.Reopen(current.Actor.Name, at, timing);
            else
                paused.Resume(at, timing);
            await db.TellWorkItemAsync(paused, cancellationToken);
            resumed++;
        }

        return resumed;
    }

    private static bool MayPause(SlaClock running, string reason) => running is { StoppedAt: null, PausedAt: null, IsImmediate: false } && Allowed(running).Contains(reason);

    private static IReadOnlyCollection<string> Allowed(SlaClock running) => running.ReadChoice() is { } choice ? choice.PausedBy : PauseReasons.All;

    // Of a work item's clock only what is not over counts; of a case's the last of the metric.
    private async Task<IReadOnlyList<SlaClock>> FindAsync(CaseNumber number, string? metric, Guid? only, CancellationToken cancellationToken)
    {
        // A person who may not know of the case finds no clock of it (PRC-39); its processes act for whoever handles it.
        if (process.Origin is null && await known.IsHiddenAsync(number, cancellationToken))
            throw new NotFoundException("clock", metric ?? number.Value);
        await db.SlaClocks.Where(c => c.CaseNumber == number && (metric == null || c.Metric == metric)).LoadAsync(cancellationToken);
        var clocks = db.SlaClocks.Local.Where(c => c.CaseNumber == number && (metric is null || c.Metric == metric) && (only is null || c.Id == only)).ToArray();
        if (metric is not null && clocks.Length is 0 && process.Origin is null)
            throw new NotFoundException("clock", metric);
        return [.. clocks.GroupBy(c => (c.Metric, c.WorkItemId)).Select(same => same.MaxBy(c => c.Id)!).Where(c => c.StoppedAt is null || c.WorkItemId is null).OrderBy(c => c.Id)];
    }
}
