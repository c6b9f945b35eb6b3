using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Timers;

/// <summary>Fires due timers, each in a scope and unit of work of its own, so that one that fails holds up no other.</summary>
public sealed class TimerPump(IServiceScopeFactory scopes, ILeaseClaims claims, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger<TimerPump> logger)
{
    /// <summary>Fires one batch of what is due; returns how many timers were claimed.</summary>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken)
    {
        var due = await ClaimAsync(cancellationToken);
        foreach (var timer in due)
            await FireAsync(timer, cancellationToken);
        return due.Count;
    }

    /// <summary>When the next timer that nobody works on is due.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = EngineIds.Now(clock);
        return await scope.ServiceProvider.GetRequiredService<DbContext>().Set<WorkflowTimer>()
            .Where(timer => timer.PausedAt == null && timer.DeadAt == null && (timer.LeaseUntil == null || timer.LeaseUntil <= now))
            .OrderBy(timer => timer.DueAt).Select(timer => (DateTimeOffset?)timer.DueAt).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<Guid>> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = EngineIds.Now(clock);
        // A new owner for every batch: a claim must never find rows of its own former, expired one.
        return await claims.ClaimAsync(scope.ServiceProvider.GetRequiredService<DbContext>(), LeaseTable.Timers, now, Guid.NewGuid().ToString("N"), now + options.Value.Lease, options.Value.BatchSize, cancellationToken);
    }

    private async Task FireAsync(Guid timerId, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var runtime = scope.ServiceProvider.GetRequiredService<WorkflowRuntime>();
            await scope.ServiceProvider.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(token => runtime.FireTimerAsync(timerId, token), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogError(e, "Timer {TimerId} failed.", timerId);
            await ReleaseAsync(timerId, e.Message, cancellationToken);
        }
    }

    // Tried again later and later, and in the end by a person only.
    private async Task ReleaseAsync(Guid timerId, string error, CancellationToken cancellationToken)
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
}
