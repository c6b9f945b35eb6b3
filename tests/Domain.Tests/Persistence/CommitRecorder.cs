using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AfterSales.Domain.Tests.Persistence;

/// <summary>Notes the transaction of every save that was committed, and fails a commit on demand.</summary>
internal sealed class CommitRecorder : DbTransactionInterceptor, IDisposable
{
    private int _failNext;

    public ConcurrentBag<DbTransaction> Committed { get; } = [];

    public bool FailNext { set => _failNext = value ? 1 : 0; }

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _failNext, 0) is 1 ? throw new IOException("The disk is gone.") : ValueTask.FromResult(result);

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Committed.Add(transaction);
        return Task.CompletedTask;
    }

    public void Dispose() => Committed.Clear();
}
