using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>What one context wants saved, from the moment it queues until it is answered.</summary>
internal sealed class PendingSave(IReadOnlyList<RowWrite> rows, SaveLog log)
{
    private const int Waiting = 0, Taken = 1, Cancelled = 2;

    // True: this one leads the next group. False: it is done, for better or worse.
    private readonly TaskCompletionSource<bool> _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    public IReadOnlyList<RowWrite> Rows { get; } = rows;

    public SaveLog Log { get; } = log;

    /// <summary>Why it was not saved.</summary>
    public Exception? Failure { get; private set; }

    public Task<bool> Turn => _turn.Task;

    /// <summary>False when its caller has given up.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) is Waiting;

    /// <summary>The caller gives up; too late once it is taken.</summary>
    public void Cancel()
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) is not Waiting)
            return;
        Failure = new OperationCanceledException("The caller gave up before its turn came.");
        _turn.TrySetResult(false);
    }

    /// <summary>False when its caller has given up.</summary>
    public bool TryLead() => _turn.TrySetResult(true);

    public void Answer() => _turn.TrySetResult(false);

    /// <summary>Notes the first failure, as EF Core would show it.</summary>
    public void Fail(Exception cause) => Failure ??= cause switch
    {
        DbUpdateException or OperationCanceledException => cause,
        _ => new DbUpdateException("The changes could not be saved; see the inner exception.", cause, [.. Rows.Select(row => row.Entry)]),
    };
}
