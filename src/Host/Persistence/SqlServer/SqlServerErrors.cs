using AfterSales.Domain.Pipeline;
using Microsoft.Data.SqlClient;

namespace AfterSales.Host.Persistence.SqlServer;

internal sealed class SqlServerErrors : IDatabaseErrors
{
    private const int UniqueConstraint = 2627, UniqueIndex = 2601, Deadlock = 1205, SnapshotConflict = 3960, LockTimeout = 1222;

    public bool IsConflict(Exception exception) =>
        (exception as SqlException ?? exception.InnerException as SqlException)?.Number is UniqueConstraint or UniqueIndex or Deadlock or SnapshotConflict or LockTimeout;
}
