using AfterSales.Engine.Outbox;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Timers;

/// <summary>The tables whose rows are claimed by workers.</summary>
public enum LeaseTable { Timers, Outbox }

/// <summary>Claims due rows for one worker. The default works on every provider; a provider's own statement may take its place.</summary>
public interface ILeaseClaims
{
    Task<IReadOnlyList<Guid>> ClaimAsync(DbContext db, LeaseTable table, DateTimeOffset now, string owner, DateTimeOffset until, int count, CancellationToken cancellationToken);
}

/// <summary>Reads candidates, then claims those that are still free: of two workers reading the same rows, the second one's update finds none.</summary>
internal sealed class PortableLeaseClaims : ILeaseClaims
{
    public Task<IReadOnlyList<Guid>> ClaimAsync(DbContext db, LeaseTable table, DateTimeOffset now, string owner, DateTimeOffset until, int count, CancellationToken cancellationToken) =>
        table is LeaseTable.Timers
            ? ClaimTimersAsync(db, now, owner, until, count, cancellationToken)
            : ClaimMessagesAsync(db, now, owner, until, count, cancellationToken);

    private static async Task<IReadOnlyList<Guid>> ClaimTimersAsync(DbContext db, DateTimeOffset now, string owner, DateTimeOffset until, int count, CancellationToken cancellationToken)
    {
        var free = db.Set<WorkflowTimer>().Where(timer => timer.PausedAt == null && timer.DeadAt == null && timer.DueAt <= now && (timer.LeaseUntil == null || timer.LeaseUntil <= now));
        var ids = await free.OrderBy(timer => timer.DueAt).Select(timer => timer.Id).Take(count).ToListAsync(cancellationToken);
        if (ids.Count is 0)
            return [];
        var claimed = await free.Where(timer => ids.Contains(timer.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(timer => timer.LeaseOwner, owner).SetProperty(timer => timer.LeaseUntil, until), cancellationToken);
        return claimed == ids.Count ? ids : await db.Set<WorkflowTimer>().Where(timer => ids.Contains(timer.Id) && timer.LeaseOwner == owner).Select(timer => timer.Id).ToListAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<Guid>> ClaimMessagesAsync(DbContext db, DateTimeOffset now, string owner, DateTimeOffset until, int count, CancellationToken cancellationToken)
    {
        var free = db.Set<OutboxMessage>().Where(message => message.SentAt == null && message.DeadAt == null && message.DueAt <= now && (message.LeaseUntil == null || message.LeaseUntil <= now));
        var ids = await free.OrderBy(message => message.DueAt).Select(message => message.Id).Take(count).ToListAsync(cancellationToken);
        if (ids.Count is 0)
            return [];
        var claimed = await free.Where(message => ids.Contains(message.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(message => message.LeaseOwner, owner).SetProperty(message => message.LeaseUntil, until), cancellationToken);
        return claimed == ids.Count ? ids : await db.Set<OutboxMessage>().Where(message => ids.Contains(message.Id) && message.LeaseOwner == owner).Select(message => message.Id).ToListAsync(cancellationToken);
    }
}
