using AfterSales.Domain;
using AfterSales.Domain.Complaints;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Complaints;

/// <summary>Where a running process of a case stands.</summary>
/// <param name="ProcessName">The name of the version that runs.</param>
/// <param name="ActivityId">The activity of the definition that is being waited for.</param>
/// <param name="IsFaulted">Something broke there and is tried again, or waits for an operator.</param>
public sealed record ProcessPosition(string DefinitionId, string ProcessName, int Version, string ActivityId, string Name, bool IsFaulted, DateTimeOffset Since);

/// <summary>Tells where the running processes of a case stand: the activities that wait, and those that faulted.</summary>
public sealed class ProcessPositions(AfterSalesDbContext db, WorkflowReader reader)
{
    public async Task<IReadOnlyList<ProcessPosition>> OfCaseAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        var correlationId = number.Value;
        var names = db.Set<WorkflowDefinitionVersion>();
        var running = await db.Set<WorkflowInstance>().Where(i => i.CorrelationId == correlationId && i.Status == WorkflowStatus.Running).OrderBy(i => i.Id)
            .Select(i => new { i.Id, Name = names.Where(version => version.Id == i.DefinitionVersionId).Select(version => version.Name).SingleOrDefault() }).ToListAsync(cancellationToken);
        var positions = new List<ProcessPosition>();
        foreach (var (id, name) in running.Select(i => (i.Id, i.Name)))
        {
            if (await reader.FindAsync(id, cancellationToken) is not { } position)
                continue;
            var since = (await reader.BookmarksAsync(id, cancellationToken)).ToLookup(b => b.ActivityId, b => b.CreatedAt);
            positions.AddRange(position.Activities.Where(a => a.IsWaiting || a.IsFaulted).Select(a => new ProcessPosition(
                position.Instance.DefinitionId, name ?? position.Instance.DefinitionId, position.Instance.DefinitionVersion, a.ActivityId, a.DisplayText, a.IsFaulted, since[a.ActivityId].DefaultIfEmpty(position.Instance.UpdatedAt).Min())));
        }

        return positions;
    }
}
