using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Activities.Composition;

/// <summary>
/// One version of a workflow, used as an activity of another: its inputs, outputs and outcomes are the activity's. It runs as an instance of its own in the same
/// transaction.
/// </summary>
internal sealed class DefinitionActivity : Activity
{
    private readonly ReusableDefinition _definition;

    public DefinitionActivity(ReusableDefinition definition, string typeName)
    {
        _definition = definition;
        var head = definition.Head;
        Descriptor = new ActivityDescriptor(typeName, definition.Category ?? "Workflows", head.Description ?? "")
        {
            Version = definition.Version,
            DisplayName = head.Name ?? definition.DefinitionId,
            Inputs = [.. head.Inputs.Select(Describe)],
            Outputs = [.. head.Outputs.Select(output => new OutputDescriptor(SafeName(output.Name), output.TypeName) { DisplayName = output.DisplayName ?? output.Name, Description = output.Description ?? "" })],
            Ports = [new PortDescriptor("Root", PortType.Embedded) { IsBrowsable = false }, .. head.Outcomes.Select(outcome => new PortDescriptor(outcome))],
            CustomProperties = new JsonObject { ["RootType"] = "WorkflowDefinitionActivity", ["WorkflowDefinitionId"] = definition.DefinitionId, ["WorkflowDefinitionVersionId"] = definition.VersionId },
            ConstructionProperties = new JsonObject { ["WorkflowDefinitionId"] = definition.DefinitionId, ["WorkflowDefinitionVersionId"] = definition.VersionId, ["Version"] = definition.Version },
        };
    }

    public override ActivityDescriptor Descriptor { get; }

    /// <summary>The workflow that is run.</summary>
    public string DefinitionId => _definition.DefinitionId;

    public override IReadOnlyList<string> DescribeOutcomes(ActivityNode node) => [.. _definition.Head.Outcomes.Append("Done").Distinct()];

    public override async ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var input = new JsonObject();
        foreach (var argument in _definition.Head.Inputs)
            if (context.GetInput(SafeName(argument.Name)) is { } value)
                input[argument.Name] = value;
        var request = new StartWorkflow(_definition.DefinitionId) { VersionId = _definition.VersionId, CorrelationId = context.CorrelationId, Input = input };
        await context.ExecuteChildAsync(request, untilEnd: true, cancellationToken);
    }

    public override ValueTask ResumeAsync(ActivityContext context, BookmarkResumption resumption, CancellationToken cancellationToken)
    {
        var result = ChildResult.Parse(resumption.Payload!);
        if (result.IsCancelled)
        {
            context.FailChild(result);
            return ValueTask.CompletedTask;
        }

        foreach (var output in _definition.Head.Outputs)
            if (result.Output.TryGetPropertyValue(output.Name, out var value))
                context.SetOutput(SafeName(output.Name), value?.DeepClone());
        context.Complete([.. result.Outcomes]);
        return ValueTask.CompletedTask;
    }

    private static InputDescriptor Describe(ArgumentDefinition input) => new(SafeName(input.Name), input.TypeName)
    {
        DisplayName = input.DisplayName ?? input.Name,
        Description = input.Description ?? "",
        Category = input.Category,
        UiHint = input.UiHint ?? "singleline",
    };

    // What every activity has in its JSON beside inputs and outputs.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "nodeId", "name", "type", "version", "customProperties", "metadata", "root", "variables",
        "workflowDefinitionId", "workflowDefinitionVersionId", "latestAvailablePublishedVersion", "latestAvailablePublishedVersionId",
    };

    private static string SafeName(string name) => Reserved.Contains(name) ? "_" + name : name;
}
