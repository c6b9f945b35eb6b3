using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>What every connection needs that the file does not remember: full durability, and patience with other processes' writes.</summary>
internal sealed class SqliteConnectionSettings : DbConnectionInterceptor
{
    // journal_mode stays with the file once set; the rest belongs to a connection. FULL: a commit that was answered survives a power cut.
    private const string Settings = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    private static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }
}
