using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AfterSales.Benchmarks.Measuring;

/// <summary>Counts and times what EF Core asks of the database.</summary>
internal sealed class DatabaseMeter : DbCommandInterceptor, IDbConnectionInterceptor, IDbTransactionInterceptor
{
    private long _opens, _commands, _commandTicks, _beginTicks, _commitTicks;

    public DatabaseUse Read() => new(_opens, _commands, new TimeSpan(_commandTicks), new TimeSpan(_beginTicks), new TimeSpan(_commitTicks));

    public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Count(eventData);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Count(eventData);
        return ValueTask.FromResult(result);
    }

    public Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _opens);
        return Task.CompletedTask;
    }

    // EF's clock runs from before the interceptors, so this includes the wait in the product's queue of writers.
    public ValueTask<DbTransaction> TransactionStartedAsync(DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        Interlocked.Add(ref _beginTicks, eventData.Duration.Ticks);
        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Interlocked.Add(ref _commitTicks, eventData.Duration.Ticks);
        return Task.CompletedTask;
    }

    private void Count(CommandExecutedEventData eventData)
    {
        Interlocked.Increment(ref _commands);
        Interlocked.Add(ref _commandTicks, eventData.Duration.Ticks);
    }
}

/// <param name="Begin">Waiting in the queue of writers included.</param>
internal readonly record struct DatabaseUse(long Opens, long Commands, TimeSpan InCommands, TimeSpan Begin, TimeSpan Commit)
{
    public static DatabaseUse operator -(DatabaseUse after, DatabaseUse before) => new(
        after.Opens - before.Opens, after.Commands - before.Commands, after.InCommands - before.InCommands, after.Begin - before.Begin, after.Commit - before.Commit);
}
