using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Audit;

/// <summary>The audit records of a case, oldest first. Null when there is no such case, or the reader may not know of it (PRC-39).</summary>
[Allow(Roles.SignedIn)]
public sealed record GetCaseHistory(CaseNumber Number) : IQuery<IReadOnlyList<CaseHistoryEntry>?>;

/// <param name="Changes">Subject → field → [before, after].</param>
/// <param name="Hash">Hexadecimal SHA-256 of the record.</param>
public sealed record CaseHistoryEntry(
    int Sequence, DateTimeOffset At, string Actor, string Action, string? Reason, JsonElement Changes, string? InstanceId, string? ActivityId, string? DefinitionId,
    int? DefinitionVersion, string Hash);

internal sealed class GetCaseHistoryHandler(AfterSalesDbContext db, KnownCases known) : IRequestHandler<GetCaseHistory, IReadOnlyList<CaseHistoryEntry>?>
{
    public async Task<IReadOnlyList<CaseHistoryEntry>?> Handle(GetCaseHistory request, CancellationToken cancellationToken)
    {
        if (await known.IsHiddenAsync(request.Number, cancellationToken))
            return null;
        var chain = request.Number.Value;
        var records = await db.Set<AuditRecord>().AsNoTracking().Where(r => r.Chain == chain).OrderBy(r => r.Sequence).ToListAsync(cancellationToken);
        return records.Count == 0
            ? null
            : records.ConvertAll(r => new CaseHistoryEntry(
                r.Sequence, r.At, r.ActorName, r.Action, r.Reason, JsonElement.Parse(r.Changes), r.InstanceId, r.ActivityId, r.DefinitionId, r.DefinitionVersion,
                Convert.ToHexStringLower(r.Hash)));
    }
}
