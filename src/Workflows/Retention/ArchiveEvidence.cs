using System.Runtime.CompilerServices;
using System.Text.Json;
using AfterSales.Domain;
using AfterSales.Domain.Audit;
using AfterSales.Engine.Archive;
using AfterSales.Workflows.Operations;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Retention;

/// <summary>Proves that every archive is what was packed: its content has its hash, and the record of the archiving has the same. An archive that is gone, or was slipped in, shows as well.</summary>
internal sealed class ArchiveEvidence(AfterSalesDbContext db) : IAuditEvidence
{
    private const string Prefix = "archive/";
    private readonly Dictionary<Guid, (string Chain, int Sequence, string Hash)> _recorded = [];

    /// <summary>What the record calls the archive of an instance.</summary>
    public static string Subject(Guid instanceId) => $"{Prefix}{instanceId:N}";

    public void Collect(AuditRecord record)
    {
        if (record.Action is not nameof(ArchiveInstance))
            return;
        using var changes = JsonDocument.Parse(record.Changes);
        foreach (var change in changes.RootElement.EnumerateObject())
            if (change.Name.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(change.Name[Prefix.Length..], "N", out var id) && change.Value.ValueKind is JsonValueKind.String)
                _recorded[id] = (record.Chain, record.Sequence, change.Value.GetString()!);
    }

    public async IAsyncEnumerable<AuditBreak> CheckAsync(string? chain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var archive in db.Set<WorkflowArchive>().AsNoTracking().OrderBy(a => a.InstanceId).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var archiveChain = OperatorDesk.ChainOf(archive.CorrelationId);
            if (!_recorded.Remove(archive.InstanceId, out var recorded))
            {
                if (chain is null || chain == archiveChain)
                    yield return new AuditBreak(archiveChain, 0, $"No record tells of the archive of instance {archive.InstanceId:N}.");
            }
            else if (recorded.Hash != Convert.ToHexStringLower(archive.Hash) || !ArchivedContent.IsIntact(archive))
                yield return new AuditBreak(recorded.Chain, recorded.Sequence, $"The archive of instance {archive.InstanceId:N} was altered.");
        }

        foreach (var (id, recorded) in _recorded)
            yield return new AuditBreak(recorded.Chain, recorded.Sequence, $"The archive of instance {id:N} is missing.");
    }
}
