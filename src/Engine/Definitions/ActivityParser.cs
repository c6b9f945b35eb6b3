using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Incidents;

namespace AfterSales.Engine.Definitions;

/// <summary>Compiles the tree of activities of one definition.</summary>
internal sealed class ActivityParser(ActivityRegistry registry, RetryPolicy defaultRetry, List<DefinitionProblem> problems)
{
    private static readonly InputDescriptor Condition = new("Condition", "Boolean");
    private readonly List<string> _scripts = [];
    private bool _tooMany;

    public Dictionary<string, ActivityNode> Nodes { get; } = [];
    public IReadOnlyCollection<string> Scripts => _scripts;

    public ActivityNode? ParseRoot(JsonObject root) => Parse(root, null, "root", 1);

    private ActivityNode? Parse(JsonObject json, ActivityNode? parent, string path, int depth)
    {
        if (json.Text("type") is not { } type)
            return Refuse(path, parent?.Id, "The activity has no type.");
        if (json.Text("id") is not { } id)
            return Refuse(path, null, $"The activity of type {type} has no id.");
        if (depth > DefinitionParser.MaxDepth)
            return Refuse(path, id, $"Activities are nested deeper than {DefinitionParser.MaxDepth} levels.");
        if (Nodes.Count >= DefinitionParser.MaxActivities)
            return RefuseRest(path);

        var node = Compile(json, type, id, parent, path);
        if (!Nodes.TryAdd(id, node))
            return Refuse(path, id, $"The id '{id}' is used twice.");
        ParseNested(node, depth);
        return node;
    }

    private ActivityNode Compile(JsonObject json, string type, string id, ActivityNode? parent, string path)
    {
        var version = json["version"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 1;
        var activity = registry.Find(type, version);
        if (activity is null)
            Refuse(path, id, $"There is no activity of type '{type}' version {version}.");

        var inputs = new InputParser(problems, _scripts);
        var custom = json["customProperties"] as JsonObject;
        var descriptor = activity?.Descriptor;
        return new ActivityNode
        {
            Id = id,
            NodeId = $"{parent?.NodeId ?? "Workflow1"}:{id}",
            Type = type,
            Version = version,
            Name = json.Text("name"),
            Path = path,
            Json = (JsonObject)Values.Materialize(json)!,
            Activity = activity,
            Parent = parent,
            CanStartWorkflow = custom is not null && Values.IsTrue(custom["canStartWorkflow"]),
            MergeMode = custom?.Text("mergeMode"),
            Variables = VariableParser.Parse(json["variables"], path + ".variables", id, problems),
            Inputs = descriptor?.Inputs.ToDictionary(input => input.Name, input => inputs.Parse(json[input.PropertyName], input, $"{path}.{input.PropertyName}", id)) ?? [],
            OutputBindings = descriptor is null ? [] : Bindings(json, descriptor),
            Cases = type is "Elsa.FlowSwitch" ? [.. Cases(json, inputs, path, id)] : [],
        };
    }

    private static Dictionary<string, string> Bindings(JsonObject json, ActivityDescriptor descriptor)
    {
        var bindings = new Dictionary<string, string>();
        foreach (var output in descriptor.Outputs)
            if (json[output.PropertyName] is JsonObject bound && bound["memoryReference"] is JsonObject reference && reference.Text("id") is { } id)
                bindings[output.Name] = id;
        return bindings;
    }

    private static IEnumerable<(string, InputExpression)> Cases(JsonObject json, InputParser inputs, string path, string id)
    {
        foreach (var (index, item) in (json["cases"] as JsonArray ?? []).Index())
            if (item is JsonObject @case && @case.Text("label") is { } label)
                yield return (label, @case["condition"] is JsonObject condition
                    ? inputs.ParseExpression(condition, Condition, $"{path}.cases[{index}].condition", id)
                    : InputExpression.Unset);
    }

    private void ParseNested(ActivityNode node, int depth)
    {
        var children = new List<ActivityNode>();
        foreach (var (index, item) in (node.Json["activities"] as JsonArray ?? []).Index())
            if (!_tooMany && item is JsonObject child && Parse(child, node, $"{node.Path}.activities[{index}]", depth + 1) is { } parsed)
                children.Add(parsed);
        node.Children = children;

        var embedded = new Dictionary<string, ActivityNode>();
        foreach (var port in node.Activity?.Descriptor.Ports.Where(port => port.Type is PortType.Embedded) ?? [])
            if (node.Json[port.PropertyName] is JsonObject child && Parse(child, node, $"{node.Path}.{port.PropertyName}", depth + 1) is { } parsed)
                embedded[port.Name] = parsed;
        node.Embedded = embedded;

        if (node.Type is "Elsa.Flowchart")
            node.Flowchart = ConnectionParser.Parse(node, problems);
        node.RetryPolicy = RetryPolicyParser.Parse(node, defaultRetry, problems);
    }

    private ActivityNode? RefuseRest(string path)
    {
        if (!_tooMany)
            Refuse(path, null, $"There are more than {DefinitionParser.MaxActivities} activities.");
        _tooMany = true;
        return null;
    }

    private ActivityNode? Refuse(string path, string? activityId, string message)
    {
        problems.Add(new DefinitionProblem(path, activityId, message));
        return null;
    }
}
