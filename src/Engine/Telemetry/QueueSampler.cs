using AfterSales.Engine.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Telemetry;

/// <summary>Reads the depths of the queues from time to time, while somebody listens.</summary>
internal sealed partial class QueueSampler(EngineTelemetry telemetry, IServiceScopeFactory scopes, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger<QueueSampler> logger) : BackgroundService
{
    public async Task SampleAsync(CancellationToken cancellationToken)
    {
        if (!telemetry.WantsDepths)
            return;
        await using var scope = scopes.CreateAsyncScope();
        telemetry.Sample(await scope.ServiceProvider.GetRequiredService<QueueGauge>().ReadAsync(cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SampleAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
            }

            await Task.Delay(options.Value.SampleInterval, clock, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The depths of the queues were not read; it is tried again after the interval.")]
    private partial void LogFailed(Exception exception);
}
