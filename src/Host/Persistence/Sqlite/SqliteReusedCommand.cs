using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>Stands for a compiled command of a cache while EF Core uses it; disposing gives it back.</summary>
internal sealed class SqliteReusedCommand(SqliteStatementCache cache) : DbCommand
{
    private SqliteCommand? _command;

    [AllowNull]
    public override string CommandText
    {
        get => _command?.CommandText ?? "";
        set
        {
            Return();
            _command = cache.Take(value ?? "");
        }
    }

    public override int CommandTimeout { get => Command.CommandTimeout; set => Command.CommandTimeout = value; }

    public override CommandType CommandType { get => CommandType.Text; set => Command.CommandType = value; }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get => Command.Connection; set => Command.Connection = (SqliteConnection?)value; }

    protected override DbParameterCollection DbParameterCollection => Command.Parameters;

    protected override DbTransaction? DbTransaction { get => Command.Transaction; set => Command.Transaction = (SqliteTransaction?)value; }

    private SqliteCommand Command => _command ?? throw new InvalidOperationException("The text of the command comes first.");

    public override void Cancel() => Command.Cancel();

    public override void Prepare() => Prepared();

    public override int ExecuteNonQuery() => Prepared().ExecuteNonQuery();

    public override object? ExecuteScalar() => Prepared().ExecuteScalar();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Prepared().ExecuteReader(behavior);

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Return();
        base.Dispose(disposing);
    }

    // Left to itself a command compiles its text statement by statement while it runs, and keeps them only if it came to the last one.
    private SqliteCommand Prepared()
    {
        if (SqliteStatementCache.IsReusable(Command.CommandText))
            Command.Prepare();
        return Command;
    }

    private void Return()
    {
        if (_command is { } used)
            cache.Return(used);
        _command = null;
    }
}
