using AfterSales.Engine.Graphs;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Definitions;

/// <summary>What starts a published definition by itself: the stimuli it answers to, and its schedules. Changes tracked entities and never saves.</summary>
public sealed class TriggerIndex(DbContext db, TimeProvider clock)
{
    /// <summary>The triggers of this version take the place of those the definition had.</summary>
    public async Task ReplaceAsync(WorkflowDefinitionVersion version, WorkflowGraph graph, CancellationToken cancellationToken)
    {
        await RemoveAsync(version.DefinitionId, cancellationToken);
        foreach (var node in graph.Root.Children.Where(child => child.CanStartWorkflow))
        {
            if (node.Activity?.DescribeTrigger(node) is { } trigger)
                db.Add(new WorkflowTrigger { Id = EngineIds.New(clock), DefinitionId = version.DefinitionId, VersionId = version.Id, ActivityId = node.Id, Name = trigger.Name, Key = trigger.Key });
            Schedule(version.DefinitionId, node, null);
        }
    }

    /// <summary>Nothing starts the definition by itself any more.</summary>
    public async Task RemoveAsync(string definitionId, CancellationToken cancellationToken)
    {
        await db.Set<WorkflowTrigger>().Where(trigger => trigger.DefinitionId == definitionId).LoadAsync(cancellationToken);
        await db.Set<WorkflowTimer>().Where(timer => timer.DefinitionId == definitionId && timer.Kind == TimerKind.Trigger).LoadAsync(cancellationToken);
        db.RemoveRange(db.Set<WorkflowTrigger>().Local.Where(trigger => trigger.DefinitionId == definitionId).ToArray());
        db.RemoveRange(db.Set<WorkflowTimer>().Local.Where(timer => timer.DefinitionId == definitionId && timer.Kind is TimerKind.Trigger).ToArray());
    }

    /// <summary>Sets the next time at which the activity starts its definition, if there is one.</summary>
    /// <param name="definitionId">The definition to start.</param>
    /// <param name="node">The activity it starts at.</param>
    /// <param name="previous">When it was due last; null when its definition is just being published.</param>
    internal void Schedule(string definitionId, ActivityNode node, DateTimeOffset? previous)
    {
        if (node.Activity?.NextStart(node, previous, EngineIds.Now(clock)) is not { } dueAt)
            return;
        db.Add(new WorkflowTimer
        {
            Id = EngineIds.New(clock),
            Kind = TimerKind.Trigger,
            DefinitionId = definitionId,
            ActivityId = node.Id,
            Name = node.Type.Length <= WorkflowTimer.NameMaxLength ? node.Type : node.Type[..WorkflowTimer.NameMaxLength],
            DueAt = dueAt,
        });
    }
}
