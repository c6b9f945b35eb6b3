using System.Globalization;
using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;
using AfterSales.Host.Localization;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Elsa.Instances;

/// <summary>What Studio wants to see of a journal; every list that is given must hold the record's own value.</summary>
internal sealed record JournalRequest
{
    public JournalFilterRequest? Filter { get; init; }
}

internal sealed record JournalFilterRequest(
    IReadOnlyList<string>? ActivityIds, IReadOnlyList<string>? ActivityNodeIds, IReadOnlyList<string>? ExcludedActivityTypes, IReadOnlyList<string>? EventNames)
{
    public bool Shows(ElsaJournalRecord record) =>
        Holds(ActivityIds, record.ActivityId) && Holds(ActivityNodeIds, record.NodeId) && Holds(EventNames, record.EventName) && ExcludedActivityTypes?.Contains(record.ActivityType) is not true;

    private static bool Holds(IReadOnlyList<string>? wanted, string value) => wanted is not { Count: > 0 } || wanted.Contains(value);
}

internal sealed record ElsaJournalRecord(
    string Id, string ActivityInstanceId, string? ParentActivityInstanceId, string ActivityId, string ActivityType, int ActivityTypeVersion, string? ActivityName, string NodeId, DateTimeOffset Timestamp,
    int Sequence, string EventName, string? Message, string Source, JsonObject ActivityState, object? Payload)
{
    private const string Engine = "AfterSales.Engine";

    /// <summary>All records, oldest first.</summary>
    public static IEnumerable<ElsaJournalRecord> Of(InstanceSnapshot snapshot, IStringLocalizer<Texts> texts)
    {
        var executions = snapshot.History.Executions.ToDictionary(execution => execution.ActivityInstanceId);
        return snapshot.History.Steps.Select(step => Of(snapshot, step, executions.GetValueOrDefault(step.ActivityInstanceId), texts));
    }

    private static ElsaJournalRecord Of(InstanceSnapshot snapshot, HistoryStep step, ActivityExecution? execution, IStringLocalizer<Texts> texts)
    {
        var (id, node) = (snapshot.Instance.Id, snapshot.History.Graph.Find(step.ActivityId));
        return new ElsaJournalRecord(
            string.Create(CultureInfo.InvariantCulture, $"{id:N}-j{step.Sequence}"), ExecutionIds.Of(id, step.ActivityInstanceId),
            execution?.ParentActivityInstanceId is { } parent ? ExecutionIds.Of(id, parent) : null,
            step.ActivityId, node?.Type ?? "", node?.Version ?? 1, node?.Name, step.NodeId, step.At, step.Sequence, step.Kind.ToString(), MessageOf(step, execution, texts), Engine, [], PayloadOf(step, execution));
    }

    private static string? MessageOf(HistoryStep step, ActivityExecution? execution, IStringLocalizer<Texts> texts) => step.Kind switch
    {
        JournalEventKind.Faulted => execution?.Incident?.Message,
        _ when step.Entry.Actor is { } actor => texts["designer.done-by", actor],
        _ => null,
    };

    private static object? PayloadOf(HistoryStep step, ActivityExecution? execution) => step.Kind switch
    {
        JournalEventKind.Faulted when execution?.Incident is { } incident => ElsaException.Of(incident),
        JournalEventKind.Completed => new { step.Outcomes },
        JournalEventKind.Published => new { Event = step.Outcomes },
        _ => null,
    };
}
