using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Archive;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Trials;
using AfterSales.Workflows.Cases;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Trials;

/// <summary>An instance that finished, with what it was given from outside.</summary>
/// <param name="Trigger">The activity it was started at, and its event; null: it was started by hand.</param>
/// <param name="Since">The audit records of its case from its start on.</param>
internal sealed record PastCase(
    WorkflowHistory History, CaseNumber? Case, JsonObject Input, (string ActivityId, string? Event, JsonNode? Payload)? Trigger, IReadOnlyList<(string DefinitionId, WorkItem Item)> Tasks,
    IReadOnlyList<PastReply> Replies, IReadOnlyList<AuditRecord> Since);

/// <summary>Reads finished instances and what people and others answered them.</summary>
internal sealed class PastCases(AfterSalesDbContext db, WorkflowReader reader, KnownCases known)
{
    /// <summary>The instances of a definition that finished last, whatever version they ran on and archived or not; newest first. None of a case that the reader may not know of (PRC-39).</summary>
    public async Task<IReadOnlyList<Guid>> LastAsync(string definitionId, int count, CancellationToken cancellationToken)
    {
        var instances = db.Set<WorkflowInstance>().Where(i => i.DefinitionId == definitionId && i.Status == WorkflowStatus.Finished && i.SubStatus == WorkflowSubStatus.Finished);
        var archives = db.Set<WorkflowArchive>().Where(a => a.DefinitionId == definitionId && a.SubStatus == WorkflowSubStatus.Finished);
        if (await known.HiddenCorrelationsAsync(cancellationToken) is { } hidden)
        {
            instances = instances.Where(i => i.CorrelationId == null || !hidden.Contains(i.CorrelationId));
            archives = archives.Where(a => a.CorrelationId == null || !hidden.Contains(a.CorrelationId));
        }

        return [.. (await instances.OrderByDescending(i => i.FinishedAt).ThenByDescending(i => i.Id).Select(i => new { i.Id, i.FinishedAt }).Take(count).ToListAsync(cancellationToken))
            .Concat(await archives.OrderByDescending(a => a.FinishedAt).ThenByDescending(a => a.InstanceId).Select(a => new { Id = a.InstanceId, FinishedAt = (DateTimeOffset?)a.FinishedAt })
                .Take(count).ToListAsync(cancellationToken))
            .OrderByDescending(finished => finished.FinishedAt).Select(finished => finished.Id).Take(count)];
    }

    public async Task<PastCase> LoadAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        var history = (await reader.HistoryAsync(instanceId, cancellationToken))!;
        var position = (await reader.FindAsync(instanceId, cancellationToken))!;
        CaseNumber? number = history.Instance.CorrelationId is { Length: > 0 and <= CaseNumber.MaxLength } correlation ? new CaseNumber(correlation) : null;
        var (tasks, replies) = number is { } of ? await AnswersAsync(of, history.Instance, cancellationToken) : ([], Replies(history));
        var since = number is { } chain ? await TrialCases.RecordsSinceAsync(db, chain, history.Instance, cancellationToken) : [];
        return new PastCase(history, number, position.Input, Trigger(history, position), tasks, replies, since);
    }

    // All processes of the case run again in the trial, so all their answers are needed.
    private async Task<(IReadOnlyList<(string, WorkItem)>, IReadOnlyList<PastReply>)> AnswersAsync(CaseNumber number, WorkflowInstance instance, CancellationToken cancellationToken)
    {
        var kept = await db.Set<WorkflowInstance>().Where(i => i.CorrelationId == number.Value).Select(i => new { i.Id, i.DefinitionId, i.CreatedAt }).ToListAsync(cancellationToken);
        var archived = await db.Set<WorkflowArchive>().Where(a => a.CorrelationId == number.Value).Select(a => new { Id = a.InstanceId, a.DefinitionId, a.CreatedAt }).ToListAsync(cancellationToken);
        var instances = kept.Concat(archived).OrderBy(i => i.CreatedAt).ThenBy(i => i.Id).ToArray();
        var later = instances.Where(i => i.Id == instance.Id || i.CreatedAt > instance.CreatedAt).ToDictionary(i => i.Id.ToString("N"), i => i.DefinitionId);
        var items = await db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == number && w.InstanceId != null).OrderBy(w => w.Id).ToListAsync(cancellationToken);
        var replies = new List<PastReply>();
        foreach (var each in instances.Where(i => later.ContainsKey(i.Id.ToString("N"))))
            replies.AddRange(Replies((await reader.HistoryAsync(each.Id, cancellationToken))!));
        return ([.. items.Where(w => later.ContainsKey(w.InstanceId!)).Select(w => (later[w.InstanceId!], w))], replies);
    }

    private static List<PastReply> Replies(WorkflowHistory history)
    {
        var starts = history.Steps.Where(step => step.Kind is JournalEventKind.Started).ToLookup(step => step.ActivityInstanceId);
        var ends = history.Steps.Where(step => step.Kind is JournalEventKind.Completed).ToLookup(step => step.ActivityInstanceId);
        return [.. history.Executions.Where(e => IsAnswered(e.Type) && e.Status is ActivityExecutionStatus.Completed && starts[e.ActivityInstanceId].Any())
            // From burst to burst, so that an event never seems to come before what caused it.
            .Select(e => (Execution: e, Start: starts[e.ActivityInstanceId].First().Entry, End: ends[e.ActivityInstanceId].First().Entry))
            .Where(e => e.Start != e.End)
            .Select(e => new PastReply(history.Instance.DefinitionId, e.Execution.ActivityId, e.End.At - e.Start.At, ReplyTo(e.Execution)))];
    }

    private static bool IsAnswered(string type) => type is "Elsa.Event" or "Elsa.RunTask" || IsRequest(type);

    private static bool IsRequest(string type) => type is "Elsa.SendHttpRequest" or "Elsa.FlowSendHttpRequest";

    // The journal keeps no credentials and of long contents the beginning only; what is missing, the draft does not get either.
    private static ScriptedReply ReplyTo(ActivityExecution execution) => !IsRequest(execution.Type)
        ? new ScriptedReply(execution.ActivityId) { Payload = Whole(execution, "Result") }
        : new ScriptedReply(execution.ActivityId)
        {
            Response = new ScriptedResponse
            {
                StatusCode = Whole(execution, "StatusCode")?.GetValue<int>() ?? 0,
                Headers = Whole(execution, "ResponseHeaders") as JsonObject,
                Content = Whole(execution, "ParsedContent"),
                TimesOut = execution.Outcomes.Contains("Timeout"),
                FailsToConnect = execution.Outcomes.Contains("Failed to connect"),
            },
        };

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
