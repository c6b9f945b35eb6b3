using System.Data.Common;
using AfterSales.Host.Persistence.Sqlite;
using AfterSales.Testing;
using AfterSales.Workflows.Retention;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Tests.Retention;

public sealed class ArchiveServiceTests
{
    [Fact]
    public async Task Two_that_stop_the_host_at_once_are_both_answered_when_the_lease_is_given_back()
    {
        var lease = new HeldLease();
        await using var product = await TestProduct.StartAsync(
            loadDefinitions: false, configure: services => services.ConfigureDbContext<SqliteProductDbContext>(options => options.AddInterceptors(lease)));
        using var service = ActivatorUtilities.CreateInstance<ArchiveService>(product.Services);

        var first = service.StopAsync(default);
        await lease.Held;
        var second = service.StopAsync(default);
        var wasEarly = second.IsCompleted;
        lease.LetGo();
        await Task.WhenAll(first, second);

        Assert.False(wasEarly);
        Assert.Equal(1, lease.Changes);
    }

    /// <summary>Keeps a change of the lease waiting, and counts such changes.</summary>
    private sealed class HeldLease : DbCommandInterceptor
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _free = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _changes;

        public Task Held => _held.Task;

        public int Changes => _changes;

        public void LetGo() => _free.SetResult();

        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("NodeLeases", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _changes);
                _held.TrySetResult();
                await _free.Task;
            }

            return result;
        }
    }
}
