using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Operations;

/// <summary>How many instances of each process run, and how many of them stand at an incident; the most numerous first.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record CountRunningInstances : IQuery<IReadOnlyList<RunningProcess>>;

/// <param name="Name">Of the version in force; the definition's id where none is.</param>
public sealed record RunningProcess(string DefinitionId, string Name, int Running, int Faulted);

internal sealed class CountRunningInstancesHandler(AfterSalesDbContext db) : IRequestHandler<CountRunningInstances, IReadOnlyList<RunningProcess>>
{
    public async Task<IReadOnlyList<RunningProcess>> Handle(CountRunningInstances request, CancellationToken cancellationToken)
    {
        var running = db.Set<WorkflowInstance>().AsNoTracking().Where(i => i.Status == WorkflowStatus.Running);
        var counts = await running.GroupBy(i => i.DefinitionId).Select(g => new { DefinitionId = g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        var faulted = await running.Where(i => i.SubStatus == WorkflowSubStatus.Faulted).GroupBy(i => i.DefinitionId).Select(g => new { DefinitionId = g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        var names = await db.Set<WorkflowDefinitionVersion>().Where(v => v.IsPublished).Select(v => new { v.DefinitionId, v.Name }).ToDictionaryAsync(v => v.DefinitionId, v => v.Name, cancellationToken);
        return [.. counts.OrderByDescending(c => c.Count).ThenBy(c => c.DefinitionId, StringComparer.Ordinal)
            .Select(c => new RunningProcess(c.DefinitionId, names.GetValueOrDefault(c.DefinitionId) ?? c.DefinitionId, c.Count, faulted.Find(f => f.DefinitionId == c.DefinitionId)?.Count ?? 0))];
    }
}
