using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using AfterSales.Workflows.Cases;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Operations;

/// <summary>Which instances an operator looks at.</summary>
public enum InstanceFilter { Running, Faulted, Paused, Finished, Cancelled }

/// <summary>One page of instances, newest first.</summary>
/// <param name="After">The last id of the page before; null for the first page.</param>
/// <param name="Limit">1 to <see cref="MaxLimit"/>.</param>
[Allow(Roles.Administrator, Roles.Auditor)]
public sealed record ListInstances(InstanceFilter Filter = InstanceFilter.Running, string? DefinitionId = null, Guid? After = null, int Limit = 50) : IQuery<InstanceRows>
{
    public const int MaxLimit = 200;
}

/// <param name="Next">Pass as <c>after</c> for the next page; null on the last one.</param>
public sealed record InstanceRows(IReadOnlyList<InstanceSummary> Items, Guid? Next);

/// <param name="Kept">How much reached the instance while it was held and is still to be done.</param>
public sealed record InstanceSummary(
    Guid Id, string DefinitionId, int DefinitionVersion, string? CorrelationId, string? Name, WorkflowStatus Status, WorkflowSubStatus SubStatus, int IncidentCount, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt, DateTimeOffset? PausedAt, DateTimeOffset? CatchesUpSince, int Kept)
{
    /// <summary>Its case is one that the reader may not know of: neither its number nor its name is told, and it is not theirs to act on (PRC-39).</summary>
    public bool IsConfidential { get; init; }
}

internal sealed class ListInstancesValidator : AbstractValidator<ListInstances>
{
    public ListInstancesValidator()
    {
        RuleFor(r => r.Filter).IsInEnum();
        RuleFor(r => r.Limit).InclusiveBetween(1, ListInstances.MaxLimit);
    }
}

internal sealed class ListInstancesHandler(AfterSalesDbContext db, KnownCases known) : IRequestHandler<ListInstances, InstanceRows>
{
    public async Task<InstanceRows> Handle(ListInstances request, CancellationToken cancellationToken)
    {
        var instances = Filter(db.Set<WorkflowInstance>().AsNoTracking(), request.Filter);
        if (!string.IsNullOrEmpty(request.DefinitionId))
            instances = instances.Where(i => i.DefinitionId == request.DefinitionId);
        if (request.After is { } after)
            instances = instances.Where(i => i.Id.CompareTo(after) < 0);

        var rows = await instances.OrderByDescending(i => i.Id).Take(request.Limit + 1).Select(i => new InstanceSummary(
            i.Id, i.DefinitionId, i.DefinitionVersion, i.CorrelationId, i.Name, i.Status, i.SubStatus, i.IncidentCount, i.CreatedAt, i.UpdatedAt, i.FinishedAt, i.PausedAt, i.CatchesUpSince,
            db.Set<WorkflowTimer>().Count(t => i.PausedAt != null && t.InstanceId == i.Id && t.Kind == TimerKind.Stimulus))).ToListAsync(cancellationToken);
        // Operators see that something runs; whose it is, and what is done to it, is for those who handle the case (PRC-39).
        var hidden = await HiddenCases.AmongAsync(known, rows.Select(row => row.CorrelationId), cancellationToken);
        rows = rows.ConvertAll(row => hidden.Has(row.CorrelationId) ? row with { CorrelationId = null, Name = null, IsConfidential = true } : row);
        return rows.Count <= request.Limit ? new InstanceRows(rows, null) : new InstanceRows(rows[..request.Limit], rows[request.Limit - 1].Id);
    }

    private static IQueryable<WorkflowInstance> Filter(IQueryable<WorkflowInstance> instances, InstanceFilter filter) => filter switch
    {
        InstanceFilter.Faulted => instances.Where(i => i.Status == WorkflowStatus.Running && i.SubStatus == WorkflowSubStatus.Faulted),
        InstanceFilter.Paused => instances.Where(i => i.PausedAt != null),
        InstanceFilter.Finished => instances.Where(i => i.Status == WorkflowStatus.Finished && i.SubStatus == WorkflowSubStatus.Finished),
        InstanceFilter.Cancelled => instances.Where(i => i.Status == WorkflowStatus.Finished && i.SubStatus == WorkflowSubStatus.Cancelled),
        _ => instances.Where(i => i.Status == WorkflowStatus.Running),
    };
}
