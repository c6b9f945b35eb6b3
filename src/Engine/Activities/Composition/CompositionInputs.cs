using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Activities.Composition;

/// <summary>What the activities that start other workflows have in common.</summary>
internal static class CompositionInputs
{
    public static readonly InputDescriptor Definition = new("WorkflowDefinitionId")
    {
        DisplayName = "Workflow Definition", UiHint = "workflow-definition-picker", Description = "The definition ID of the workflow to start.",
    };

    public static readonly InputDescriptor CorrelationId = new("CorrelationId")
    {
        DisplayName = "Correlation ID", Description = "The correlation ID of the started workflow; without one it has that of this workflow.",
    };

    public static readonly InputDescriptor Input = new("Input", "ObjectDictionary") { UiHint = "dropdown", Description = "The input to send to the workflow." };

    public static readonly InputDescriptor StartNewTrace = new("StartNewTrace", "Boolean") { UiHint = "checkbox", DisplayName = "Start New Trace", Description = "Kept for other servers; has no effect here." };

    public static readonly InputDescriptor ChannelName = new("ChannelName") { UiHint = "dropdown", DisplayName = "Channel", Description = "Kept for other servers; has no effect here." };

    public static InputDescriptor WaitForCompletion(bool? byDefault = null) => new("WaitForCompletion", "Boolean")
    {
        UiHint = "checkbox", DisplayName = "Wait For Completion", Description = "Wait for the started workflow to complete before completing this activity.", DefaultValue = byDefault,
    };

    public static StartWorkflow Request(ActivityContext context, JsonObject? input = null)
    {
        input ??= context.GetInput("Input") as JsonObject ?? [];
        input["ParentInstanceId"] = context.InstanceId.ToString();
        return new StartWorkflow(context.GetInput<string>("WorkflowDefinitionId") is { Length: > 0 } id ? id : throw new InvalidOperationException("No workflow definition is picked."))
        {
            CorrelationId = context.Node.Inputs.ContainsKey("CorrelationId") && context.GetInput<string>("CorrelationId") is { Length: > 0 } given ? given : context.CorrelationId,
            Input = input,
        };
    }
}
