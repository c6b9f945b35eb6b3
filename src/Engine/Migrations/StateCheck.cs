using System.Globalization;
using AfterSales.Engine.Activities.Flow;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;

namespace AfterSales.Engine.Migrations;

/// <summary>Looks at a state and its rows as a burst would find them, knowing nothing of how they came about.</summary>
internal static class StateCheck
{
    /// <summary>What does not fit together; empty when everything does.</summary>
    public static IEnumerable<string> Find(InstanceState state, WorkflowGraph graph, InstanceRows rows)
    {
        foreach (var activity in state.Activities.Values)
        {
            if (graph.Find(activity.ActivityId) is not { Activity: not null } node)
            {
                yield return $"The new version has no activity {activity.ActivityId}.";
                continue;
            }

            var parent = state.Activities.GetValueOrDefault(activity.ParentId);
            if (node.Parent?.Id != parent?.ActivityId)
                yield return $"{activity.ActivityId} does not stand below {parent?.ActivityId}.";
            foreach (var wait in activity.Waits.Where(wait => !rows.Bookmarks.Any(bookmark => bookmark.Id == wait.BookmarkId && bookmark.ActivityInstanceId == activity.Id && bookmark.ActivityId == activity.ActivityId)))
                yield return $"{activity.ActivityId} waits for bookmark {wait.BookmarkId}, which is not its own.";
            if (node.Flowchart is not null && activity.IsStarted)
                foreach (var problem in FlowTokenMigration.Check(node, activity.Properties, state.Children(activity.Id)))
                    yield return problem;
        }

        foreach (var bookmark in rows.Bookmarks.Where(bookmark => state.Activities.GetValueOrDefault(bookmark.ActivityInstanceId)?.Waits.Any(wait => wait.BookmarkId == bookmark.Id) is not true))
            yield return $"Nothing waits for bookmark {bookmark.Name} of {bookmark.ActivityId}.";
        foreach (var timer in rows.Timers.Where(timer => !Finds(timer, state, graph)))
            yield return $"Timer {timer.Name} of {timer.ActivityId} finds nothing to do.";
    }

    private static bool Finds(WorkflowTimer timer, InstanceState state, WorkflowGraph graph) => timer.Kind switch
    {
        TimerKind.Bookmark => state.Activities.Values.Any(activity => activity.ActivityId == timer.ActivityId && activity.Waits.Any(wait => wait.TimerId == timer.Id && wait.BookmarkId == timer.BookmarkId)),
        TimerKind.Detached => graph.Find(timer.ActivityId) is { Activity: not null } && state.DetachedTimers.Any(detached => detached.Id == timer.Id && detached.ActivityId == timer.ActivityId),
        TimerKind.Retry => state.Activities.GetValueOrDefault(int.Parse(timer.Payload!, CultureInfo.InvariantCulture)) is { IsFaulted: true } faulted && faulted.ActivityId == timer.ActivityId,
        _ => true, // those that name no activity
    };
}

/// <summary>An instance with everything that belongs to it and names its activities. Incidents: the open ones.</summary>
internal sealed record InstanceRows(WorkflowInstance Instance, IReadOnlyList<WorkflowBookmark> Bookmarks, IReadOnlyList<WorkflowTimer> Timers, IReadOnlyList<WorkflowIncident> Incidents);
