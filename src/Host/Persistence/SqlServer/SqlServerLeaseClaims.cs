using AfterSales.Engine.Outbox;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Persistence.SqlServer;

/// <summary>
/// Claims in one statement: rows that another worker is just claiming are stepped over instead of waited for, so any number of nodes share the work.
/// READPAST takes locking reads; under READ_COMMITTED_SNAPSHOT, which installations should set, the hints UPDLOCK and ROWLOCK ask for them (docs/operations).
/// </summary>
internal sealed class SqlServerLeaseClaims : ILeaseClaims
{
    private const string IsFree = "[DueAt] <= {1} AND ([LeaseUntil] IS NULL OR [LeaseUntil] <= {1})";

    public async Task<IReadOnlyList<Guid>> ClaimAsync(
        DbContext db, LeaseTable table, DateTimeOffset now, string owner, DateTimeOffset until, int count, CancellationToken cancellationToken)
    {
        var (name, condition) = table is LeaseTable.Timers
            ? (TableOf<WorkflowTimer>(db), "[PausedAt] IS NULL AND [DeadAt] IS NULL AND " + IsFree)
            : (TableOf<OutboxMessage>(db), "[SentAt] IS NULL AND [DeadAt] IS NULL AND " + IsFree);
        var sql = $$"""
            UPDATE {{name}} SET [LeaseOwner] = {2}, [LeaseUntil] = {3}
            OUTPUT inserted.[Id] AS [Value]
            WHERE [Id] IN (SELECT TOP({0}) [Id] FROM {{name}} WITH (UPDLOCK, READPAST, ROWLOCK) WHERE {{condition}} ORDER BY [DueAt])
            """;
        // The column's own form: 16 bytes, most significant first, and UTC without an offset.
        var ids = await db.Database.SqlQueryRaw<byte[]>(sql, count, now.UtcDateTime, owner, until.UtcDateTime).ToListAsync(cancellationToken);
        return ids.ConvertAll(id => new Guid(id, bigEndian: true));
    }

    private static string TableOf<T>(DbContext db)
    {
        var entity = db.Model.FindEntityType(typeof(T))!;
        return $"[{entity.GetSchema()}].[{entity.GetTableName()}]";
    }
}
