using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Timers;

/// <summary>Fires due timers, each in a scope and unit of work of its own, so that one that fails holds up no other.</summary>
public sealed partial class TimerPump(IServiceScopeFactory scopes, LeasedWork leased, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger<TimerPump> logger)
{
    /// <summary>Fires one batch of what is due; returns how many timers were claimed.</summary>
    public Task<int> RunDueAsync(CancellationToken cancellationToken) => leased.RunAsync(LeaseTable.Timers, ByInstanceAsync, FireAsync, cancellationToken);

    /// <summary>When the next timer that nobody works on is due.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = EngineIds.Now(clock);
        return await scope.ServiceProvider.GetRequiredService<DbContext>().Set<WorkflowTimer>()
            .Where(timer => timer.PausedAt == null && timer.DeadAt == null && (timer.LeaseUntil == null || timer.LeaseUntil <= now))
            .OrderBy(timer => timer.DueAt).Select(timer => (DateTimeOffset?)timer.DueAt).FirstOrDefaultAsync(cancellationToken);
    }

    // Those of one instance in the order of their times: at once they would only run into each other.
    private static async Task<IReadOnlyList<IReadOnlyList<Guid>>> ByInstanceAsync(DbContext db, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var timers = await db.Set<WorkflowTimer>().Where(timer => ids.Contains(timer.Id)).Select(timer => new { timer.Id, timer.InstanceId, timer.DueAt }).ToDictionaryAsync(timer => timer.Id, cancellationToken);
        return [.. ids.Where(timers.ContainsKey).OrderBy(id => timers[id].DueAt).GroupBy(id => timers[id].InstanceId ?? id).Select(group => group.ToArray())];
    }

    private async Task FireAsync(Guid timerId, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var runtime = scope.ServiceProvider.GetRequiredService<WorkflowRuntime>();
            await scope.ServiceProvider.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(token => runtime.FireTimerAsync(timerId, token), cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The lease brings the timer to another node, or to this one when it starts again.
        }
        catch (Exception e)
        {
            if (e is WorkflowNotFoundException)
                LogPostponed(timerId, e.Message);
            else
                LogFailed(e, timerId);
            await ReleaseAsync(timerId, e.Message, cancellationToken);
        }
    }

    // Tried again later and later, and in the end by a person only.
    private async Task ReleaseAsync(Guid timerId, string error, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var timers = scope.ServiceProvider.GetRequiredService<DbContext>().Set<WorkflowTimer>().Where(timer => timer.Id == timerId);
            var failures = 1 + await timers.Select(timer => timer.Failures).FirstOrDefaultAsync(cancellationToken);
            var now = EngineIds.Now(clock);
            DateTimeOffset? until = now + WorkflowEngineOptions.BackOff(failures - 1);
            DateTimeOffset? deadAt = failures >= options.Value.TimerAttempts ? now : null;
            var lastError = error.Length > WorkflowTimer.LastErrorMaxLength ? error[..WorkflowTimer.LastErrorMaxLength] : error;
            await timers.ExecuteUpdateAsync(set => set
                .SetProperty(timer => timer.Failures, failures)
                .SetProperty(timer => timer.LastError, lastError)
                .SetProperty(timer => timer.DeadAt, deadAt)
                .SetProperty(timer => timer.LeaseOwner, (string?)null)
                .SetProperty(timer => timer.LeaseUntil, until), cancellationToken);
        }
        catch (Exception e)
        {
            // The database is away; the lease ends by itself.
            LogNotReleased(e, timerId);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Timer {TimerId} failed; it is tried again later.")]
    private partial void LogFailed(Exception exception, Guid timerId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Timer {TimerId} is tried again later: {Reason}")]
    private partial void LogPostponed(Guid timerId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Timer {TimerId} was not released; its lease ends by itself.")]
    private partial void LogNotReleased(Exception exception, Guid timerId);
}
