using Microsoft.Data.Sqlite;

namespace AfterSales.Benchmarks.Measuring;

/// <summary>A temporary SQLite file.</summary>
internal sealed class DatabaseFile : IDisposable
{
    private readonly string _path;

    private DatabaseFile(string path) => _path = path;

    public string ConnectionString => new SqliteConnectionStringBuilder { DataSource = _path }.ToString();

    public static DatabaseFile NewTemporary() => new(Path.Combine(Path.GetTempPath(), $"aftersales-benchmark-{Guid.NewGuid():N}.db"));

    /// <summary>A connection with the product's durability.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        connection.Execute("PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000;");
        return connection;
    }

    /// <summary>The size of the file once everything in the write-ahead log has moved into it.</summary>
    public long Bytes()
    {
        using (var connection = Open())
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return new FileInfo(_path).Length;
    }

    public IReadOnlyDictionary<string, long> RowCounts()
    {
        using var connection = Open();
        return connection.Tables().ToDictionary(table => table, table => connection.Query($"SELECT COUNT(*) FROM \"{table}\"", row => row.GetInt64(0))[0]);
    }

    public void Dispose()
    {
        foreach (var file in (string[])[_path, _path + "-wal", _path + "-shm"])
            File.Delete(file);
    }
}
