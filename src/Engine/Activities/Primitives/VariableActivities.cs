using System.Text.Json.Nodes;

namespace AfterSales.Engine.Activities.Primitives;

/// <summary>Assigns a variable.</summary>
internal sealed class SetVariableActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.SetVariable", "Primitives", "Assign a workflow variable a value.")
    {
        Inputs = [new InputDescriptor("Variable", "Variable") { UiHint = "variable-picker", IsWrapped = false }, new InputDescriptor("Value", "Object")],
    };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var variable = context.GetInput("Variable") as JsonObject;
        var name = (variable?["id"] ?? variable?["name"])?.ToString() ?? throw new InvalidOperationException("No variable is picked.");
        if (context.GetVariable(name) is null && variable?["name"]?.ToString() is { } byName && context.GetVariable(byName) is not null)
            name = byName; // copied from another definition: the id is foreign, the name is meant
        context.SetVariable(name, context.GetInput("Value"));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Names the instance.</summary>
internal sealed class SetNameActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.SetName", "Primitives", "Set the name of the workflow instance.")
    {
        Inputs = [new InputDescriptor("Value")],
    };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.InstanceName = context.GetInput<string>("Value");
        return ValueTask.CompletedTask;
    }
}

/// <summary>Ties the instance to what it is about.</summary>
internal sealed class CorrelateActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Correlate", "Primitives", "Set the CorrelationId of the workflow to a given value.")
    {
        Inputs = [new InputDescriptor("CorrelationId")],
    };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.CorrelationId = context.GetInput<string>("CorrelationId") is { Length: > 0 } id ? id : null;
        return ValueTask.CompletedTask;
    }
}

/// <summary>Assigns an output of the workflow.</summary>
internal sealed class SetOutputActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.SetOutput", "Composition", "Assigns a given value to the workflow's output.")
    {
        Inputs = [new InputDescriptor("OutputName") { UiHint = "output-picker" }, new InputDescriptor("OutputValue", "Object")],
    };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.SetWorkflowOutput(context.GetInput<string>("OutputName") ?? throw new InvalidOperationException("No output is picked."), context.GetInput("OutputValue"));
        return ValueTask.CompletedTask;
    }
}
