using Microsoft.Data.Sqlite;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>
/// Keeps two processes from migrating one file at once. The operating system lets go of it when a process dies; the row that EF Core keeps as its lock would stay for
/// ever, and every later start would wait for it.
/// </summary>
internal sealed class SqliteMigrationLock : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private SqliteMigrationLock(FileStream file) => _file = file;

    public static async Task<SqliteMigrationLock> TakeAsync(string connectionString, CancellationToken cancellationToken)
    {
        var path = new SqliteConnectionStringBuilder(connectionString).DataSource + ".lock";
        while (true)
        {
            try
            {
                return new SqliteMigrationLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(Retry, cancellationToken);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
