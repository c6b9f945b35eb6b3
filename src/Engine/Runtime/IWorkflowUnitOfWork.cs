namespace AfterSales.Engine.Runtime;

/// <summary>
/// Runs work and saves once. On a concurrency conflict or unique violation it clears the tracker, calls <see cref="BurstFaults.BeginAttempt"/> and runs the work again
/// (bounded, with jitter); on an <see cref="ActivityFaultException"/> it clears the tracker, calls <see cref="BurstFaults.Record"/> and runs it again.
/// It calls <see cref="BurstFaults.Begin"/> first and <see cref="BurstFaults.Committed"/> after the save. Scoped.
/// </summary>
public interface IWorkflowUnitOfWork
{
    Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken);
}
