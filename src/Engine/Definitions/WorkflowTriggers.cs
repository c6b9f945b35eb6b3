using AfterSales.Engine.Graphs;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Definitions;

/// <summary>The triggers of published definitions: one row for each stimulus that starts one.</summary>
internal static class WorkflowTriggers
{
    /// <summary>The version is the one in force now: its triggers, and no other's.</summary>
    public static async Task ReplaceAsync(DbContext db, WorkflowDefinitionVersion version, WorkflowGraph graph, TimeProvider clock, CancellationToken cancellationToken)
    {
        await RemoveAsync(db, version.DefinitionId, cancellationToken);
        foreach (var node in graph.Root.Children.Where(child => child.CanStartWorkflow))
            if (node.Activity?.DescribeTrigger(node) is { } trigger)
                db.Add(new WorkflowTrigger { Id = EngineIds.New(clock), DefinitionId = version.DefinitionId, VersionId = version.Id, ActivityId = node.Id, Name = trigger.Name, Key = trigger.Key });
    }

    /// <summary>Nothing starts the definition any more.</summary>
    public static async Task RemoveAsync(DbContext db, string definitionId, CancellationToken cancellationToken)
    {
        var stored = await db.Set<WorkflowTrigger>().Where(trigger => trigger.DefinitionId == definitionId).ToListAsync(cancellationToken);
        var added = db.ChangeTracker.Entries<WorkflowTrigger>().Where(entry => entry.State is EntityState.Added && entry.Entity.DefinitionId == definitionId).Select(entry => entry.Entity);
        db.RemoveRange(stored.Concat(added).ToArray());
    }
}
