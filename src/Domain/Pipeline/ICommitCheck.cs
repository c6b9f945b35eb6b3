namespace AfterSales.Domain.Pipeline;

/// <summary>A rule that must hold of what is about to be committed, by whatever commands it came about. Runs once for each transaction.</summary>
public interface ICommitCheck
{
    /// <exception cref="RuleViolationException">The rule is broken; nothing is committed.</exception>
    Task CheckAsync(CancellationToken cancellationToken);
}
