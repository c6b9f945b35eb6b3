using System.Globalization;
using AfterSales.Benchmarks.Measuring;
using Microsoft.Data.Sqlite;

namespace AfterSales.Benchmarks.Floor;

/// <summary>One caller's open connection with the script's statements prepared.</summary>
internal sealed class FloorConnection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand[][] _steps;

    public FloorConnection(DatabaseFile database, FloorScript script, string? settings = null)
    {
        _connection = database.Open();
        if (settings is not null)
            _connection.Execute(settings);
        _steps = [.. script.Steps.Select(step => step.Select(Prepare).ToArray())];
    }

    public void Write(int step, object[][] values) => WriteAll(step, [values]);

    /// <summary>The step for several instances in one transaction.</summary>
    public void WriteAll(int step, IEnumerable<object[][]> instances)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var values in instances)
            for (var index = 0; index < values.Length; index++)
                Execute(_steps[step][index], transaction, values[index]);
        transaction.Commit();
    }

    public void Dispose()
    {
        foreach (var command in _steps.SelectMany(step => step))
            command.Dispose();
        _connection.Dispose();
    }

    private static void Execute(SqliteCommand command, SqliteTransaction transaction, object[] values)
    {
        command.Transaction = transaction;
        for (var parameter = 0; parameter < values.Length; parameter++)
            command.Parameters[parameter].Value = values[parameter];
        if (command.ExecuteNonQuery() is not 1)
            throw new InvalidOperationException($"The floor's statement met no row: {command.CommandText}");
    }

    private SqliteCommand Prepare(RowChange change)
    {
        var command = _connection.CreateCommand();
        command.CommandText = change.Sql;
        for (var parameter = 0; parameter < change.Values.Count; parameter++)
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${parameter}"), change.Values[parameter]);
        command.Prepare();
        return command;
    }
}
