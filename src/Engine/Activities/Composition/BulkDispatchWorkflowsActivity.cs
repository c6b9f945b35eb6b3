using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Activities.Composition;

/// <summary>
/// Queues a workflow for each item and may wait until all have ended. <c>ChildCompleted</c> runs for each that ended, <c>ChildFaulted</c> for each that was
/// cancelled; both see <c>ChildInstanceId</c> and <c>WorkflowOutput</c>.
/// </summary>
internal sealed class BulkDispatchWorkflowsActivity : Activity
{
    private const string Cancelled = "cancelled";

    public override ActivityDescriptor Descriptor { get; } = new("Elsa.BulkDispatchWorkflows", "Composition", "Create new workflow instances for each item in the data source and dispatch them for execution.")
    {
        Kind = ActivityKind.Task,
        Inputs =
        [
            CompositionInputs.Definition,
            new InputDescriptor("Items", "Object") { Description = "The data source to use for dispatching the workflows." },
            new InputDescriptor("DefaultItemInputKey") { DefaultValue = "Item", DisplayName = "Default Item Input Key", Description = "The input that an item becomes, unless it is an object: its properties become inputs." },
            new InputDescriptor("CorrelationIdFunction") { DisplayName = "Correlation ID Function", Description = "Evaluated for each item, which it sees as a variable." },
            CompositionInputs.Input,
            CompositionInputs.WaitForCompletion(true),
            CompositionInputs.StartNewTrace,
            CompositionInputs.ChannelName,
        ],
        Ports =
        [
            new PortDescriptor("ChildCompleted", PortType.Embedded), new PortDescriptor("ChildFaulted", PortType.Embedded),
            new PortDescriptor("Completed"), new PortDescriptor("Canceled"), new PortDescriptor("Done"),
        ],
    };

    public override async ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var requests = Items(context.GetInput("Items")).Select(item => Request(context, item)).ToArray();
        var wait = context.GetInput<bool>("WaitForCompletion");
        await context.DispatchChildrenAsync(requests, wait, cancellationToken);
        if (!wait || requests.Length is 0)
            context.Complete();
    }

    public override ValueTask ResumeAsync(ActivityContext context, BookmarkResumption resumption, CancellationToken cancellationToken)
    {
        var result = ChildResult.Parse(resumption.Payload!);
        if (result.IsCancelled)
            context.Properties[Cancelled] = true;
        if (context.Node.Embedded.TryGetValue(result.IsCancelled ? "ChildFaulted" : "ChildCompleted", out var branch))
            context.ScheduleChild(branch, new JsonObject { ["ChildInstanceId"] = result.InstanceId.ToString(), ["WorkflowOutput"] = result.Output });
        CompleteWhenAllHaveEnded(context);
        return ValueTask.CompletedTask;
    }

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        CompleteWhenAllHaveEnded(context);
        return ValueTask.CompletedTask;
    }

    private static void CompleteWhenAllHaveEnded(ActivityContext context)
    {
        if (context.IsWaiting || context.HasLiveChildren)
            return;
        if (context.Properties.ContainsKey(Cancelled))
            context.Complete("Completed", "Canceled", "Done");
        else
            context.Complete("Completed", "Done");
    }

    private static JsonArray Items(JsonNode? items) => items switch
    {
        null => [],
        JsonArray list => list,
        JsonValue text when Values.TryParse(text.ToString()) is JsonArray list => list,
        _ => [items.DeepClone()],
    };

    private static StartWorkflow Request(ActivityContext context, JsonNode? item)
    {
        var key = context.GetInput<string>("DefaultItemInputKey") is { Length: > 0 } given ? given : "Item";
        var input = context.GetInput("Input") as JsonObject ?? [];
        foreach (var (name, value) in item as JsonObject ?? new JsonObject { [key] = item?.DeepClone() })
            input[name] = value?.DeepClone();
        var correlationId = context.EvaluateWith(key, item, context.Node.Input("CorrelationIdFunction"));
        return CompositionInputs.Request(context, input) with { CorrelationId = correlationId is null ? context.CorrelationId : Values.Text(correlationId) };
    }
}
