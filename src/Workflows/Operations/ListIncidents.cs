using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Cases;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Operations;

/// <summary>One page of incidents, oldest first.</summary>
/// <param name="OlderThan">Only those whose last fault is at least so long ago.</param>
/// <param name="Resolved">Those that are over instead of the open ones.</param>
/// <param name="After">The last id of the page before; null for the first page.</param>
/// <param name="Limit">1 to <see cref="MaxLimit"/>.</param>
[Allow(Roles.Administrator, Roles.Auditor)]
public sealed record ListIncidents(
    string? DefinitionId = null, string? ExceptionType = null, string? ActivityId = null, TimeSpan? OlderThan = null, bool Resolved = false, Guid? After = null, int Limit = 50)
    : IQuery<IncidentRows>
{
    public const int MaxLimit = 200;
}

/// <param name="Next">Pass as <c>after</c> for the next page; null on the last one.</param>
public sealed record IncidentRows(IReadOnlyList<IncidentSummary> Items, Guid? Next);

/// <param name="CorrelationId">The case, where the instance has one and the reader may know of it (PRC-39).</param>
/// <param name="NextRetryAt">When it is tried again by itself; null when it waits for a person.</param>
public sealed record IncidentSummary(
    Guid Id, Guid InstanceId, string? CorrelationId, string DefinitionId, string ActivityId, string ActivityType, string ExceptionType, string Message, int Attempt,
    DateTimeOffset OccurredAt, DateTimeOffset? NextRetryAt, DateTimeOffset? ResolvedAt, string? Resolution, string? ResolvedBy, string? Reason, bool IsPaused)
{
    /// <summary>Its case is one that the reader may not know of, so it is not theirs to act on (PRC-39).</summary>
    public bool IsConfidential { get; init; }

    internal IncidentSummary ShownTo(HiddenCases hidden) => hidden.Has(CorrelationId) ? this with { IsConfidential = true, CorrelationId = null, Message = hidden.Shown(Message, CorrelationId) } : this;
}

/// <summary>The open incidents by definition and exception, most numerous first.</summary>
[Allow(Roles.Administrator, Roles.Auditor)]
public sealed record CountIncidents : IQuery<IReadOnlyList<IncidentGroup>>;

/// <param name="Waiting">How many of them wait for a person.</param>
public sealed record IncidentGroup(string DefinitionId, string DefinitionName, string ExceptionType, int Count, int Waiting, DateTimeOffset OldestAt);

internal sealed class ListIncidentsValidator : AbstractValidator<ListIncidents>
{
    public ListIncidentsValidator() => RuleFor(r => r.Limit).InclusiveBetween(1, ListIncidents.MaxLimit);
}

internal sealed class ListIncidentsHandler(AfterSalesDbContext db, KnownCases known, TimeProvider clock) : IRequestHandler<ListIncidents, IncidentRows>
{
    public async Task<IncidentRows> Handle(ListIncidents request, CancellationToken cancellationToken)
    {
        var incidents = Filter(db.Set<WorkflowIncident>().AsNoTracking(), request);
        var rows = await (
            from incident in incidents.OrderBy(i => i.Id).Take(request.Limit + 1)
            join instance in db.Set<WorkflowInstance>() on incident.InstanceId equals instance.Id
            orderby incident.Id
            select new IncidentSummary(
                incident.Id, incident.InstanceId, instance.CorrelationId, incident.DefinitionId, incident.ActivityId, incident.ActivityType, incident.ExceptionType, incident.Message, incident.Attempt,
                incident.OccurredAt, incident.NextRetryAt, incident.ResolvedAt, incident.Resolution, incident.ResolvedBy, incident.Reason, instance.PausedAt != null)).ToListAsync(cancellationToken);
        var hidden = await HiddenCases.AmongAsync(known, rows.Select(row => row.CorrelationId), cancellationToken);
        rows = rows.ConvertAll(row => row.ShownTo(hidden));
        return rows.Count <= request.Limit ? new IncidentRows(rows, null) : new IncidentRows(rows[..request.Limit], rows[request.Limit - 1].Id);
    }

    private IQueryable<WorkflowIncident> Filter(IQueryable<WorkflowIncident> incidents, ListIncidents request)
    {
        incidents = request.Resolved ? incidents.Where(i => i.ResolvedAt != null) : incidents.Where(i => i.ResolvedAt == null);
        if (!string.IsNullOrEmpty(request.DefinitionId))
            incidents = incidents.Where(i => i.DefinitionId == request.DefinitionId);
        if (!string.IsNullOrEmpty(request.ExceptionType))
            incidents = incidents.Where(i => i.ExceptionType == request.ExceptionType);
        if (!string.IsNullOrEmpty(request.ActivityId))
            incidents = incidents.Where(i => i.ActivityId == request.ActivityId);
        if (request.OlderThan is { } age)
        {
            var before = clock.GetUtcNow() - age;
            incidents = incidents.Where(i => i.OccurredAt <= before);
        }

        return request.After is { } after ? incidents.Where(i => i.Id.CompareTo(after) > 0) : incidents;
    }
}

internal sealed class CountIncidentsHandler(AfterSalesDbContext db) : IRequestHandler<CountIncidents, IReadOnlyList<IncidentGroup>>
{
    public async Task<IReadOnlyList<IncidentGroup>> Handle(CountIncidents request, CancellationToken cancellationToken)
    {
        var groups = await db.Set<WorkflowIncident>().AsNoTracking().Where(i => i.ResolvedAt == null).GroupBy(i => new { i.DefinitionId, i.ExceptionType })
            .Select(g => new { g.Key.DefinitionId, g.Key.ExceptionType, Count = g.Count(), Waiting = g.Sum(i => i.NextRetryAt == null ? 1 : 0), OldestAt = g.Min(i => i.OccurredAt) })
            .ToListAsync(cancellationToken);
        var names = await db.DefinitionNamesAsync(groups.Select(g => g.DefinitionId), cancellationToken);
        return [.. groups.Select(g => new IncidentGroup(g.DefinitionId, names.GetValueOrDefault(g.DefinitionId, g.DefinitionId), g.ExceptionType, g.Count, g.Waiting, g.OldestAt))
            .OrderByDescending(g => g.Count).ThenBy(g => g.DefinitionName, StringComparer.Ordinal).ThenBy(g => g.ExceptionType, StringComparer.Ordinal)];
    }
}

internal static class DefinitionNames
{
    /// <summary>What the latest versions of definitions are called, by their ids.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> DefinitionNamesAsync(this AfterSalesDbContext db, IEnumerable<string> definitionIds, CancellationToken cancellationToken)
    {
        var ids = definitionIds.Distinct().ToArray();
        return await db.Set<WorkflowDefinitionVersion>().Where(v => v.IsLatest && ids.Contains(v.DefinitionId)).ToDictionaryAsync(v => v.DefinitionId, v => v.Name, cancellationToken);
    }
}
