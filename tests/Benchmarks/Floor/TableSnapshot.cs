using AfterSales.Benchmarks.Measuring;
using Microsoft.Data.Sqlite;

namespace AfterSales.Benchmarks.Floor;

/// <summary>The rows of one table at one moment, and how they become those of another.</summary>
internal sealed class TableSnapshot
{
    private readonly string _table;
    private readonly List<(string Name, bool IsKey)> _columns;
    private readonly Dictionary<string, object[]> _rows;

    private TableSnapshot(SqliteConnection connection, string table)
    {
        _table = table;
        _columns = connection.Query($"SELECT name, pk FROM pragma_table_info('{table}')", row => (row.GetString(0), row.GetInt32(1) > 0));
        _rows = connection.Query($"SELECT * FROM \"{table}\"", Values).ToDictionary(KeyText);
    }

    public static TableSnapshot[] All(DatabaseFile database)
    {
        using var connection = database.Open();
        return [.. connection.Tables().Select(table => new TableSnapshot(connection, table))];
    }

    public IEnumerable<RowChange> Deletes(TableSnapshot later) =>
        _rows.Where(row => !later._rows.ContainsKey(row.Key)).Select(row => new RowChange($"DELETE FROM \"{_table}\" WHERE {Where(0)}", Keys(row.Value)));

    public IEnumerable<RowChange> Inserts(TableSnapshot later) =>
        later.NewRows(this).Select(row => new RowChange($"INSERT INTO \"{_table}\" VALUES ({string.Join(", ", row.Select((_, index) => $"${index}"))})", row));

    /// <summary>Only the columns that changed, as EF Core does.</summary>
    public IEnumerable<RowChange> Updates(TableSnapshot later)
    {
        foreach (var (key, before) in _rows)
        {
            if (!later._rows.TryGetValue(key, out var after))
                continue;
            int[] changed = [.. Enumerable.Range(0, before.Length).Where(index => !Same(before[index], after[index]))];
            if (changed.Length is 0)
                continue;
            var set = string.Join(", ", changed.Select((column, index) => $"\"{_columns[column].Name}\" = ${index}"));
            yield return new RowChange($"UPDATE \"{_table}\" SET {set} WHERE {Where(changed.Length)}", [.. changed.Select(column => after[column]), .. Keys(after)]);
        }
    }

    /// <summary>The ids of rows that are new in the later one.</summary>
    public IEnumerable<Guid> NewIds(TableSnapshot later) =>
        later.NewRows(this).Select(Keys).Where(keys => keys is [byte[] { Length: 16 }]).Select(keys => new Guid((byte[])keys[0], true));

    private IEnumerable<object[]> NewRows(TableSnapshot earlier) => _rows.Where(row => !earlier._rows.ContainsKey(row.Key)).Select(row => row.Value);

    private static object[] Values(SqliteDataReader reader)
    {
        var values = new object[reader.FieldCount];
        reader.GetValues(values);
        return values;
    }

    private object[] Keys(object[] row) => [.. row.Where((_, index) => _columns[index].IsKey)];

    private string KeyText(object[] row) => string.Join('|', Keys(row).Select(key => key is byte[] bytes ? Convert.ToHexString(bytes) : key));

    private string Where(int first) => string.Join(" AND ", _columns.Where(column => column.IsKey).Select((column, index) => $"\"{column.Name}\" = ${first + index}"));

    private static bool Same(object a, object b) => a is byte[] left && b is byte[] right ? left.AsSpan().SequenceEqual(right) : a.Equals(b);
}
