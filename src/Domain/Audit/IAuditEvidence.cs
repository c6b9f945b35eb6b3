namespace AfterSales.Domain.Audit;

/// <summary>Something outside the record whose hash the record carries, checked whenever the record is verified. Scoped: it sees one verification.</summary>
public interface IAuditEvidence
{
    /// <summary>Called with each record of the chains that are verified.</summary>
    void Collect(AuditRecord record);

    /// <summary>Called after the last record: what does not agree with them.</summary>
    /// <param name="chain">The one chain that is verified; null: all.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    IAsyncEnumerable<AuditBreak> CheckAsync(string? chain, CancellationToken cancellationToken);
}
