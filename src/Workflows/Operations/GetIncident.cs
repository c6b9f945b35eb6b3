using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Cases;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Operations;

/// <summary>An incident with all an operator decides by. Null when there is none of that id.</summary>
[Allow(Roles.Administrator, Roles.Auditor)]
public sealed record GetIncident(Guid Id) : IQuery<IncidentDetails?>;

/// <param name="Outcomes">The outcomes the activity can be let to leave by; empty where only running it would tell, so that any may be named.</param>
/// <param name="Variables">The workflow's variables as they are now; none of a confidential case to who does not handle it (PRC-39).</param>
public sealed record IncidentDetails(
    IncidentSummary Summary, string ActivityName, string DefinitionName, int DefinitionVersion, string? StackTrace, IReadOnlyList<string> Outcomes, JsonObject Variables);

internal sealed class GetIncidentHandler(AfterSalesDbContext db, WorkflowReader reader, KnownCases known) : IRequestHandler<GetIncident, IncidentDetails?>
{
    public async Task<IncidentDetails?> Handle(GetIncident request, CancellationToken cancellationToken)
    {
        var found = await (
            from incident in db.Set<WorkflowIncident>().AsNoTracking()
            join instance in db.Set<WorkflowInstance>() on incident.InstanceId equals instance.Id
            where incident.Id == request.Id
            select new { incident, instance.CorrelationId, instance.PausedAt, instance.DefinitionVersion }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;

        var i = found.incident;
        var summary = new IncidentSummary(
            i.Id, i.InstanceId, found.CorrelationId, i.DefinitionId, i.ActivityId, i.ActivityType, i.ExceptionType, i.Message, i.Attempt, i.OccurredAt, i.NextRetryAt, i.ResolvedAt, i.Resolution,
            i.ResolvedBy, i.Reason, found.PausedAt is not null);
        var position = await reader.FindAsync(i.InstanceId, cancellationToken);
        var node = await reader.ActivityAsync(i.InstanceId, i.ActivityId, cancellationToken);
        var names = await db.DefinitionNamesAsync([i.DefinitionId], cancellationToken);
        var hidden = await HiddenCases.AmongAsync(known, [found.CorrelationId], cancellationToken);
        return new IncidentDetails(
            summary.ShownTo(hidden), node?.DisplayText ?? i.ActivityId, names.GetValueOrDefault(i.DefinitionId, i.DefinitionId), found.DefinitionVersion, i.StackTrace is null ? null : hidden.Shown(i.StackTrace, found.CorrelationId),
            node?.OutcomesToChoose() ?? [], hidden.Has(found.CorrelationId) ? [] : position?.Variables ?? []);
    }
}
