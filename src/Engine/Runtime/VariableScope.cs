using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Expressions;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Runtime;

/// <summary>The names an activity sees: variables from the nearest container outwards, workflow inputs, outputs of activities.</summary>
internal sealed class VariableScope(Burst burst, ActivityState? activity, ActivityNode node) : IScriptScope
{
    public DateTimeOffset Now => burst.Now;
    public JsonNode? LastResult => burst.State.LastResult;
    public string? CorrelationId => burst.Instance.CorrelationId;
    public string InstanceId => burst.Instance.Id.ToString();
    public string DefinitionId => burst.Instance.DefinitionId;
    public string DefinitionVersionId => burst.Instance.DefinitionVersionId;
    public int DefinitionVersion => burst.Instance.DefinitionVersion;

    /// <summary>What a script has set; null where it has not.</summary>
    public IReadOnlyList<string>? ScriptOutcomes { get; private set; }

    public void SetOutcomes(IReadOnlyList<string> outcomes) => ScriptOutcomes = outcomes;

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
        burst.Journal.AddVariable(activity?.ActivityId ?? node.Id, InstanceNumber, found.Name ?? found.Id, value, found.ScopeId);
    }

    /// <summary>Sets a variable as a person asks for it: one that there is, to a value of its type.</summary>
    /// <exception cref="VariableRefusedException">There is no such variable here, or the value is of another type.</exception>
    public void ChangeVariable(string name, JsonNode? value)
    {
        if (Find(name, exact: true) is not { } found)
            throw new VariableRefusedException(name, null);
        if (found.TypeName is { } type && value is not null && !LiteralConverter.TryConvert(value, type, out _))
            throw new VariableRefusedException(name, type);
        SetVariable(name, value);
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

        var isBound = node.OutputBindings.TryGetValue(name, out var target);
        if (isBound && Find(target!, exact: true) is not null)
        {
            SetVariable(target!, value);
            return;
        }

        burst.Journal.AddOutput(node.Id, InstanceNumber, name, SensitiveValues.Shown(value, node.Activity?.Descriptor.Outputs.FirstOrDefault(output => output.Name == name)?.TypeName));
        if (isBound && burst.Graph.Definition.Outputs.Any(output => output.Name == target))
            burst.SetWorkflowOutput(target!, value);
    }

    /// <summary>The activity's number within the instance; 0 where none is alive.</summary>
    public int InstanceNumber => activity?.Id ?? 0;

    private sealed record Variable(Dictionary<string, JsonNode?> Owner, string Id, string? TypeName, JsonNode? Default, string? Name = null, int ScopeId = 0);

    private Variable? Find(string name, bool exact)
    {
        for (var current = activity; current is not null; current = burst.State.Activities.GetValueOrDefault(current.ParentId))
        {
            if (Key(current.Variables, name, exact) is { } key)
            {
                var known = Declared(burst.Graph.Find(current.ActivityId)?.Variables, name, exact);
                return new Variable(current.Variables!, key, known?.TypeName, null, known?.Name, current.Id);
            }

            if (Declared(burst.Graph.Find(current.ActivityId)?.Variables, name, exact) is { } declared)
                return new Variable(current.Variables ??= [], declared.Id, declared.TypeName, declared.Default, declared.Name, current.Id);
        }

        if (Declared(burst.Graph.Definition.Variables, name, exact) is { } global)
            return new Variable(burst.State.Variables, global.Id, global.TypeName, global.Default, global.Name);
        return Key(burst.State.Variables, name, exact) is { } dynamic ? new Variable(burst.State.Variables, dynamic, null, null) : null;
    }

    private static string? Key(Dictionary<string, JsonNode?>? map, string name, bool exact) =>
        map is null ? null : exact ? (map.ContainsKey(name) ? name : null) : map.Keys.FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));

    // Elsa's generated getters capitalize names, so getAmount() must find a variable called amount; an exact match wins.
    private static VariableDefinition? Declared(IReadOnlyList<VariableDefinition>? variables, string name, bool exact) =>
        variables?.FirstOrDefault(variable => exact ? variable.IsNamed(name) : variable.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
