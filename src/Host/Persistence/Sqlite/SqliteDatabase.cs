using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>
/// Where a context's changes go. Rows that are whole by themselves, which are nearly all, go to <see cref="SqliteWriter"/> and share a commit with others that wait; the rest
/// is EF Core's own work, in turn. Within a transaction of the caller's everything is EF Core's, since nobody else may share that.
/// </summary>
internal sealed class SqliteDatabase(
    DatabaseDependencies dependencies, RelationalDatabaseDependencies relational, ICurrentDbContext current,
    IRelationalCommandDiagnosticsLogger commands, IDiagnosticsLogger<DbLoggerCategory.Database.Transaction> transactions)
    : RelationalDatabase(dependencies, relational)
{
    public override int SaveChanges(IList<IUpdateEntry> entries)
    {
        if (entries.Count is 0 || IsInTransaction)
            return base.SaveChanges(entries);

        var gate = current.Context.GetService<SqliteWriteGate>();
        gate.Enter();
        try
        {
            return base.SaveChanges(entries);
        }
        finally
        {
            gate.Leave();
        }
    }

    public override async Task<int> SaveChangesAsync(IList<IUpdateEntry> entries, CancellationToken cancellationToken = default)
    {
        if (entries.Count is 0 || IsInTransaction)
            return await base.SaveChangesAsync(entries, cancellationToken);

        if (RowTables.Of(current.Context.Model).TryWrite(entries) is { } rows)
        {
            var save = new PendingSave(rows, new SaveLog(current.Context, RelationalDependencies.Connection, commands, transactions));
            await current.Context.GetService<SqliteWriter>().WriteAsync(save, cancellationToken);
            return rows.Count;
        }

        var gate = current.Context.GetService<SqliteWriteGate>();
        await gate.EnterAsync(cancellationToken);
        try
        {
            return await base.SaveChangesAsync(entries, cancellationToken);
        }
        finally
        {
            gate.Leave();
        }
    }

    private bool IsInTransaction => RelationalDependencies.Connection.CurrentTransaction is not null;
}
