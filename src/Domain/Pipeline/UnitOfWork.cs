using AfterSales.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AfterSales.Domain.Pipeline;

/// <summary>What a database says when a commit fails, told apart per provider.</summary>
public interface IDatabaseErrors
{
    /// <summary>Another commit was first: a unique index, a deadlock or a serialisation failure. The same work on fresh state may succeed.</summary>
    bool IsConflict(Exception exception);
}

/// <summary>Another layer that takes part in every unit of work and may ask for the same work to be run again from fresh state.</summary>
public interface IUnitOfWorkParticipant
{
    /// <summary>A unit of work begins.</summary>
    void Begin();

    /// <summary>The same work is about to run again.</summary>
    void BeginAttempt();

    /// <summary>What was done is committed.</summary>
    void Committed();

    /// <summary>True when the work should run again after this failure; what must be remembered for that run has been noted.</summary>
    bool WantsRerun(Exception exception);
}

/// <summary>
/// One transaction per outermost command: everything the handlers changed, the audit records and what a workflow burst left are committed by one save, or nothing is.
/// On a conflict the work is thrown away and run again from fresh state, so two people finishing parallel tasks of one case both succeed.
/// </summary>
public sealed partial class UnitOfWork(
    AfterSalesDbContext db, AuditTrail audit, IDatabaseErrors errors, IEnumerable<IUnitOfWorkParticipant> participants, IEnumerable<ICommitCheck> checks, TimeProvider clock, ILogger<UnitOfWork> log)
{
    /// <summary>Attempts before a conflict is shown to the caller. Every activity that faults in one command costs one as well.</summary>
    public const int MaxAttempts = 30;

    public bool IsRunning { get; private set; }

    /// <summary>Runs the work and commits; inside a running unit of work just runs it, for the outermost one commits.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (IsRunning)
            return await work(cancellationToken);

        IsRunning = true;
        // Changes are looked for when a record of them is due and at the save, not at every question asked of the tracker.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        foreach (var participant in participants)
            participant.Begin();
        try
        {
            // One connection for all the queries and the save: each opening sets the connection up again.
            await db.Database.OpenConnectionAsync(cancellationToken);
            return await RunWithRerunsAsync(work, cancellationToken);
        }
        finally
        {
            IsRunning = false;
            audit.Clear();
            db.ChangeTracker.Clear();
            db.ChangeTracker.AutoDetectChangesEnabled = true;
            await db.Database.CloseConnectionAsync();
        }
    }

    private async Task<T> RunWithRerunsAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await work(cancellationToken);
                foreach (var check in checks)
                    await check.CheckAsync(cancellationToken);
                await audit.WriteAsync(db, clock.GetUtcNow(), cancellationToken);
                db.ChangeTracker.DetectChanges();
                // The tracker is emptied after it, so it need not first be told that everything is as stored.
                await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken);
                foreach (var participant in participants)
                    participant.Committed();
                return result;
            }
            catch (Exception exception) when (attempt < MaxAttempts && ShouldRerun(exception))
            {
                LogRerun(attempt, exception.Message);
            }

            audit.Clear();
            db.ChangeTracker.Clear();
            foreach (var participant in participants)
                participant.BeginAttempt();
            // Jitter keeps two colliding callers from colliding again; the first rerun is at once, since the winner has already committed.
            if (attempt > 1)
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 1 << Math.Min(attempt, 6))), cancellationToken);
        }
    }

    private bool ShouldRerun(Exception exception) =>
        exception is DbUpdateConcurrencyException || errors.IsConflict(exception) || participants.Any(participant => participant.WantsRerun(exception));

    [LoggerMessage(Level = LogLevel.Debug, Message = "Attempt {Attempt} is run again: {Reason}")]
    private partial void LogRerun(int attempt, string reason);
}
