using AfterSales.Engine.Operations;
using AfterSales.Engine.Outbox;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Timers;

/// <summary>Keeps the timer pump going.</summary>
internal sealed class TimerService(TimerPump pump, WorkflowNode node, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger<TimerService> logger)
    : PumpService(node, clock, options, logger)
{
    protected override Task<int> RunAsync(CancellationToken cancellationToken) => pump.RunDueAsync(cancellationToken);

    protected override Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken) => pump.NextDueAsync(cancellationToken);
}

/// <summary>Keeps the outbox pump going.</summary>
internal sealed class OutboxService(OutboxPump pump, WorkflowNode node, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger<OutboxService> logger)
    : PumpService(node, clock, options, logger)
{
    protected override Task<int> RunAsync(CancellationToken cancellationToken) => pump.RunDueAsync(cancellationToken);

    protected override Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);
}

/// <summary>Runs a pump until there is nothing due, then waits for the next due time or the poll interval, whichever is first.</summary>
internal abstract class PumpService(WorkflowNode node, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger logger) : BackgroundService
{
    private readonly CancellationTokenSource _patience = new();

    protected abstract Task<int> RunAsync(CancellationToken cancellationToken);

    protected abstract Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken);

    /// <summary>Finishes what is in hand; only when the host's patience ends is that thrown away.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        node.Drain();
        await using var ended = cancellationToken.Register(_patience.Cancel);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _patience.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = options.Value.PollInterval;
            try
            {
                if (!node.IsDraining && await RunAsync(_patience.Token) > 0)
                    continue;
                if (!node.IsDraining && await NextAsync(stoppingToken) is { } next && next - clock.GetUtcNow() is var left && left < wait)
                    wait = left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "{Worker} failed; it goes on after the poll interval.", GetType().Name);
            }

            await Task.Delay(wait, clock, stoppingToken);
        }
    }
}
