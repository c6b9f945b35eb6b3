using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AfterSales.Testing;

/// <summary>
/// Lets a process die at one of the things it says to its database: before a command, after the beginning of a transaction, before its commit, or after it.
/// Whoever is dead says nothing more.
/// </summary>
/// <param name="die">How it dies; null: it only seems so to its callers.</param>
internal sealed class CrashPoint(Action? die = null) : IDbCommandInterceptor, IDbTransactionInterceptor
{
    private int _at;
    private bool _isArmed;

    /// <summary>What was said since it was armed.</summary>
    public List<string> Said { get; } = [];

    public bool IsDead { get; private set; }

    /// <param name="at">Counted from 1.</param>
    public void Arm(int at)
    {
        (_at, _isArmed) = (at, true);
        Said.Clear();
    }

    public InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => Say(command.CommandText, result);

    public ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Say(command.CommandText, result));

    public InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result) => Say(command.CommandText, result);

    public ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Say(command.CommandText, result));

    public InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => Say(command.CommandText, result);

    public ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Say(command.CommandText, result));

    public ValueTask<DbTransaction> TransactionStartedAsync(DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Say("begun", result));

    public ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Say("committing", result));

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Say("committed", 0);
        return Task.CompletedTask;
    }

    private T Say<T>(string what, T result)
    {
        if (!_isArmed)
            return result;
        Said.Add(what);
        IsDead |= Said.Count >= _at;
        if (IsDead)
            die?.Invoke();
        return IsDead ? throw new CrashException(what) : result;
    }
}

internal sealed class CrashException(string at) : Exception($"The process died at: {at}");
