using System.Text.Json.Nodes;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Trials;

/// <summary>Reads out of a trial's private database what it did.</summary>
internal sealed class TrialReporter(DbContext db, WorkflowReader reader)
{
    public async Task<TrialReport> ReportAsync(Guid draftInstanceId, IReadOnlyList<WorkflowJournalEntry> journal, CancellationToken cancellationToken)
    {
        var ids = await db.Set<WorkflowInstance>().OrderBy(instance => instance.Id).Select(instance => instance.Id).ToListAsync(cancellationToken);
        var histories = new Dictionary<Guid, WorkflowHistory>();
        foreach (var id in ids.OrderBy(id => id != draftInstanceId))
            histories[id] = (await reader.HistoryAsync(id, cancellationToken))!;
        return new TrialReport
        {
            Ending = default, StartedAt = default, EndedAt = default, WallTime = default, Activities = default, Undelivered = [], // known to the run
            Instances = [.. histories.Values.Select(history => Instance(history, history.Instance.Id == draftInstanceId))],
            Steps = Steps(histories, journal),
            Waiting = await WaitingAsync(histories, cancellationToken),
            Incidents = await IncidentsAsync(histories, cancellationToken),
            Messages = await MessagesAsync(cancellationToken),
        };
    }

    private static TrialInstance Instance(WorkflowHistory history, bool isDraft)
    {
        var (instance, state) = (history.Instance, StateReader.Read(history.Instance.State));
        return new TrialInstance(
            instance.Id, instance.DefinitionId, history.Graph.Definition.Name ?? instance.DefinitionId, instance.DefinitionVersion, isDraft, instance.SubStatus, instance.CreatedAt,
            instance.FinishedAt, history.VariablesAfter(0), history.VariablesAfter(int.MaxValue), state.Output, state.Outcomes);
    }

    private static List<TrialStep> Steps(Dictionary<Guid, WorkflowHistory> histories, IReadOnlyList<WorkflowJournalEntry> journal)
    {
        var steps = new List<TrialStep>();
        var byEntry = histories.Values.SelectMany(history => history.Steps.Select(step => (history, step))).ToLookup(pair => pair.step.Entry.Id);
        var last = histories.ToDictionary(pair => pair.Key, pair => pair.Value.Steps.GroupBy(step => step.ActivityInstanceId).ToDictionary(group => group.Key, group => group.Last().Sequence));
        foreach (var (history, step) in journal.SelectMany(entry => byEntry[entry.Id]))
        {
            var node = history.Graph.Find(step.ActivityId);
            var execution = last[history.Instance.Id][step.ActivityInstanceId] == step.Sequence ? history.Executions.FirstOrDefault(execution => execution.ActivityInstanceId == step.ActivityInstanceId) : null;
            var variables = new JsonObject();
            foreach (var variable in step.Variables)
                variables[variable.Name] = WorkflowHistory.Shown(variable);
            steps.Add(new TrialStep(
                steps.Count + 1, history.Instance.Id, step.At, step.Kind, step.ActivityId, step.NodeId, node?.Type ?? "", node?.DisplayText ?? step.ActivityId, step.ActivityInstanceId,
                step.Outcomes, execution?.Inputs, execution?.Outputs, variables));
        }

        return steps;
    }

    private async Task<IReadOnlyList<TrialWait>> WaitingAsync(Dictionary<Guid, WorkflowHistory> histories, CancellationToken cancellationToken)
    {
        var bookmarks = await db.Set<WorkflowBookmark>().AsNoTracking().OrderBy(bookmark => bookmark.Id).ToListAsync(cancellationToken);
        var due = await db.Set<WorkflowTimer>().AsNoTracking().Where(timer => timer.BookmarkId != null).ToDictionaryAsync(timer => timer.BookmarkId!.Value, timer => timer.DueAt, cancellationToken);
        return [.. bookmarks.Select(bookmark =>
        {
            var node = histories[bookmark.InstanceId].Graph.Find(bookmark.ActivityId);
            return new TrialWait(
                bookmark.InstanceId, bookmark.ActivityId, node?.NodeId ?? bookmark.ActivityId, node?.Type ?? "", node?.DisplayText ?? bookmark.ActivityId, bookmark.Name, bookmark.Key,
                bookmark.CreatedAt, due.TryGetValue(bookmark.Id, out var dueAt) ? dueAt : null);
        })];
    }

    private async Task<IReadOnlyList<TrialIncident>> IncidentsAsync(Dictionary<Guid, WorkflowHistory> histories, CancellationToken cancellationToken)
    {
        var incidents = await db.Set<WorkflowIncident>().AsNoTracking().OrderBy(incident => incident.Id).ToListAsync(cancellationToken);
        return [.. incidents.Select(incident =>
        {
            var node = histories[incident.InstanceId].Graph.Find(incident.ActivityId);
            return new TrialIncident(
                incident.InstanceId, incident.ActivityId, incident.ActivityNodeId, node?.Path ?? "", incident.ActivityType, node?.DisplayText ?? incident.ActivityId,
                incident.ExceptionType, incident.Message, incident.Attempt, incident.OccurredAt, incident.Resolution);
        })];
    }

    private async Task<IReadOnlyList<TrialMessage>> MessagesAsync(CancellationToken cancellationToken) =>
        [.. (await db.Set<OutboxMessage>().AsNoTracking().OrderBy(message => message.Id).ToListAsync(cancellationToken))
            .Select(message => new TrialMessage(message.InstanceId, message.Kind, SensitiveValues.WithoutCredentials(Values.TryParse(message.Payload)), message.CreatedAt, message.DueAt))];
}
