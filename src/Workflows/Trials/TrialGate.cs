using AfterSales.Domain.Pipeline;

namespace AfterSales.Workflows.Trials;

/// <summary>Lets few trials run at a time: each takes a processor for itself, and people's work goes first.</summary>
internal sealed class TrialGate : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Waits for a turn; it ends when what is returned is disposed.</summary>
    /// <exception cref="RuleViolationException">Others take too long.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken) =>
        await _turns.WaitAsync(Patience, cancellationToken) ? new Turn(_turns) : throw new RuleViolationException("trial.busy", "Other trials are running; try again in a minute.");

    public void Dispose() => _turns.Dispose();

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
