using AfterSales.Domain.Pipeline;
using Microsoft.Data.Sqlite;

namespace AfterSales.Host.Persistence.Sqlite;

internal sealed class SqliteErrors : IDatabaseErrors
{
    private const int Busy = 5, ConstraintUnique = 2067, ConstraintPrimaryKey = 1555;

    public bool IsConflict(Exception exception) =>
        (exception as SqliteException ?? exception.InnerException as SqliteException) is { } error
        && (error.SqliteErrorCode == Busy || error.SqliteExtendedErrorCode is ConstraintUnique or ConstraintPrimaryKey);
}
