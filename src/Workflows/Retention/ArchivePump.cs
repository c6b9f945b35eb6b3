using AfterSales.Domain.Actors;
using AfterSales.Engine;
using AfterSales.Engine.Archive;
using AfterSales.Engine.Operations;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AfterSales.Workflows.Retention;

/// <summary>Archives what is due, batch by batch, on one node at a time.</summary>
public sealed partial class ArchivePump(IServiceScopeFactory scopes, WorkflowNode node, IOptions<WorkflowEngineOptions> options, ILogger<ArchivePump> logger)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private readonly string _owner = Guid.NewGuid().ToString("N");
    private readonly HashSet<Guid> _failed = []; // passed over until all others have had their turn

    /// <summary>Archives one batch; returns how many instances that were. 0 as well while another node archives.</summary>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken)
    {
        if (!await InScopeAsync(services => services.GetRequiredService<NodeLeases>().TakeAsync(NodeLease.Archive, _owner, Lease, cancellationToken)))
            return 0;

        var due = await InScopeAsync(services => services.GetRequiredService<WorkflowArchiver>().FindDueAsync(options.Value.Archive.BatchSize, _failed, cancellationToken));
        if (due.Count is 0)
            _failed.Clear();
        var archived = 0;
        foreach (var id in due)
        {
            using var work = node.TryBegin();
            if (work is null)
                break;
            if (await ArchiveAsync(id, cancellationToken))
                archived++;
        }

        return archived;
    }

    /// <summary>Lets another node archive.</summary>
    public Task GiveBackAsync(CancellationToken cancellationToken) => InScopeAsync(async services =>
    {
        await services.GetRequiredService<NodeLeases>().GiveBackAsync(NodeLease.Archive, _owner, cancellationToken);
        return true;
    });

    private async Task<bool> ArchiveAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return await InScopeAsync(services => services.GetRequiredService<IMediator>().Send(new ArchiveInstance(id), cancellationToken));
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

    [LoggerMessage(Level = LogLevel.Error, Message = "Instance {InstanceId} was not archived; it is tried again with the next batch.")]
    private partial void LogFailed(Exception exception, Guid instanceId);
}

/// <summary>Keeps the archive pump going.</summary>
internal sealed partial class ArchiveService(ArchivePump pump, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger<ArchiveService> logger) : BackgroundService
{
    private readonly Lock _lock = new();
    private Task? _stopping;

    // A host may be stopped by two callers at once, and what the service uses is disposed when one of them has its answer: both wait for the same end.
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _stopping ??= EndAsync(cancellationToken);
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await pump.GiveBackAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = options.Value.Archive.Interval;
            try
            {
                if (await pump.RunDueAsync(stoppingToken) > 0)
                    wait = options.Value.Archive.Break;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
            }

            await Task.Delay(wait, clock, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Archiving failed; it goes on after the interval.")]
    private partial void LogFailed(Exception exception);
}
