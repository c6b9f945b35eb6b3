using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>Tells the log and the interceptors of a context what is done for it, as EF Core would.</summary>
internal sealed class SaveLog(
    DbContext context, IRelationalConnection connection, IRelationalCommandDiagnosticsLogger commands, IDiagnosticsLogger<DbLoggerCategory.Database.Transaction> transactions)
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly DateTimeOffset _queuedAt = TimeProvider.System.GetUtcNow();
    private readonly long _queued = Stopwatch.GetTimestamp();
    private DbTransaction? _transaction;

    /// <summary>Begun; waiting for it is part of the duration.</summary>
    public async ValueTask StartedAsync(DbTransaction transaction)
    {
        _transaction = transaction;
        await transactions.TransactionStartedAsync(connection, transaction, _id, _queuedAt, Stopwatch.GetElapsedTime(_queued));
    }

    /// <summary>Runs a statement; returns how many rows it met.</summary>
    public ValueTask<int> RunAsync(DbCommand command)
    {
        var startedAt = TimeProvider.System.GetUtcNow();
        return commands.ShouldLogCommandExecute(startedAt) ? RunLoggedAsync(command, startedAt) : ValueTask.FromResult(command.ExecuteNonQuery());
    }

    public async ValueTask CommittingAsync() => await transactions.TransactionCommittingAsync(connection, _transaction!, _id, TimeProvider.System.GetUtcNow());

    public async ValueTask CommittedAsync(TimeSpan duration) =>
        await transactions.TransactionCommittedAsync(connection, _transaction!, _id, TimeProvider.System.GetUtcNow() - duration, duration);

    private async ValueTask<int> RunLoggedAsync(DbCommand command, DateTimeOffset startedAt)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var instead = await commands.CommandNonQueryExecutingAsync(connection, command, command.CommandText, context, _id, connection.ConnectionId, startedAt, CommandSource.SaveChanges);
            var affected = instead.HasResult ? instead.Result : command.ExecuteNonQuery();
            return await commands.CommandNonQueryExecutedAsync(
                connection, command, command.CommandText, context, _id, connection.ConnectionId, affected, startedAt, Stopwatch.GetElapsedTime(started), CommandSource.SaveChanges);
        }
        catch (Exception exception)
        {
            await commands.CommandErrorAsync(
                connection, command, command.CommandText, context, DbCommandMethod.ExecuteNonQuery, _id, connection.ConnectionId, exception, startedAt, Stopwatch.GetElapsedTime(started),
                CommandSource.SaveChanges);
            throw;
        }
    }
}
