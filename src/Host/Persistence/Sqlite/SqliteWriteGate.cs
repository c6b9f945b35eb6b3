using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>
/// Lets the writers of this process queue in order. SQLite takes one writer at a time; without the queue the others would poll for the lock and some would starve.
/// Other processes are kept apart by SQLite's own lock.
/// </summary>
internal sealed class SqliteWriteGate : DbTransactionInterceptor, ISaveChangesInterceptor, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    public InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Context(eventData).IsSaving = true;
        return result;
    }

    public ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(SavingChanges(eventData, result));

    public override InterceptionResult<DbTransaction> TransactionStarting(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result)
    {
        if (eventData.Context is SqliteProductDbContext { IsSaving: true, HoldsWriteGate: false } context)
        {
            _gate.Wait();
            context.HoldsWriteGate = true;
        }

        return result;
    }

    public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is SqliteProductDbContext { IsSaving: true, HoldsWriteGate: false } context)
        {
            await _gate.WaitAsync(cancellationToken);
            context.HoldsWriteGate = true;
        }

        return result;
    }

    public int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Leave(eventData);
        return result;
    }

    public ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(SavedChanges(eventData, result));

    public void SaveChangesFailed(DbContextErrorEventData eventData) => Leave(eventData);

    public Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Leave(eventData);
        return Task.CompletedTask;
    }

    public void SaveChangesCanceled(DbContextEventData eventData) => Leave(eventData);

    public Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default)
    {
        Leave(eventData);
        return Task.CompletedTask;
    }

    public void Dispose() => _gate.Dispose();

    private static SqliteProductDbContext Context(DbContextEventData eventData) => (SqliteProductDbContext)eventData.Context!;

    private void Leave(DbContextEventData eventData)
    {
        var context = Context(eventData);
        context.IsSaving = false;
        if (!context.HoldsWriteGate)
            return;
        context.HoldsWriteGate = false;
        _gate.Release();
    }
}
