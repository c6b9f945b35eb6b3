using System.Text.Json.Nodes;
using AfterSales.Engine.Trials;

namespace AfterSales.Engine.Runtime;

// What only trials may do: start at a trigger without its stimulus.
public sealed partial class WorkflowRuntime
{
    internal Task<Guid> StartTrialAsync(string versionId, TrialRequest trial, CancellationToken cancellationToken)
    {
        var id = EngineIds.New(clock);
        var request = new StartWorkflow("")
        {
            VersionId = versionId,
            CorrelationId = trial.CorrelationId,
            // An event's payload is also the input of what it starts.
            Input = trial.Input ?? (trial.TriggerActivityId is null ? null : (trial.Payload as JsonObject)?.DeepClone().AsObject()),
            Actor = trial.Actor,
        };
        return OperateAsync(operation => StartAsync(operation, request, id, trial.TriggerActivityId, trial.Payload?.DeepClone(), cancellationToken), () => id);
    }
}
