using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Trials;

/// <summary>
/// Runs a draft in a space of its own: services over a private database and the clock given, both thrown away afterwards. Whatever is next - an answer, an event, a timer -
/// happens at its moment, and in between the clock jumps.
/// </summary>
/// <param name="space">The private services. Nothing else works on them meanwhile.</param>
/// <param name="clock">The time that <paramref name="space"/> goes by.</param>
/// <param name="partners">Who answers. Of moves at the same moment the one of an earlier partner is made first, and all before a timer.</param>
/// <param name="wall">The real time.</param>
public sealed class TrialRun(IServiceProvider space, TrialClock clock, IReadOnlyList<ITrialPartner> partners, TimeProvider wall)
{
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private readonly TrialJournal _journal = new();
    private readonly List<TrialFailure> _undelivered = [];
    private Guid _instanceId;

    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<TrialReport> RunAsync(TrialRequest request, CancellationToken cancellationToken)
    {
        var began = wall.GetTimestamp();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(request.Limits.WallTime);
        var (ending, detail) = await TryAsync(request, limited.Token, cancellationToken);

        await using var scope = space.CreateAsyncScope();
        var reporter = ActivatorUtilities.CreateInstance<TrialReporter>(scope.ServiceProvider);
        var report = await reporter.ReportAsync(_instanceId, await _journal.ReadAsync(scope.ServiceProvider, cancellationToken), cancellationToken);
        return report with { Ending = ending, Detail = detail, StartedAt = _startedAt, EndedAt = clock.GetUtcNow(), WallTime = wall.GetElapsedTime(began), Activities = _journal.Activities, Undelivered = _undelivered };
    }

    private async Task<(TrialEnding, string?)> TryAsync(TrialRequest request, CancellationToken limited, CancellationToken cancellationToken)
    {
        try
        {
            await InScopeAsync((services, token) => StartAsync(services, request, token), limited);
            return (await GoOnAsync(request.Limits, limited), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (TrialEnding.WallTimeLimit, null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (TrialEnding.Failed, e.Message);
        }
    }

    private async Task StartAsync(IServiceProvider services, TrialRequest request, CancellationToken cancellationToken)
    {
        var versionId = await WorkAsync(services, async token =>
        {
            var store = services.GetRequiredService<WorkflowDefinitionStore>();
            var version = await store.SaveDraftAsync(request.Draft, DefinitionSource.Person, request.Actor, token);
            await store.PublishAsync(version, request.Actor, token);
            return version.Id;
        }, cancellationToken);
        // The draft is started here and now; its schedules would start it again and again.
        await services.GetRequiredService<DbContext>().Set<WorkflowTimer>().Where(timer => timer.Kind == TimerKind.Trigger).ExecuteDeleteAsync(cancellationToken);

        var runtime = services.GetRequiredService<WorkflowRuntime>();
        _instanceId = await WorkAsync(services, token => runtime.StartTrialAsync(versionId, request, token), cancellationToken);
    }

    private async Task<TrialEnding> GoOnAsync(TrialLimits limits, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var scope = space.CreateAsyncScope();
            if (await _journal.ReadAsync(scope.ServiceProvider, cancellationToken) is var _ && _journal.Activities > limits.Activities)
                return TrialEnding.ActivityLimit;
            if (!await IsGoingOnAsync(scope.ServiceProvider, cancellationToken) || await NextAsync(scope.ServiceProvider, cancellationToken) is not { } move)
                return await EndingAsync(scope.ServiceProvider, cancellationToken);
            if (move.At - _startedAt > limits.VirtualTime)
                return TrialEnding.VirtualTimeLimit;
            clock.MoveTo(move.At);
            await InScopeAsync(move.MakeAsync, cancellationToken);
        }
    }

    // Something runs, or is queued to be started.
    private static async Task<bool> IsGoingOnAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<DbContext>();
        return await db.Set<WorkflowInstance>().AnyAsync(instance => instance.Status == WorkflowStatus.Running, cancellationToken) || await db.Set<WorkflowTimer>().AnyAsync(cancellationToken);
    }

    private async Task<TrialEnding> EndingAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var draft = await services.GetRequiredService<DbContext>().Set<WorkflowInstance>().AsNoTracking().SingleAsync(instance => instance.Id == _instanceId, cancellationToken);
        return draft switch
        {
            { SubStatus: WorkflowSubStatus.Cancelled } => TrialEnding.Cancelled,
            { Status: WorkflowStatus.Finished } => TrialEnding.Finished,
            { IncidentCount: > 0 } => TrialEnding.Faulted,
            _ => TrialEnding.Waiting,
        };
    }

    private async Task<TrialMove?> NextAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        TrialMove? next = null;
        var moment = new TrialMoment(services, _startedAt, clock.GetUtcNow());
        foreach (var partner in partners)
            if (await partner.NextAsync(moment, cancellationToken) is { } move && (next is null || Later(move.At) < Later(next.At)))
                next = move;
        var timer = await services.GetRequiredService<DbContext>().Set<WorkflowTimer>().AsNoTracking().Where(timer => timer.PausedAt == null)
            .OrderBy(timer => timer.DueAt).ThenBy(timer => timer.Id).Select(timer => new { timer.Id, timer.DueAt }).FirstOrDefaultAsync(cancellationToken);
        return timer is null || (next is not null && Later(next.At) <= Later(timer.DueAt)) ? next : new TrialMove(timer.DueAt, (scope, token) => FireAsync(scope, timer.Id, token));

        DateTimeOffset Later(DateTimeOffset at) => at > moment.Now ? at : moment.Now;
    }

    private async Task FireAsync(IServiceProvider services, Guid timerId, CancellationToken cancellationToken)
    {
        var runtime = services.GetRequiredService<WorkflowRuntime>();
        try
        {
            await WorkAsync(services, token => runtime.FireTimerAsync(timerId, token), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var failed = services.GetRequiredService<DbContext>().Set<WorkflowTimer>().AsNoTracking().Where(timer => timer.Id == timerId);
            var timer = await failed.SingleAsync(cancellationToken);
            _undelivered.Add(new TrialFailure(timer.Kind.ToString(), timer.Name, timer.ActivityId, clock.GetUtcNow(), e.Message));
            await failed.ExecuteDeleteAsync(cancellationToken);
        }
    }

    private static Task<T> WorkAsync<T>(IServiceProvider services, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(work, cancellationToken);

    private async Task InScopeAsync(Func<IServiceProvider, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await using var scope = space.CreateAsyncScope();
        await work(scope.ServiceProvider, cancellationToken);
    }
}
