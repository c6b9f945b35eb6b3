using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>
/// Writes for all contexts of the process, over one connection with its statements compiled. Whoever comes while nobody writes leads: it writes and commits for itself and for
/// all that wait by then, since the commit is what takes time, and one costs as much as the next. Each save is whole or not at all: one that fails is taken back alone.
/// None is answered before the commit, so a crash loses only what nobody was told is done.
/// </summary>
internal sealed class SqliteWriter(string connectionString, SqliteWriteGate gate, SqliteCheckpoints checkpoints) : IDisposable
{
    private const int MaxGroup = 32;
    private readonly Lock _lock = new();
    private readonly Queue<PendingSave> _queue = [];
    private bool _isLed;
    private SqliteWriterConnection? _connection;

    /// <summary>Returns when the save is committed.</summary>
    /// <exception cref="DbUpdateConcurrencyException">A row was changed or deleted by somebody else.</exception>
    /// <exception cref="DbUpdateException">The database refused it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before its turn came, and has not been written.</exception>
    public async Task WriteAsync(PendingSave save, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using (cancellationToken.UnsafeRegister(static waiting => ((PendingSave)waiting!).Cancel(), save))
        {
            if (Enqueue(save) || await save.Turn)
                await LeadAsync();
        }

        if (save.Failure is { } failure)
            throw failure;
    }

    public void Dispose() => _connection?.Dispose();

    /// <summary>True when nobody leads, so that this one must.</summary>
    private bool Enqueue(PendingSave save)
    {
        lock (_lock)
        {
            _queue.Enqueue(save);
            var leads = !_isLed;
            _isLed = true;
            return leads;
        }
    }

    private async Task LeadAsync()
    {
        List<PendingSave> group = [];
        await gate.EnterAsync(CancellationToken.None);
        try
        {
            group = TakeGroup();
            if (group.Count > 0)
                await WriteAsync(group);
        }
        finally
        {
            gate.Leave();
            HandOver();
            foreach (var save in group)
                save.Answer();
            checkpoints.Committed();
        }
    }

    private List<PendingSave> TakeGroup()
    {
        var group = new List<PendingSave>();
        lock (_lock)
        {
            while (group.Count < MaxGroup && _queue.TryDequeue(out var next))
                if (next.TryTake())
                    group.Add(next);
        }

        return group;
    }

    private void HandOver()
    {
        lock (_lock)
        {
            while (_queue.TryPeek(out var next))
            {
                if (next.TryLead())
                    return;
                _queue.Dequeue();
            }

            _isLed = false;
        }
    }

    private async Task WriteAsync(List<PendingSave> group)
    {
        try
        {
            _connection ??= new SqliteWriterConnection(SqliteConnectionSettings.Open(connectionString));
            await CommitAsync(_connection, group);
        }
        catch (Exception exception)
        {
            // Not one save's failure but the transaction's: nothing of the group is stored, and what state the connection is in nobody knows.
            _connection?.Dispose();
            _connection = null;
            group.ForEach(save => save.Fail(exception));
        }
    }

    private static async Task CommitAsync(SqliteWriterConnection connection, List<PendingSave> group)
    {
        await using var transaction = connection.Begin();
        foreach (var save in group)
            await save.Log.StartedAsync(transaction);
        foreach (var save in group)
            await connection.WriteAsync(save, isAlone: group.Count is 1);

        if (group.TrueForAll(save => save.Failure is not null))
            return;
        var written = group.Where(save => save.Failure is null).ToArray();
        foreach (var save in written)
            await save.Log.CommittingAsync();
        var started = Stopwatch.GetTimestamp();
        transaction.Commit();
        var duration = Stopwatch.GetElapsedTime(started);
        foreach (var save in written)
            await save.Log.CommittedAsync(duration);
    }
}
