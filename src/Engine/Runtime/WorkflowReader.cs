using System.Text.Json.Nodes;
using AfterSales.Engine.Archive;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Runtime;

/// <summary>An activity that is alive in an instance: it runs, waits or has faulted.</summary>
public sealed record ActivityPosition(string ActivityId, string NodeId, string Type, string DisplayText, int ActivityInstanceId, int ParentActivityInstanceId, bool IsWaiting, bool IsFaulted);

/// <summary>An instance as readers see it.</summary>
public sealed record WorkflowPosition(WorkflowInstance Instance, IReadOnlyList<ActivityPosition> Activities, JsonObject Variables, JsonObject Input, JsonObject Output, IReadOnlyList<string> Outcomes);

/// <summary>Answers where instances are and what happened to them, archived ones included. Tracks nothing.</summary>
public sealed class WorkflowReader(DbContext db, WorkflowGraphs graphs)
{
    private ArchivedContent? _archived; // the last one unpacked: readers ask for its parts one after another

    public async Task<WorkflowPosition?> FindAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        if (await LoadAsync(instanceId, cancellationToken) is not var (instance, graph))
            return null;
        var state = StateReader.Read(instance.State);
        var variables = new JsonObject(ValuesOf(graph, state).Select(variable => KeyValuePair.Create(variable.Name, variable.Value?.DeepClone())));
        return new WorkflowPosition(instance, ActivitiesOf(graph, state), variables, state.Input, state.Output, state.Outcomes);
    }

    /// <summary>What happened in an instance, step by step, and what became of every occurrence of an activity. Null when there is no such instance.</summary>
    public async Task<WorkflowHistory?> HistoryAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        if (await LoadAsync(instanceId, cancellationToken) is not var (instance, graph))
            return null;
        var builder = new HistoryBuilder(instance, graph, StateReader.Read(instance.State), await IncidentsAsync(instanceId, cancellationToken));
        return builder.Build(await JournalAsync(instanceId, cancellationToken));
    }

    /// <summary>An instance with all its past, without credentials. Null when there is no such instance.</summary>
    public async Task<InstanceSnapshot?> SnapshotAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        if (await LoadAsync(instanceId, cancellationToken) is not var (instance, graph))
            return null;
        var (state, incidents) = (StateReader.Read(instance.State), await IncidentsAsync(instanceId, cancellationToken));
        var history = new HistoryBuilder(instance, graph, state, incidents).Build(await JournalAsync(instanceId, cancellationToken));
        foreach (var execution in history.Executions)
            (_, _) = (Values.Materialize(execution.Inputs), Values.Materialize(execution.Outputs));
        return new InstanceSnapshot(
            history, ActivitiesOf(graph, state), [.. ValuesOf(graph, state).Select(variable => variable with { Value = Shown(variable.Value) })], (JsonObject)Shown(state.Input)!, (JsonObject)Shown(state.Output)!,
            [.. (await BookmarksAsync(instanceId, cancellationToken)).Select(bookmark => new SnapshotBookmark(
                bookmark.Id, bookmark.ActivityId, graph.Find(bookmark.ActivityId)?.NodeId ?? bookmark.ActivityId, bookmark.ActivityInstanceId, bookmark.Name, bookmark.Key,
                bookmark.Payload is null ? null : Shown(Values.TryParse(bookmark.Payload) ?? JsonValue.Create(bookmark.Payload)), bookmark.CreatedAt))],
            incidents);
    }

    /// <summary>An activity of the definition version that the instance runs on.</summary>
    public async Task<Graphs.ActivityNode?> ActivityAsync(Guid instanceId, string activityId, CancellationToken cancellationToken)
    {
        var loaded = await LoadAsync(instanceId, cancellationToken);
        return loaded?.Graph.Find(activityId);
    }

    public async Task<IReadOnlyList<WorkflowIncident>> IncidentsAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        var incidents = await db.Set<WorkflowIncident>().AsNoTracking().Where(incident => incident.InstanceId == instanceId).OrderBy(incident => incident.Id).ToListAsync(cancellationToken);
        return incidents.Count > 0 ? incidents : (await FindArchivedAsync(instanceId, cancellationToken))?.Incidents ?? [];
    }

    public async Task<IReadOnlyList<WorkflowBookmark>> BookmarksAsync(Guid instanceId, CancellationToken cancellationToken) =>
        await db.Set<WorkflowBookmark>().AsNoTracking().Where(bookmark => bookmark.InstanceId == instanceId).OrderBy(bookmark => bookmark.Id).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<WorkflowJournalEntry>> JournalAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        var journal = await db.Set<WorkflowJournalEntry>().AsNoTracking().Where(entry => entry.InstanceId == instanceId).OrderBy(entry => entry.Ordinal).ToListAsync(cancellationToken);
        return journal.Count > 0 ? journal : (await FindArchivedAsync(instanceId, cancellationToken))?.Journal ?? [];
    }

    /// <summary>Tasks that <c>Elsa.RunTask</c> asked for and that nobody has completed, oldest first.</summary>
    public async Task<IReadOnlyList<WorkflowTask>> OpenTasksAsync(string? name, int limit, CancellationToken cancellationToken)
    {
        var open = new List<WorkflowTask>();
        await foreach (var payload in db.Set<WorkflowBookmark>().Where(bookmark => bookmark.Name == TaskRequester.BookmarkName).OrderBy(bookmark => bookmark.Id).Select(bookmark => bookmark.Payload).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (payload is not null && TaskRequester.Read(payload) is var task && (name is null || task.TaskName == name))
                open.Add(task);
            if (open.Count == limit)
                break;
        }

        return open;
    }

    private static IReadOnlyList<ActivityPosition> ActivitiesOf(WorkflowGraph graph, InstanceState state)
    {
        return [.. state.Activities.Values.Select(activity => graph.Find(activity.ActivityId) is { } node
            ? new ActivityPosition(node.Id, node.NodeId, node.Type, node.DisplayText, activity.Id, activity.ParentId, activity.Waits.Count > 0, IsFaulted(activity))
            : new ActivityPosition(activity.ActivityId, activity.ActivityId, "", activity.ActivityId, activity.Id, activity.ParentId, activity.Waits.Count > 0, IsFaulted(activity)))];

        bool IsFaulted(ActivityState activity) => activity.IsFaulted || state.StuckChildren.Any(stuck => stuck.ActivityInstanceId == activity.Id);
    }

    private static IEnumerable<VariableValue> ValuesOf(WorkflowGraph graph, InstanceState state) => graph.Definition.Variables.DistinctBy(variable => variable.Name)
        .Select(variable => new VariableValue(variable.Id, variable.Name, state.Variables.TryGetValue(variable.Id, out var value) ? value : variable.Default));

    // Several people read it at once.
    private static JsonNode? Shown(JsonNode? value) => Values.Materialize(SensitiveValues.WithoutCredentials(value));

    private async Task<(WorkflowInstance Instance, WorkflowGraph Graph)?> LoadAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        var found = await (
            from instance in db.Set<WorkflowInstance>().AsNoTracking()
            join version in db.Set<Definitions.WorkflowDefinitionVersion>() on instance.DefinitionVersionId equals version.Id
            where instance.Id == instanceId
            select new { instance, version.ContentHash }).FirstOrDefaultAsync(cancellationToken);
        if (found is not null)
            return (found.instance, await graphs.GetAsync(db, found.instance.DefinitionVersionId, found.ContentHash, cancellationToken));
        if (await FindArchivedAsync(instanceId, cancellationToken) is not { Instance: { } archived })
            return null;
        var hash = await db.Set<Definitions.WorkflowDefinitionVersion>().Where(version => version.Id == archived.DefinitionVersionId).Select(version => version.ContentHash).SingleAsync(cancellationToken);
        return (archived, await graphs.GetAsync(db, archived.DefinitionVersionId, hash, cancellationToken));
    }

    private async Task<ArchivedContent?> FindArchivedAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        if (_archived?.Instance.Id == instanceId)
            return _archived;
        var archive = await db.Set<WorkflowArchive>().AsNoTracking().FirstOrDefaultAsync(archive => archive.InstanceId == instanceId, cancellationToken);
        return archive is null ? null : _archived = ArchivedContent.Read(archive);
    }
}
