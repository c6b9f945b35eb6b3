using AfterSales.Testing;
using Microsoft.Data.Sqlite;

namespace AfterSales.Domain.Tests;

/// <summary>Every row of every table, to see that a refused command leaves the database as it was.</summary>
internal static class DatabaseImage
{
    public static async Task<IReadOnlyList<string>> TakeAsync(TestProduct product)
    {
        await using var connection = new SqliteConnection($"Data Source={product.DatabasePath};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        var rows = new List<string>();
        foreach (var table in await ReadAsync(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"))
            rows.AddRange((await ReadAsync(connection, $"SELECT * FROM \"{table}\"")).Select(row => $"{table}: {row}").Order(StringComparer.Ordinal));
        return rows;
    }

    /// <summary>Runs SQL that goes behind the product's back.</summary>
    public static async Task TamperAsync(TestProduct product, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={product.DatabasePath};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA foreign_keys = OFF; " + sql;
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }

    private static async Task<List<string>> ReadAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : reader.GetValue(i).ToString())));
        return rows;
    }
}
