using Microsoft.Extensions.Logging;

namespace AfterSales.Engine.Activities.Primitives;

/// <summary>Writes a line to the log.</summary>
internal sealed class WriteLineActivity(ILogger<WriteLineActivity> logger) : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.WriteLine", "Console", "Write a line of text to the console.")
    {
        Inputs = [new InputDescriptor("Text")],
    };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        logger.LogInformation("Workflow {InstanceId}: {Text}", context.InstanceId, context.GetInput<string>("Text"));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Faults on purpose.</summary>
internal sealed class FaultActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Fault", "Primitives", "Faults the workflow.")
    {
        Inputs = [new InputDescriptor("Code"), new InputDescriptor("Category"), new InputDescriptor("FaultType"), new InputDescriptor("Message")],
    };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken) =>
        throw new WorkflowFaultException(context.GetInput<string>("Code"), context.GetInput<string>("Category"), context.GetInput<string>("FaultType"), context.GetInput<string>("Message"));
}

/// <summary>The definition itself says that this is a fault.</summary>
public sealed class WorkflowFaultException(string? code, string? category, string? faultType, string? message) : Exception(message ?? code ?? "Fault")
{
    public string? Code => code;
    public string? Category => category;
    public string? FaultType => faultType;
}
