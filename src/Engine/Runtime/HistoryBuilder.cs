using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Runtime;

/// <summary>Follows an instance's journal from event to event and keeps an account of every occurrence of an activity.</summary>
internal sealed class HistoryBuilder(WorkflowInstance instance, WorkflowGraph graph, InstanceState state, IReadOnlyList<WorkflowIncident> incidents)
{
    private readonly List<HistoryStep> _steps = [];
    private readonly Dictionary<int, Occurrence> _occurrences = [];
    private readonly List<Occurrence> _left = [];

    public WorkflowHistory Build(IReadOnlyList<WorkflowJournalEntry> journal)
    {
        foreach (var entry in journal)
            foreach (var happened in JournalEvent.Parse(entry.Entries))
                Add(entry, happened);
        return new WorkflowHistory(instance, graph, _steps, [.. _occurrences.Values.OrderBy(occurrence => occurrence.Id).Select(Describe)]);
    }

    private void Add(WorkflowJournalEntry entry, JournalEvent happened)
    {
        var at = entry.At + happened.Offset;
        _steps.Add(new HistoryStep
        {
            Sequence = _steps.Count + 1,
            Entry = entry,
            At = at,
            Kind = happened.Kind,
            ActivityId = happened.ActivityId,
            NodeId = graph.Find(happened.ActivityId)?.NodeId ?? happened.ActivityId,
            ActivityInstanceId = happened.ActivityInstanceId,
            Outcomes = happened.Outcomes,
            Variables = happened.Variables,
        });
        if (happened.ActivityInstanceId is 0)
            return; // a detached timer's, whose activity may be long over
        if (!_occurrences.TryGetValue(happened.ActivityInstanceId, out var occurrence))
            _occurrences[happened.ActivityInstanceId] = occurrence = Start(happened, at);
        occurrence.Follow(happened, at);
        if (happened.Kind is JournalEventKind.Completed)
            _left.Add(occurrence);
    }

    private Occurrence Start(JournalEvent happened, DateTimeOffset at)
    {
        var node = graph.Find(happened.ActivityId);
        // Journals of earlier releases do not name the container: then it is the last occurrence of what is around it.
        var parent = happened.ParentActivityInstanceId
            ?? (node?.Parent is { } around ? _occurrences.Values.LastOrDefault(occurrence => occurrence.ActivityId == around.Id)?.Id : null);
        var before = node?.Parent?.Flowchart is { } flowchart
            ? _left.FindLast(occurrence => occurrence.Parent == parent
                && flowchart.Incoming(node.Id).Any(connection => connection.Source == occurrence.ActivityId && occurrence.Outcomes.Contains(connection.SourcePort)))
            : null;
        before ??= parent is { } container ? _occurrences.GetValueOrDefault(container) : null;
        return new Occurrence(happened.ActivityInstanceId, happened.ActivityId, node, parent, before, at);
    }

    private ActivityExecution Describe(Occurrence occurrence) => new()
    {
        InstanceId = instance.Id,
        ActivityInstanceId = occurrence.Id,
        ParentActivityInstanceId = occurrence.Parent,
        ScheduledBy = occurrence.Before?.Id,
        CallStackDepth = occurrence.Depth,
        ActivityId = occurrence.ActivityId,
        NodeId = occurrence.Node?.NodeId ?? occurrence.ActivityId,
        Type = occurrence.Node?.Type ?? "",
        TypeVersion = occurrence.Node?.Version ?? 1,
        Name = occurrence.Node?.Name,
        DisplayText = occurrence.Node?.DisplayText ?? occurrence.ActivityId,
        Status = occurrence.Status,
        IsWaiting = state.Activities.GetValueOrDefault(occurrence.Id) is { Waits.Count: > 0 },
        StartedAt = occurrence.StartedAt,
        EndedAt = occurrence.EndedAt,
        Outcomes = occurrence.Outcomes,
        Inputs = Inputs(occurrence),
        Outputs = Outputs(occurrence),
        Cut = [.. occurrence.Inputs.Values.Concat(occurrence.Outputs.Values).Where(value => value.FullLength is not null).Select(value => value.Name)],
        FaultCount = occurrence.Faults,
        Incident = incidents.LastOrDefault(incident => incident.ActivityInstanceId == occurrence.Id),
    };

