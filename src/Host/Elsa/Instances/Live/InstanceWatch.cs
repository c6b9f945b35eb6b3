using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using Microsoft.AspNetCore.SignalR;

namespace AfterSales.Host.Elsa.Instances.Live;

/// <summary>
/// Tells observers what has been committed. While somebody observes, it asks for the revisions of the observed instances: right after this node has committed anything, and
/// every second for what other nodes commit. While nobody does, it does nothing.
/// </summary>
internal sealed partial class InstanceWatch(
    IServiceScopeFactory scopes, IHubContext<WorkflowInstanceHub> hub, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<InstanceWatch> logger) : IUnitOfWorkParticipant
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Bursts in quick succession are told of once.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(100);

    /// <summary>The viewer has read the instance by the time it observes it; what happened between the two would be missed.</summary>
    private static readonly TimeSpan Opening = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly ObservedInstances _observed = new();
    private TaskCompletionSource _committed = NewSignal();
    private volatile bool _isWatching;

    public bool IsWatching => _isWatching;

    public void Add(string connection, InstanceProgress progress)
    {
        if (progress.Status is WorkflowStatus.Finished)
            return;
        var isRecent = clock.GetUtcNow() - progress.UpdatedAt < Opening;
        lock (_lock)
        {
            _observed.Add(connection, progress.Id, isRecent ? -1 : progress.Revision);
            if (_isWatching)
                return;
            _isWatching = true;
        }

        _ = WatchAsync(lifetime.ApplicationStopping);
    }

    public void Remove(string connection) => _observed.Remove(connection);

    public void Begin()
    {
    }

    public void BeginAttempt()
    {
    }

    // In the middle of somebody's request: nothing but the signal.
    public void Committed()
    {
        if (_isWatching)
            Volatile.Read(ref _committed).TrySetResult();
    }

    public bool WantsRerun(Exception exception) => false;

    private async Task WatchAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && IsNeeded())
        {
            try
            {
                await Task.WhenAny(_committed.Task, Task.Delay(Interval, clock, stopping));
                await Task.Delay(Gap, clock, stopping);
                Interlocked.Exchange(ref _committed, NewSignal());
                await TellAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogFailed(failure);
            }
        }
    }

    private bool IsNeeded()
    {
        lock (_lock)
            return _isWatching = _observed.Ids().Length > 0;
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        var ids = _observed.Ids();
        await using var scope = scopes.CreateAsyncScope();
        var instances = scope.ServiceProvider.GetRequiredService<WorkflowInstanceReader>();
        var found = await instances.ProgressAsync(ids, cancellationToken);
        foreach (var progress in found.Where(_observed.IsNews))
            await TellAsync(progress.Id, scope.ServiceProvider, cancellationToken);
        foreach (var id in ids.Except(found.Select(progress => progress.Id)))
            _observed.Forget(id);
    }

    private async Task TellAsync(Guid id, IServiceProvider services, CancellationToken cancellationToken)
    {
        var snapshots = services.GetRequiredService<InstanceSnapshots>();
        if (await snapshots.FindAsync(services.GetRequiredService<WorkflowInstanceReader>(), services.GetRequiredService<WorkflowReader>(), id, cancellationToken) is not { } snapshot)
            return;
        var observers = hub.Clients.Group(WorkflowInstanceHub.GroupOf(id));
        await observers.SendAsync("WorkflowExecutionLogUpdatedAsync", new { }, cancellationToken);
        await observers.SendAsync("ActivityExecutionLogUpdatedAsync", new ElsaReport(ElsaStats.Of(snapshot)), cancellationToken);
        await observers.SendAsync("WorkflowInstanceUpdatedAsync", new { WorkflowInstanceId = id }, cancellationToken);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Observers of instances could not be told; they are with the next change.")]
    private partial void LogFailed(Exception exception);
}
