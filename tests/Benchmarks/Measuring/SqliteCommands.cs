using Microsoft.Data.Sqlite;

namespace AfterSales.Benchmarks.Measuring;

/// <summary>Plain SQL.</summary>
internal static class SqliteCommands
{
    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static List<T> Query<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The product's tables; those that are referred to come before those that refer to them.</summary>
    public static List<string> Tables(this SqliteConnection connection)
    {
        var names = connection.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\'", row => row.GetString(0));
        var references = names.ToDictionary(name => name, name => connection.Query($"SELECT DISTINCT \"table\" FROM pragma_foreign_key_list('{name}')", row => row.GetString(0)));
        return [.. names.OrderBy(name => Depth(name, [])).ThenBy(name => name, StringComparer.Ordinal)];

        int Depth(string name, HashSet<string> path) =>
            path.Add(name) ? references[name].Where(other => !path.Contains(other)).Select(other => 1 + Depth(other, [.. path])).DefaultIfEmpty().Max() : 0;
    }
}
