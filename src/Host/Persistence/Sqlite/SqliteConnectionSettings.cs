using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>
/// What every connection needs that the file does not remember: full durability, and patience with other processes' writes. It also closes the connections when the product
/// stops, since EF Core leaves those of its pooled contexts behind.
/// </summary>
internal sealed class SqliteConnectionSettings : DbConnectionInterceptor, IDisposable
{
    // journal_mode stays with the file once set; the rest belongs to a connection. FULL: a commit that was answered survives a power cut. The cache, in KiB, holds the inner
    // pages of every index of a large database. The log is moved by SqliteCheckpoints; its length here, in pages, is for when that does not keep up.
    private const string Settings = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000;";

    private readonly ConcurrentDictionary<DbConnection, bool> _open = new(ReferenceEqualityComparer.Instance);

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Keep(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Keep(connection);
        return Task.CompletedTask;
    }

    public override void ConnectionDisposed(DbConnection connection, ConnectionEndEventData eventData) => _open.TryRemove(connection, out _);

    public override Task ConnectionDisposedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        _open.TryRemove(connection, out _);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        foreach (var connection in _open.Keys)
            connection.Dispose();
        _open.Clear();
    }

    /// <summary>An open connection with these settings.</summary>
    public static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        Apply(connection);
        return connection;
    }

    private static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }

    private void Keep(DbConnection connection)
    {
        _open[connection] = true;
        Apply(connection);
    }
}
