using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Expressions;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Runtime;

/// <summary>The names an activity sees: variables from the nearest container outwards, workflow inputs, outputs of activities.</summary>
internal sealed class VariableScope(Burst burst, ActivityState? activity, ActivityNode node) : IExpressionScope
{
    public DateTimeOffset Now => burst.Now;
    public JsonNode? LastResult => burst.State.LastResult;
    public string? CorrelationId => burst.Instance.CorrelationId;
    public string InstanceId => burst.Instance.Id.ToString();
    public string DefinitionId => burst.Instance.DefinitionId;
    public string DefinitionVersionId => burst.Instance.DefinitionVersionId;
    public int DefinitionVersion => burst.Instance.DefinitionVersion;

    public JsonNode? Evaluate(InputExpression expression, string? typeName)
    {
        var value = expression.Evaluate(this);
        if (expression.Kind is InputKind.Literal || value is null)
            return value;
        if (typeName is "Boolean")
            return JsonValue.Create(Values.IsTrue(value));
        return LiteralConverter.TryConvert(value, typeName, out var converted) ? converted : throw new FormatException($"The {expression.Kind} expression gave '{value}', which is no {typeName}.");
    }

    public bool TryGetVariable(string name, out JsonNode? value)
    {
        foreach (var exact in (ReadOnlySpan<bool>)[true, false])
            if (Find(name, exact) is { } found)
            {
                value = found.Owner.TryGetValue(found.Id, out var current) ? current : found.Default;
                return true;
            }

        value = null;
        return false;
    }

    public void SetVariable(string name, JsonNode? value)
    {
        burst.Charge(value);
        var found = Find(name, exact: true) ?? Find(name, exact: false) ?? new Variable(burst.State.Variables, name, null, null);
        if (found.TypeName is { } type && LiteralConverter.TryConvert(value, type, out var converted))
            value = converted;
        found.Owner[found.Id] = value?.DeepClone();
    }

    public bool TryGetInput(string name, out JsonNode? value) => burst.State.Input.TryGetPropertyValue(name, out value);

    public JsonNode? GetOutput(string activityIdOrName, string? outputName)
    {
        var source = burst.Graph.FindByIdOrName(activityIdOrName);
        var outputs = source is null ? null : burst.State.ActivityOutputs.GetValueOrDefault(source.Id);
        return outputName is not null ? outputs?[outputName] : outputs?["Result"] ?? (outputs is { Count: > 0 } ? outputs.First().Value : null);
    }

    public void SetOutput(string name, JsonNode? value)
    {
        if (name is "Result")
            burst.State.LastResult = value?.DeepClone();
        if (burst.Graph.KeepsOutputsOf(node.Id))
        {
            burst.Charge(value);
            if (!burst.State.ActivityOutputs.TryGetValue(node.Id, out var outputs))
                burst.State.ActivityOutputs[node.Id] = outputs = [];
            outputs[name] = value?.DeepClone();
        }

        if (!node.OutputBindings.TryGetValue(name, out var target))
            return;
        if (Find(target, exact: true) is not null)
            SetVariable(target, value);
        else if (burst.Graph.Definition.Outputs.Any(output => output.Name == target))
            burst.SetWorkflowOutput(target, value);
    }

    private sealed record Variable(Dictionary<string, JsonNode?> Owner, string Id, string? TypeName, JsonNode? Default);

    private Variable? Find(string name, bool exact)
    {
        for (var current = activity; current is not null; current = burst.State.Activities.GetValueOrDefault(current.ParentId))
        {
            if (Key(current.Variables, name, exact) is { } key)
                return new Variable(current.Variables!, key, Declared(burst.Graph.Find(current.ActivityId)?.Variables, name, exact)?.TypeName, null);
            if (Declared(burst.Graph.Find(current.ActivityId)?.Variables, name, exact) is { } declared)
                return new Variable(current.Variables ??= [], declared.Id, declared.TypeName, declared.Default);
        }

        if (Declared(burst.Graph.Definition.Variables, name, exact) is { } global)
            return new Variable(burst.State.Variables, global.Id, global.TypeName, global.Default);
        return Key(burst.State.Variables, name, exact) is { } dynamic ? new Variable(burst.State.Variables, dynamic, null, null) : null;
    }

    private static string? Key(Dictionary<string, JsonNode?>? map, string name, bool exact) =>
        map is null ? null : exact ? (map.ContainsKey(name) ? name : null) : map.Keys.FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));

    // Elsa's generated getters capitalize names, so getAmount() must find a variable called amount; an exact match wins.
    private static VariableDefinition? Declared(IReadOnlyList<VariableDefinition>? variables, string name, bool exact) =>
        variables?.FirstOrDefault(variable => exact ? variable.IsNamed(name) : variable.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
