using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace AfterSales.Testing;

/// <summary>Where a product under test keeps its data: a SQLite file, or a database of its own on a SQL Server.</summary>
internal sealed class TestDatabase
{
    private readonly string _provider, _connectionString;
    private bool _isTemporary;

    private TestDatabase(string provider, string connectionString) => (_provider, _connectionString) = (provider, connectionString);

    /// <summary>The connection string of a SQL Server that tests may make databases on; null: there is none here.</summary>
    public static string? SqlServerForTests => Environment.GetEnvironmentVariable("AFTERSALES_TEST_SQLSERVER") is { Length: > 0 } given ? given : null;

    /// <summary>Null unless it is a file.</summary>
    public string? Path { get; private init; }

    /// <summary>Migrated already.</summary>
    public bool IsReady { get; private init; }

    public bool IsServer => Path is null;

    public IEnumerable<KeyValuePair<string, string?>> Settings =>
        [KeyValuePair.Create("Database:Provider", (string?)_provider), KeyValuePair.Create("ConnectionStrings:AfterSales", (string?)_connectionString)];

    /// <summary>A file that stays.</summary>
    public static TestDatabase File(string path) => new("Sqlite", Connect(path)) { Path = path };

    /// <summary>A file that stays and that another process has made ready.</summary>
    public static TestDatabase Ready(string path) => new("Sqlite", Connect(path)) { Path = path, IsReady = true };

    /// <summary>A temporary file.</summary>
    public static TestDatabase CopyOf(string template)
    {
        var path = NewPath();
        System.IO.File.Copy(template, path);
        return new TestDatabase("Sqlite", Connect(path)) { Path = path, IsReady = true, _isTemporary = true };
    }

    public static TestDatabase OnSqlServer(string server) =>
        new("SqlServer", new SqlConnectionStringBuilder(server) { InitialCatalog = $"AfterSalesTest_{Guid.NewGuid():N}" }.ToString());

    public static string NewPath() => System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"aftersales-{Guid.NewGuid():N}.db");

    /// <summary>Lets go of the file, so that it stands alone without its log, and deletes it if it was temporary.</summary>
    public void Delete()
    {
        if (Path is null)
            return;
        using (var connection = new SqliteConnection(_connectionString))
            SqliteConnection.ClearPool(connection);
        if (_isTemporary)
            DeleteFiles(Path);
    }

    public static void DeleteFiles(string path)
    {
        foreach (var file in (string[])[path, path + "-wal", path + "-shm", path + ".lock"])
            System.IO.File.Delete(file);
    }

    private static string Connect(string path) => new SqliteConnectionStringBuilder { DataSource = path }.ToString();
}
