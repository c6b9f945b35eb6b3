using System.Text.Json.Nodes;
using AfterSales.Engine.Timers;

namespace AfterSales.Engine.Runtime;

/// <summary>How a stimulus for a held instance waits in a timer's payload. Its id is in the journal already; the delivery has one of its own.</summary>
internal static class HeldStimulus
{
    public static string Write(JsonNode? payload, Stimulus stimulus, int order) =>
        new JsonObject { ["payload"] = payload?.DeepClone(), ["actor"] = stimulus.Actor, ["order"] = order }.ToJsonString(Values.Compact);

    /// <summary>Tells apart what came within one tick of the clock.</summary>
    public static int OrderOf(WorkflowTimer timer) => Values.TryParse(timer.Payload!)?["order"]?.GetValue<int>() ?? 0;

    public static (JsonNode? Payload, Stimulus Stimulus) Read(WorkflowTimer timer)
    {
        var held = Values.TryParse(timer.Payload!)!.AsObject();
        return (held["payload"], new Stimulus(timer.Name, $"held:{timer.Id:N}", held["actor"]?.GetValue<string>()));
    }
}
