using Microsoft.Data.Sqlite;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>
/// The database as it was before an upgrade, beside it until the upgrade is through. SQLite cannot change all tables within one transaction, so a process that is killed
/// while it migrates leaves a file that no release can open; the next start puts the copy back and begins again. Only whoever holds the migration lock may use it.
/// </summary>
internal sealed class SqliteUpgradeCopy(string connectionString)
{
    private readonly string _path = new SqliteConnectionStringBuilder(connectionString).DataSource + ".before-upgrade";

    /// <summary>True when the last upgrade did not come to its end.</summary>
    public bool Exists => File.Exists(_path);

    public void Make()
    {
        var unfinished = _path + ".tmp";
        File.Delete(unfinished);
        Copy(connectionString, At(unfinished));
        File.Move(unfinished, _path);
    }

    /// <summary>One transaction of the database's own: a kill while it runs leaves what was there before.</summary>
    public void PutBack() => Copy(At(_path), connectionString);

    public void Drop() => File.Delete(_path);

    private static string At(string path) => new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();

    private static void Copy(string from, string to)
    {
        using var source = new SqliteConnection(from);
        using var target = new SqliteConnection(to);
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }
}
