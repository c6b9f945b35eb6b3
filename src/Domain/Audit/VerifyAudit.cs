using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Audit;

/// <summary>Recomputes every hash of one chain, or of all, and names the first record of each chain that does not fit.</summary>
[Allow(Roles.Auditor, Roles.Administrator, Roles.System)]
public sealed record VerifyAudit(string? Chain = null) : IQuery<AuditVerification>;

/// <param name="Breaks">Empty when nothing was altered, deleted or reordered.</param>
public sealed record AuditVerification(int Chains, int Records, IReadOnlyList<AuditBreak> Breaks)
{
    public bool IsIntact => Breaks.Count == 0;
}

/// <param name="Sequence">The first record that does not fit.</param>
public sealed record AuditBreak(string Chain, int Sequence, string Finding);

internal sealed class VerifyAuditHandler(AfterSalesDbContext db, IEnumerable<IAuditEvidence> evidence) : IRequestHandler<VerifyAudit, AuditVerification>
{
    public async Task<AuditVerification> Handle(VerifyAudit request, CancellationToken cancellationToken)
    {
        var heads = await db.Set<AuditChain>().AsNoTracking().Where(c => request.Chain == null || c.Chain == request.Chain).ToDictionaryAsync(c => c.Chain, cancellationToken);
        var records = db.Set<AuditRecord>().AsNoTracking().Where(r => request.Chain == null || r.Chain == request.Chain).OrderBy(r => r.Chain).ThenBy(r => r.Sequence);

        var pieces = evidence.ToArray();
        var chains = heads.Count;
        var breaks = new List<AuditBreak>();
        var count = 0;
        string? chain = null;
        var length = 0;
        var hash = new byte[32];
        await foreach (var record in records.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            count++;
            foreach (var piece in pieces)
                piece.Collect(record);
            if (record.Chain != chain)
            {
                Close();
                (chain, length, hash) = (record.Chain, 0, new byte[32]);
            }

            length++;
            if (breaks.Count > 0 && breaks[^1].Chain == chain)
                continue;
            if (record.Sequence != length)
                breaks.Add(new AuditBreak(chain, length, $"Record {length} is missing."));
            else if (!record.ComputeHash(hash).AsSpan().SequenceEqual(record.Hash))
                breaks.Add(new AuditBreak(chain, length, $"Record {length} was altered."));
            hash = record.Hash;
        }

        Close();
        breaks.AddRange(heads.Values.Where(h => h.Length > 0).Select(h => new AuditBreak(h.Chain, 1, "Every record is missing.")));
        foreach (var piece in pieces)
            await foreach (var found in piece.CheckAsync(request.Chain, cancellationToken))
                breaks.Add(found);
        return new AuditVerification(chains, count, breaks);

        void Close()
        {
            if (chain is null)
                return;
            var known = heads.Remove(chain, out var head);
            if (breaks.Count > 0 && breaks[^1].Chain == chain)
                return;
            if (!known)
                breaks.Add(new AuditBreak(chain, 1, "The chain has records but no head."));
            else if (head!.Length != length || !head.Hash.AsSpan().SequenceEqual(hash))
                breaks.Add(new AuditBreak(chain, length + 1, $"The chain ends at record {length}; its head says {head.Length}."));
        }
    }
}
