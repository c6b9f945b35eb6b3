using AfterSales.Engine.Operations;
using AfterSales.Engine.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Timers;

/// <summary>
/// Claims due rows in batches and works on several of them at a time, renewing the lease of what is still to do. A node that dies loses its rows
/// after one lease; a slow one keeps them.
/// </summary>
public sealed partial class LeasedWork(IServiceScopeFactory scopes, ILeaseClaims claims, WorkflowNode node, TimeProvider clock, IOptions<WorkflowEngineOptions> options, ILogger<LeasedWork> logger)
{
    /// <summary>Claims one batch and works it off, unless the node drains; then what it has not begun is given back. Returns how many rows were claimed.</summary>
    /// <param name="table">Where to claim.</param>
    /// <param name="inOrder">Groups the ids of a batch; those of one group are worked on one after another, in the order given.</param>
    /// <param name="work">What to do with a row. It must not throw.</param>
    /// <param name="cancellationToken">Ends the work; what is left falls to another node when the lease is over.</param>
    internal async Task<int> RunAsync(
        LeaseTable table, Func<DbContext, IReadOnlyList<Guid>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<Guid>>>> inOrder, Func<Guid, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (node.IsDraining)
            return 0;
        // A new owner for every batch: a claim must never find rows of its own former, expired one.
        var owner = Guid.NewGuid().ToString("N");
        var (count, groups) = await ClaimAsync(table, owner, inOrder, cancellationToken);
        if (count is 0)
            return 0;

        var left = new LeftToDo(groups);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewing = RenewAsync(table, owner, left, ended.Token);
        try
        {
            await Parallel.ForEachAsync(groups, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Value.Parallelism), CancellationToken = cancellationToken }, async (group, token) =>
            {
                foreach (var id in group)
                {
                    using var begun = node.TryBegin();
                    if (begun is null)
                        return;
                    await work(id, token);
                    left.Done(id);
                }
            });
        }
        finally
        {
            await ended.CancelAsync();
            await renewing;
        }

        if (left.Ids is { Length: > 0 } unbegun)
            await GiveBackAsync(table, owner, unbegun, cancellationToken);
        return count;
    }

    private async Task GiveBackAsync(LeaseTable table, string owner, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await SetLeaseAsync(scope.ServiceProvider.GetRequiredService<DbContext>(), table, owner, ids, null, cancellationToken);
    }

    private async Task<(int Count, IReadOnlyList<IReadOnlyList<Guid>> Groups)> ClaimAsync(
        LeaseTable table, string owner, Func<DbContext, IReadOnlyList<Guid>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<Guid>>>> inOrder, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DbContext>();
        var now = EngineIds.Now(clock);
        var claimed = await claims.ClaimAsync(db, table, now, owner, now + options.Value.Lease, options.Value.BatchSize, cancellationToken);
        return (claimed.Count, claimed.Count is 0 ? [] : await inOrder(db, claimed, cancellationToken));
    }

    private async Task RenewAsync(LeaseTable table, string owner, LeftToDo left, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(options.Value.Lease / 3, clock, cancellationToken);
                await using var scope = scopes.CreateAsyncScope();
                await SetLeaseAsync(scope.ServiceProvider.GetRequiredService<DbContext>(), table, owner, left.Ids, EngineIds.Now(clock) + options.Value.Lease, cancellationToken);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Another node may take the rows over then; each effect still happens once.
                LogNotRenewed(e, table);
            }
        }
    }

    private static Task<int> SetLeaseAsync(DbContext db, LeaseTable table, string owner, Guid[] ids, DateTimeOffset? until, CancellationToken cancellationToken) => table is LeaseTable.Timers
        ? db.Set<WorkflowTimer>().Where(timer => ids.Contains(timer.Id) && timer.LeaseOwner == owner).ExecuteUpdateAsync(set => set.SetProperty(timer => timer.LeaseUntil, until), cancellationToken)
        : db.Set<OutboxMessage>().Where(message => ids.Contains(message.Id) && message.LeaseOwner == owner).ExecuteUpdateAsync(set => set.SetProperty(message => message.LeaseUntil, until), cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease on rows of {Table} was not renewed.")]
    private partial void LogNotRenewed(Exception exception, LeaseTable table);

    private sealed class LeftToDo(IReadOnlyList<IReadOnlyList<Guid>> groups)
    {
        private readonly HashSet<Guid> _ids = [.. groups.SelectMany(group => group)];

        public Guid[] Ids
        {
            get
            {
                lock (_ids)
                    return [.. _ids];
            }
        }

        public void Done(Guid id)
        {
            lock (_ids)
                _ids.Remove(id);
        }
    }
}
