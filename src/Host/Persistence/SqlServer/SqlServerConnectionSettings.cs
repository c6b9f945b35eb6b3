using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AfterSales.Host.Persistence.SqlServer;

/// <summary>Bounds how long a statement waits for a lock, so that a stuck session shows as a conflict and not as a command that never ends.</summary>
internal sealed class SqlServerConnectionSettings : DbConnectionInterceptor
{
    private const string Settings = "SET LOCK_TIMEOUT 10000;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Settings;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