    private static JsonObject Inputs(Occurrence occurrence)
    {
        var inputs = new JsonObject();
        foreach (var input in occurrence.Node?.Activity?.Descriptor.Inputs ?? [])
        {
            var expression = occurrence.Node!.Input(input.Name);
            if (expression.Kind is InputKind.Unset)
                continue;
            if (SensitiveValues.IsSensitive(input))
                inputs[input.Name] = SensitiveValues.Mask;
            else if (occurrence.Inputs.TryGetValue(input.Name, out var computed))
                inputs[input.Name] = WorkflowHistory.Shown(computed);
            else if (expression.Kind is InputKind.Literal && SensitiveValues.Shown(expression.LiteralValue, input.TypeName) is { } literal)
                inputs[input.Name] = literal;
        }

        return inputs;
    }

    private JsonObject Outputs(Occurrence occurrence)
    {
        var outputs = new JsonObject(occurrence.Outputs.Values.Select(output => KeyValuePair.Create(output.Name, WorkflowHistory.Shown(output))));
        foreach (var (output, target) in occurrence.Node?.OutputBindings ?? new Dictionary<string, string>())
            if (NamesOf(occurrence.Node!, target).Select(name => occurrence.Variables.GetValueOrDefault(name)).FirstOrDefault(value => value is not null) is { } bound)
                outputs[output] = WorkflowHistory.Shown(bound);
        return outputs;
    }

    // A binding refers to a variable by id, the journal calls it by name.
    private IEnumerable<string> NamesOf(ActivityNode node, string target)
    {
        for (var around = node; around is not null; around = around.Parent)
            foreach (var variable in around.Variables.Where(variable => variable.IsNamed(target)))
                yield return variable.Name;
        foreach (var variable in graph.Definition.Variables.Where(variable => variable.IsNamed(target)))
            yield return variable.Name;
        yield return target;
    }

    private sealed class Occurrence(int id, string activityId, ActivityNode? node, int? parent, Occurrence? before, DateTimeOffset startedAt)
    {
        public int Id => id;
        public string ActivityId => activityId;
        public ActivityNode? Node => node;
        public int? Parent => parent;
        public Occurrence? Before => before;
        public int Depth { get; } = before is null ? 0 : before.Depth + 1;
        public DateTimeOffset StartedAt => startedAt;
        public DateTimeOffset? EndedAt { get; private set; }
        public ActivityExecutionStatus Status { get; private set; }
        public IReadOnlyList<string> Outcomes { get; private set; } = [];
        public int Faults { get; private set; }
        public Dictionary<string, JournalValue> Inputs { get; } = [];
        public Dictionary<string, JournalValue> Outputs { get; } = [];
        public Dictionary<string, JournalValue> Variables { get; } = [];

        public void Follow(JournalEvent happened, DateTimeOffset at)
        {
            foreach (var input in happened.Inputs)
                Inputs[input.Name] = input;
            foreach (var output in happened.Outputs)
                Outputs[output.Name] = output;
            foreach (var variable in happened.Variables)
                Variables[variable.Name] = variable;
            Faults += happened.Kind is JournalEventKind.Faulted ? 1 : 0;
            Status = happened.Kind switch
            {
                JournalEventKind.Completed => ActivityExecutionStatus.Completed,
                JournalEventKind.Canceled => ActivityExecutionStatus.Canceled,
                JournalEventKind.Faulted => ActivityExecutionStatus.Faulted,
                JournalEventKind.Published => Status, // told once the event has been delivered, when the activity is over
                _ => ActivityExecutionStatus.Running,
            };
            if (happened.Kind is JournalEventKind.Completed or JournalEventKind.Canceled)
                (EndedAt, Outcomes) = (at, happened.Kind is JournalEventKind.Completed ? happened.Outcomes : []);
        }
    }
}
