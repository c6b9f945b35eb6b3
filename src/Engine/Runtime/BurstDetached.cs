using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;

namespace AfterSales.Engine.Runtime;

// What happens to an instance from outside its activities: detached timers, changed variables, cancelling.
internal sealed partial class Burst
{
    public async Task FireDetachedAsync(DetachedWork work, CancellationToken cancellationToken)
    {
        var key = _lastStep = NextFaultKey(work.ActivityId);
        Journal.Add(JournalEventKind.TimerDue, work.ActivityId, 0, work.Name);
        if (Operation.Faults.Find(key) is { } fault)
            Incidents.RecordDetached(work, fault);
        else if (Graph.Find(work.ActivityId) is { Activity: { } activity } node)
            await GuardAsync(key, node.Id, () => activity.TimerDueAsync(new DetachedTimerContext(this, node, work.Name, work.Payload is null ? null : Values.TryParse(work.Payload)), cancellationToken));
    }

    public void ChangeVariable(int activityInstanceId, string name, JsonNode? value) =>
        new VariableScope(this, State.Activities.GetValueOrDefault(activityInstanceId), Graph.Root).ChangeVariable(name, value);

    /// <summary>Ends the instance as cancelled, as soon as the step in hand is through.</summary>
    public void RequestCancel(string? reason)
    {
        Journal.Add(JournalEventKind.Canceled, Graph.Root.Id, State.Root?.Id ?? 0, reason is null ? [] : [reason]);
        _isCancelled = _finishRequested = true;
    }
}
