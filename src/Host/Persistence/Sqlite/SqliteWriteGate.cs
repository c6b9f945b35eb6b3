namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>
/// Lets the writers of this process take turns. SQLite takes one writer at a time; without the gate the others would poll for the lock and some would starve.
/// Other processes are kept apart by SQLite's own lock.
/// </summary>
internal sealed class SqliteWriteGate : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    public void Enter() => _gate.Wait();

    public Task EnterAsync(CancellationToken cancellationToken) => _gate.WaitAsync(cancellationToken);

    public void Leave() => _gate.Release();

    public void Dispose() => _gate.Dispose();
}
