using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Trials;

/// <summary>An instance that finished, with what it was given from outside.</summary>
/// <param name="Trigger">The activity it was started at, and its event; null: it was started by hand.</param>
/// <param name="Since">The audit records of its case from its start on.</param>
internal sealed record PastCase(
    WorkflowHistory History, CaseNumber? Case, JsonObject Input, (string ActivityId, string? Event, JsonNode? Payload)? Trigger, IReadOnlyList<(string DefinitionId, WorkItem Item)> Tasks,
    IReadOnlyList<PastEvent> Events, IReadOnlyList<AuditRecord> Since);

/// <summary>Reads finished instances and what people and others answered them.</summary>
internal sealed class PastCases(AfterSalesDbContext db, WorkflowReader reader)
{
    private const string EventType = "Elsa.Event";

    /// <summary>The instances of a definition that finished last, whatever version they ran on; newest first.</summary>
    public async Task<IReadOnlyList<Guid>> LastAsync(string definitionId, int count, CancellationToken cancellationToken) =>
        await db.Set<WorkflowInstance>().Where(i => i.DefinitionId == definitionId && i.Status == WorkflowStatus.Finished && i.SubStatus == WorkflowSubStatus.Finished)
            .OrderByDescending(i => i.FinishedAt).ThenByDescending(i => i.Id).Select(i => i.Id).Take(count).ToListAsync(cancellationToken);

    public async Task<PastCase> LoadAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        var history = (await reader.HistoryAsync(instanceId, cancellationToken))!;
        var position = (await reader.FindAsync(instanceId, cancellationToken))!;
        CaseNumber? number = history.Instance.CorrelationId is { Length: > 0 and <= CaseNumber.MaxLength } correlation ? new CaseNumber(correlation) : null;
        var (tasks, events) = number is { } of ? await AnswersAsync(of, history.Instance, cancellationToken) : ([], Events(history));
        var since = number is { } chain ? await TrialCases.RecordsSinceAsync(db, chain, history.Instance, cancellationToken) : [];
        return new PastCase(history, number, position.Input, Trigger(history, position), tasks, events, since);
    }

    // All processes of the case run again in the trial, so all their answers are needed.
    private async Task<(IReadOnlyList<(string, WorkItem)>, IReadOnlyList<PastEvent>)> AnswersAsync(CaseNumber number, WorkflowInstance instance, CancellationToken cancellationToken)
    {
        var instances = await db.Set<WorkflowInstance>().AsNoTracking().Where(i => i.CorrelationId == number.Value).OrderBy(i => i.Id).Select(i => new { i.Id, i.DefinitionId, i.CreatedAt }).ToListAsync(cancellationToken);
        var later = instances.Where(i => i.Id == instance.Id || i.CreatedAt > instance.CreatedAt).ToDictionary(i => i.Id.ToString("N"), i => i.DefinitionId);
        var items = await db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == number && w.InstanceId != null).OrderBy(w => w.Id).ToListAsync(cancellationToken);
        var events = new List<PastEvent>();
        foreach (var each in instances.Where(i => later.ContainsKey(i.Id.ToString("N"))))
            events.AddRange(Events((await reader.HistoryAsync(each.Id, cancellationToken))!));
        return ([.. items.Where(w => later.ContainsKey(w.InstanceId!)).Select(w => (later[w.InstanceId!], w))], events);
    }

    private static List<PastEvent> Events(WorkflowHistory history)
    {
        var starts = history.Steps.Where(step => step.Kind is JournalEventKind.Started).ToLookup(step => step.ActivityInstanceId);
        var ends = history.Steps.Where(step => step.Kind is JournalEventKind.Completed).ToLookup(step => step.ActivityInstanceId);
        return [.. history.Executions.Where(e => e is { Type: EventType, Status: ActivityExecutionStatus.Completed } && starts[e.ActivityInstanceId].Any())
            // From burst to burst, so that an event never seems to come before what caused it.
            .Select(e => (Execution: e, Waited: ends[e.ActivityInstanceId].First().Entry.At - starts[e.ActivityInstanceId].First().Entry.At, SameBurst: ends[e.ActivityInstanceId].First().Entry == starts[e.ActivityInstanceId].First().Entry))
            .Where(e => !e.SameBurst)
            .Select(e => new PastEvent(history.Instance.DefinitionId, e.Execution.ActivityId, e.Waited, Whole(e.Execution, "Result")))];
    }

    private static (string, string?, JsonNode?)? Trigger(WorkflowHistory history, WorkflowPosition position)
    {
        var first = history.Steps.FirstOrDefault(step => step.Kind is JournalEventKind.Completed);
        if (first is null || history.Graph.Find(first.ActivityId) is not { CanStartWorkflow: true } node || first.Entry != history.Steps[0].Entry)
            return null;
        var execution = history.Executions.Single(e => e.ActivityInstanceId == first.ActivityInstanceId);
        // Journals of earlier releases have no outputs; then the variable it went to still has it.
        var payload = Whole(execution, "Result") ?? (node.OutputBindings.GetValueOrDefault("Result") is { } variable && history.Graph.Definition.Variables.FirstOrDefault(v => v.IsNamed(variable)) is { } declared ? position.Variables[declared.Name] : null);
        return (node.Id, node.Activity?.DescribeTrigger(node)?.Key, payload?.DeepClone());
    }

    private static JsonNode? Whole(ActivityExecution execution, string output) => execution.Cut.Contains(output) ? null : execution.Outputs[output]?.DeepClone();
}
