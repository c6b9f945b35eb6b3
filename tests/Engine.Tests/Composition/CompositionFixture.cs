using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Tests.Composition;

/// <summary>Parents and children, and what is asked of them.</summary>
public abstract class CompositionFixture : IDisposable
{
    protected EngineFixture Engine { get; } = new(options => options.BurstLimit = 20);

    public void Dispose()
    {
        Engine.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static (string, JsonNode?) Of(string definitionId) => ("workflowDefinitionId", definitionId);

    protected static (string, JsonNode?) Waits => ("waitForCompletion", true);

    protected static JsonObject Into(string variable) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v-" + variable } };

    /// <summary>A flow that starts another one at <c>call</c>, keeps its result in <c>Got</c> and then works at <c>after</c>.</summary>
    protected static Flow Caller(string id, string type, params (string, JsonNode?)[] inputs) =>
        new Flow(id).Variable("Got", "Object").Add("call", type, [.. inputs, ("result", Into("Got"))]).Works("after").Connect("call->after");

    protected Task<WorkflowInstance> OfAsync(string definitionId) => Engine.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.DefinitionId == definitionId).OrderByDescending(i => i.CreatedAt).FirstAsync());

    protected Task<int> CountAsync(string definitionId) => Engine.ReadAsync(db => db.Set<WorkflowInstance>().CountAsync(i => i.DefinitionId == definitionId));

    protected async Task<string> StatesAsync(params string[] definitionIds)
    {
        var states = new List<string>();
        foreach (var id in definitionIds)
            states.Add((await OfAsync(id)).SubStatus.ToString());
        return string.Join(",", states);
    }

    protected Task<List<WorkflowIncident>> OpenAsync(Guid instanceId) => Engine.ReadAsync(db => db.Set<WorkflowIncident>().Where(i => i.InstanceId == instanceId && i.ResolvedAt == null).ToListAsync());

    protected async Task<WorkflowIncident> IncidentOfAsync(string definitionId) => Assert.Single(await OpenAsync((await OfAsync(definitionId)).Id));

    protected Task<bool> CancelAsync(Guid id) => Engine.DoAsync(runtime => runtime.CancelAsync(id, "no longer wanted", "wang", default));

    protected Task<ResumeResult> RetryAsync(Guid incidentId) => Engine.DoAsync(runtime => runtime.RetryAsync(new RetryIncident(incidentId) { Actor = "wang" }, default));

    protected Task<ResumeResult> SkipAsync(Guid incidentId) => Engine.DoAsync(runtime => runtime.SkipAsync(new SkipIncident(incidentId), default));

    /// <summary>Runs the timers until there are none: retries included, so that what faults is stuck in the end.</summary>
    protected async Task PumpAsync()
    {
        while (await Engine.CountAsync<WorkflowTimer>() > 0)
        {
            Engine.Clock.Advance(TimeSpan.FromHours(2));
            await Engine.Timers.RunDueAsync(default);
        }
    }

    protected void FaultAt(string? activityId) => Engine.World.Fault = id => id == activityId ? new InvalidOperationException("broken") : null;
}
