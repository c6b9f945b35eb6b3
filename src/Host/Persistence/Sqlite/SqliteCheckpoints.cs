using Microsoft.Data.Sqlite;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>
/// Moves what was committed from the log into the database beside the commits, not within one: otherwise every hundredth person or so would wait until a thousand pages are
/// copied and on disk. Nothing depends on it; a connection whose log has grown fourfold still does it by itself, as SQLite does.
/// </summary>
internal sealed class SqliteCheckpoints(string connectionString) : IDisposable
{
    // About a thousand pages of log, SQLite's own measure.
    private const int Commits = 64;

    private readonly Lock _lock = new();
    private int _sinceLast;
    private bool _isDisposed;
    private Task _running = Task.CompletedTask;

    /// <summary>To be called after a commit, outside of the turn to write.</summary>
    public void Committed()
    {
        lock (_lock)
        {
            if (++_sinceLast < Commits || !_running.IsCompleted || _isDisposed)
                return;
            _sinceLast = 0;
            _running = Task.Run(Checkpoint);
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _isDisposed = true;
        _running.Wait();
    }

    private void Checkpoint()
    {
        try
        {
            using var connection = SqliteConnectionSettings.Open(connectionString);
            using var command = connection.CreateCommand();
            // Waits for nobody: what readers still look at is left for the next time.
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // The log has everything; the next checkpoint moves it.
        }
    }
}
