using System.Text.Json;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Definitions;

/// <summary>The audit records of a definition, newest first, a page at a time: edits with their difference, publications, trials and migrations.</summary>
/// <param name="Before">Only records with a lower number.</param>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record GetDefinitionHistory(string DefinitionId, int? Before = null, int Limit = 30) : IQuery<IReadOnlyList<CaseHistoryEntry>>
{
    public const int MaxLimit = 200;
}

internal sealed class GetDefinitionHistoryHandler(AfterSalesDbContext db) : IRequestHandler<GetDefinitionHistory, IReadOnlyList<CaseHistoryEntry>>
{
    public async Task<IReadOnlyList<CaseHistoryEntry>> Handle(GetDefinitionHistory request, CancellationToken cancellationToken)
    {
        var chain = DefinitionDesk.ChainOf(request.DefinitionId);
        var records = await db.Set<AuditRecord>().AsNoTracking().Where(r => r.Chain == chain && (request.Before == null || r.Sequence < request.Before))
            .OrderByDescending(r => r.Sequence).Take(Math.Clamp(request.Limit, 1, GetDefinitionHistory.MaxLimit)).ToListAsync(cancellationToken);
        return records.ConvertAll(r => new CaseHistoryEntry(
            r.Sequence, r.At, r.ActorName, r.Action, r.Reason, JsonElement.Parse(r.Changes), r.InstanceId, r.ActivityId, r.DefinitionId, r.DefinitionVersion, Convert.ToHexStringLower(r.Hash)));
    }
}
