using AfterSales.Engine.Outbox;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Timers;

/// <summary>Keeps the timer pump going.</summary>
internal sealed class TimerService(TimerPump pump, WorkSignal signal, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger<TimerService> logger)
    : PumpService(signal, clock, options, logger)
{
    protected override Task<int> RunAsync(CancellationToken cancellationToken) => pump.RunDueAsync(cancellationToken);

    protected override Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken) => pump.NextDueAsync(cancellationToken);
}

/// <summary>Keeps the outbox pump going.</summary>
internal sealed class OutboxService(OutboxPump pump, WorkSignal signal, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger<OutboxService> logger)
    : PumpService(signal, clock, options, logger)
{
    protected override Task<int> RunAsync(CancellationToken cancellationToken) => pump.RunDueAsync(cancellationToken);

    protected override Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);
}

/// <summary>Lets whoever has committed new timers or messages wake the workers before their next poll.</summary>
public sealed class WorkSignal
{
    private TaskCompletionSource _raised = New();

    public void Raise() => Interlocked.Exchange(ref _raised, New()).TrySetResult();

    internal Task Raised => Volatile.Read(ref _raised).Task;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Runs a pump until there is nothing due, then waits for the next due time, a signal or the poll interval, whichever is first.</summary>
internal abstract class PumpService(WorkSignal signal, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger logger) : BackgroundService
{
    protected abstract Task<int> RunAsync(CancellationToken cancellationToken);

    protected abstract Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var raised = signal.Raised; // taken before looking, so that a signal in between is not missed
            var wait = options.Value.PollInterval;
            try
            {
                if (await RunAsync(stoppingToken) > 0)
                    continue;
                if (await NextAsync(stoppingToken) is { } next && next - clock.GetUtcNow() is var left && left < wait)
                    wait = left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "{Worker} failed; it goes on after the poll interval.", GetType().Name);
            }

            await Task.WhenAny(raised, Task.Delay(wait, clock, stoppingToken));
        }
    }
}
