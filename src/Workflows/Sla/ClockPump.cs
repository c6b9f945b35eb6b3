using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Sla;
using AfterSales.Engine;
using AfterSales.Engine.Operations;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AfterSales.Workflows.Sla;

/// <summary>
/// Takes the steps of clocks that are due. A clock keeps its own next moment, which a pause or a new policy moves in the same commit, so there is no timer that could be left behind. Several nodes
/// may look at once: of two that take the same step one meets the other's commit and finds nothing left to do.
/// </summary>
public sealed partial class ClockPump(IServiceScopeFactory scopes, WorkflowNode node, TimeProvider clock, ILogger<ClockPump> logger)
{
    private const int Batch = 100;
    private readonly HashSet<Guid> _failed = []; // passed over until all others have had their turn

    /// <summary>Takes one batch; returns how many clocks that were.</summary>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken)
    {
        var due = await InScopeAsync(services => FindAsync(services, cancellationToken));
        if (due.Count is 0)
            _failed.Clear();
        var taken = 0;
        foreach (var id in due)
        {
            using var work = node.TryBegin();
            if (work is null)
                break;
            if (await AdvanceAsync(id, cancellationToken))
                taken++;
        }

        return taken;
    }

    /// <summary>When the next clock is due; null: none is.</summary>
    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => InScopeAsync(services =>
        services.GetRequiredService<AfterSalesDbContext>().SlaClocks.Where(c => c.NextStepAt != null).MinAsync(c => c.NextStepAt, cancellationToken));

    private async Task<List<Guid>> FindAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = services.GetRequiredService<AfterSalesDbContext>().SlaClocks.AsNoTracking().Where(c => c.NextStepAt != null && c.NextStepAt <= now);
        return await due.Where(c => !_failed.Contains(c.Id)).OrderBy(c => c.NextStepAt).ThenBy(c => c.Id).Select(c => c.Id).Take(Batch).ToListAsync(cancellationToken);
    }

    private async Task<bool> AdvanceAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await InScopeAsync(services => services.GetRequiredService<IMediator>().Send(new AdvanceClock(id), cancellationToken));
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(e, id);
            _failed.Add(id);
            return false;
        }
    }

    private async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.System);
        return await work(scope.ServiceProvider);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The step of clock {ClockId} failed; it is tried again.")]
    private partial void LogFailed(Exception exception, Guid clockId);
}

/// <summary>Keeps the clock pump going.</summary>
internal sealed partial class ClockService(ClockPump pump, WorkflowNode node, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger<ClockService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = options.Value.PollInterval;
            try
            {
                if (!node.IsDraining && await pump.RunDueAsync(stoppingToken) > 0)
                    continue;
                if (!node.IsDraining && await pump.NextDueAsync(stoppingToken) is { } next && next - clock.GetUtcNow() is var left && left < wait)
                    wait = left > TimeSpan.FromMilliseconds(100) ? left : TimeSpan.FromMilliseconds(100);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
            }

            await Task.Delay(wait, clock, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The clocks could not be looked through; it goes on after the poll interval.")]
    private partial void LogFailed(Exception exception);
}
