using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>Has EF Core's commands run statements that their connection has compiled before. For the short statements of this product compiling takes longer than running.</summary>
internal sealed class SqliteStatements : DbCommandInterceptor
{
    private readonly ConditionalWeakTable<SqliteConnection, SqliteStatementCache> _caches = [];

    public override InterceptionResult<DbCommand> CommandCreating(CommandCorrelatedEventData eventData, InterceptionResult<DbCommand> result) =>
        eventData.Connection is SqliteConnection connection
            ? InterceptionResult<DbCommand>.SuppressWithResult(new SqliteReusedCommand(_caches.GetValue(connection, made => new SqliteStatementCache(made))))
            : result;
}

/// <summary>The compiled statements of one connection, by their text. Like the connection, for one user at a time.</summary>
internal sealed class SqliteStatementCache(SqliteConnection connection)
{
    private const int Capacity = 300;
    private readonly Dictionary<string, SqliteCommand> _free = [];

    /// <summary>A command for the text that nobody else uses. Give it back by <see cref="Return"/>.</summary>
    public SqliteCommand Take(string text)
    {
        if (_free.Remove(text, out var known))
            return known;
        return new SqliteCommand(text, connection);
    }

    public void Return(SqliteCommand command)
    {
        command.Parameters.Clear();
        command.Transaction = null;
        if (_free.Count == Capacity)
            Clear();
        if (!IsReusable(command.CommandText) || !_free.TryAdd(command.CommandText, command))
            command.Dispose();
    }

    // Compiling all statements of a text at once is possible only where none depends on what another one does, so texts of several are left as they are.
    public static bool IsReusable(string text) =>
        text.AsSpan().TrimEnd().TrimEnd(';').IndexOf(';') < 0
        && (text.StartsWith("SELECT", StringComparison.Ordinal) || text.StartsWith("INSERT", StringComparison.Ordinal)
            || text.StartsWith("UPDATE", StringComparison.Ordinal) || text.StartsWith("DELETE", StringComparison.Ordinal));

    private void Clear()
    {
        foreach (var command in _free.Values)
            command.Dispose();
        _free.Clear();
    }
}
