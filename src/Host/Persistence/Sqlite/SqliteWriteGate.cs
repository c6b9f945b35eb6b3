using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>
/// Lets the writers of this process queue in order. SQLite takes one writer at a time; without the queue the others would poll for the lock and some would starve.
/// Other processes are kept apart by SQLite's own lock. Entered when a saving context begins its transaction; the context leaves it, however the saving ends.
/// </summary>
internal sealed class SqliteWriteGate : DbTransactionInterceptor, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    public override InterceptionResult<DbTransaction> TransactionStarting(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result)
    {
        if (eventData.Context is SqliteProductDbContext { IsSaving: true, HeldGate: null } context)
        {
            _gate.Wait();
            context.HeldGate = this;
        }

        return result;
    }

    public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is SqliteProductDbContext { IsSaving: true, HeldGate: null } context)
        {
            await _gate.WaitAsync(cancellationToken);
            context.HeldGate = this;
        }

        return result;
    }

    public void Leave() => _gate.Release();

    public void Dispose() => _gate.Dispose();
}
