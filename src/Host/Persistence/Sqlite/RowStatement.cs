using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>The SQL that inserts, changes or deletes one row of a table, the same object for the same columns.</summary>
internal sealed class RowStatement(string text, IReadOnlyList<RelationalTypeMapping> parameters)
{
    public string Text { get; } = text;

    public static string Parameter(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");

    /// <summary>A command for the connection, with parameters as EF Core would make them.</summary>
    public SqliteCommand Prepare(SqliteConnection connection)
    {
        var command = new SqliteCommand(Text, connection);
        for (var index = 0; index < parameters.Count; index++)
            command.Parameters.Add(parameters[index].CreateParameter(command, Parameter(index), null));
        command.Prepare();
        return command;
    }
}

/// <summary>One row to insert, change or delete.</summary>
/// <param name="Values">One for each parameter, as the database stores it; <see cref="DBNull"/> for null.</param>
internal sealed record RowWrite(RowStatement Statement, object[] Values, IUpdateEntry Entry);
