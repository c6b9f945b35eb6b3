// Closing is not for anyone outside of EF Core to decide but by deriving from its own connection; the version of EF Core is pinned, and a test opens and closes contexts.
#pragma warning disable EF1001

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Sqlite.Storage.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>
/// The connection of a pooled context, which stays open while the context waits in the pool: with it would go its settings, EF Core's SQL functions and its compiled statements.
/// An idle SQLite connection holds no lock.
/// </summary>
internal sealed class SqliteKeptConnection(RelationalConnectionDependencies dependencies, IRawSqlCommandBuilder commands, IDiagnosticsLogger<DbLoggerCategory.Infrastructure> log)
    : SqliteRelationalConnection(dependencies, commands, log)
{
    protected override void CloseDbConnection()
    {
    }

    protected override Task CloseDbConnectionAsync() => Task.CompletedTask;
}

internal static class SqliteKeptConnections
{
    public static DbContextOptionsBuilder KeepConnections(this DbContextOptionsBuilder options) => options.ReplaceService<ISqliteRelationalConnection, SqliteKeptConnection>();
}
