using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>The writer's connection and its compiled statements.</summary>
internal sealed class SqliteWriterConnection(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<RowStatement, SqliteCommand> _rows = [];
    private readonly Dictionary<string, SqliteCommand> _savepoints = [];
    private SqliteTransaction? _transaction;

    /// <summary>Begins the transaction that the next saves are written in. It holds SQLite's lock for writers from the beginning.</summary>
    public SqliteTransaction Begin() => _transaction = connection.BeginTransaction();

    /// <summary>Writes a save, or notes why it cannot be and leaves the transaction as it was before.</summary>
    /// <param name="isAlone">Nothing else is in the transaction, which then can be taken back as a whole.</param>
    public async Task WriteAsync(PendingSave save, bool isAlone)
    {
        if (!isAlone)
            Run("SAVEPOINT save");
        try
        {
            foreach (var row in save.Rows)
                await WriteAsync(row, save.Log);
        }
        catch (Exception exception)
        {
            save.Fail(exception);
            if (!isAlone)
                Run("ROLLBACK TO save");
        }

        if (!isAlone)
            Run("RELEASE save");
    }

    public void Dispose()
    {
        foreach (var command in _rows.Values.Concat(_savepoints.Values))
            command.Dispose();
        connection.Dispose();
    }

    private async Task WriteAsync(RowWrite row, SaveLog log)
    {
        if (!_rows.TryGetValue(row.Statement, out var command))
            _rows[row.Statement] = command = row.Statement.Prepare(connection);
        command.Transaction = _transaction;
        for (var index = 0; index < row.Values.Length; index++)
            command.Parameters[index].Value = row.Values[index];
        if (await log.RunAsync(command) is not 1)
            throw new DbUpdateConcurrencyException($"The row was changed or deleted by somebody else: {row.Statement.Text}", [row.Entry]);
    }

    private void Run(string text)
    {
        if (!_savepoints.TryGetValue(text, out var command))
            _savepoints[text] = command = new SqliteCommand(text, connection);
        command.Transaction = _transaction;
        command.ExecuteNonQuery();
    }
}
