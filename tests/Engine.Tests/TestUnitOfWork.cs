using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Tests;

/// <summary>The contract of <see cref="IWorkflowUnitOfWork"/> at its plainest.</summary>
public sealed class TestUnitOfWork(DbContext db, BurstFaults faults, Interference interference, TestWorld world) : IWorkflowUnitOfWork
{
    private const int MaxAttempts = 30;

    public async Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        faults.Begin();
        for (var attempt = 1; ; attempt++)
        {
            db.ChangeTracker.Clear();
            try
            {
                var result = await work(cancellationToken);
                world.BeforeSave();
                await interference.BeforeSaveAsync(attempt);
                await db.SaveChangesAsync(cancellationToken);
                faults.Committed();
                return result;
            }
            catch (ActivityFaultException fault) when (attempt < MaxAttempts)
            {
                faults.Record(fault);
            }
            catch (DbUpdateException) when (attempt < MaxAttempts)
            {
                faults.BeginAttempt();
            }
        }
    }
}

/// <summary>Lets a test do something between a burst and its commit.</summary>
public sealed class Interference
{
    public Func<int, Task> BeforeSaveAsync { get; set; } = _ => Task.CompletedTask;
}
