using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Incidents;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Definitions;

/// <summary>Compiles the tree of activities of one definition.</summary>
internal sealed class ActivityParser(ActivityLookup activities, RetryPolicy defaultRetry, ProblemList problems)
{
    private const string Null = "null";
    private readonly List<string> _scripts = [];
    private bool _tooMany;

    public Dictionary<string, ActivityNode> Nodes { get; } = [];
    public IReadOnlyCollection<string> Scripts => _scripts;

    public ActivityNode? ParseRoot(JsonObject root) => Parse((JsonObject)Values.Materialize(root)!, null, "root", 1);

    /// <summary>Parses what stands where an activity is expected: null is none, anything else a problem.</summary>
    public ActivityNode? ParseOptional(JsonNode? json, ActivityNode parent, string path, int depth)
    {
        if (_tooMany || json is null)
            return null;
        return json is JsonObject activity ? Parse(activity, parent, path, depth) : Refuse(path, parent.Id, "problem.not-an-activity", $"An activity is expected here, not {Describe(json)}.");
    }

    /// <summary>Parses a list of activities, none of which may be missing.</summary>
    public IReadOnlyList<ActivityNode> ParseList(JsonNode? json, ActivityNode parent, string path, int depth)
    {
        var children = new List<ActivityNode>();
        foreach (var (index, item) in problems.Items(json, path, parent.Id).Index())
            if (!_tooMany && (item is null ? Refuse($"{path}[{index}]", parent.Id, "problem.not-an-activity", $"An activity is expected here, not {Null}.") : ParseOptional(item, parent, $"{path}[{index}]", depth)) is { } parsed)
                children.Add(parsed);
        return children;
    }

    private ActivityNode? Parse(JsonObject json, ActivityNode? parent, string path, int depth)
    {
        if (json.Text("type") is not { } type)
            return Refuse(path, parent?.Id, "problem.no-type", $"The activity has no type.");
        if (json.Text("id") is not { } id)
            return Refuse(path, null, "problem.no-id", $"The activity of type {Shorten(type)} has no id.");
        if (id.Length > WorkflowDefinitionVersion.IdMaxLength)
            return Refuse(path, null, "problem.id-too-long", $"The id '{Shorten(id)}' is longer than {WorkflowDefinitionVersion.IdMaxLength} characters.");
        if (depth > DefinitionParser.MaxDepth)
            return Refuse(path, id, "problem.too-deep", $"Activities are nested deeper than {DefinitionParser.MaxDepth} levels.");
        if (parent?.NodeId.Length + id.Length >= WorkflowIncident.NodeIdMaxLength)
            return Refuse(path, id, "problem.path-too-long", $"The ids around it are longer than {WorkflowIncident.NodeIdMaxLength} characters together.");
        if (Nodes.Count >= DefinitionParser.MaxActivities)
            return RefuseRest(path);

        var node = Compile(json, type, id, parent, path);
        if (!Nodes.TryAdd(id, node))
            return Refuse(path, id, "problem.id-twice", $"The id '{id}' is used twice.");
        NestedParser.Parse(this, node, depth + 1, problems);
        node.RetryPolicy = RetryPolicyParser.Parse(node, defaultRetry, problems);
        foreach (var problem in node.Activity?.Check(node) ?? [])
            problems.Add(problem);
        return node;
    }

    internal static int VersionOf(JsonObject activity) => activity["version"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 1;

    private ActivityNode Compile(JsonObject json, string type, string id, ActivityNode? parent, string path)
    {
        var version = VersionOf(json);
        var activity = activities.Find(json, type, version, out var refusal);
        var inputs = new InputParser(problems, _scripts);
        var custom = json["customProperties"] as JsonObject;
        var descriptor = activity?.Descriptor;
        var node = new ActivityNode
        {
            Id = id,
            NodeId = $"{parent?.NodeId ?? "Workflow1"}:{id}",
            Type = type,
            Version = version,
            Name = json.Text("name"),
            Path = path,
            Json = json,
            Activity = activity,
            Parent = parent,
            CanStartWorkflow = custom is not null && Values.IsTrue(custom["canStartWorkflow"]),
            MergeMode = custom?.Text("mergeMode"),
            Variables = VariableParser.Parse(json["variables"], path + ".variables", id, problems),
            Inputs = descriptor?.Inputs.ToDictionary(input => input.Name, input => inputs.Parse(json[input.PropertyName], input, $"{path}.{input.PropertyName}", id)) ?? [],
            OutputBindings = descriptor is null ? [] : Bindings(json, descriptor),
            Cases = type is "Elsa.FlowSwitch" or "Elsa.Switch" ? [.. Cases(json, inputs, path, id)] : [],
        };
        if (activity is null)
            Refuse(path, id, refusal?.Code ?? "problem.unknown-activity", refusal?.Text ?? $"There is no activity of type '{Shorten(type)}' version {version} ('{Shorten(node.DisplayText)}').");
        return node;
    }

    private static Dictionary<string, string> Bindings(JsonObject json, ActivityDescriptor descriptor)
    {
        var bindings = new Dictionary<string, string>();
        foreach (var output in descriptor.Outputs)
            if (json[output.PropertyName] is JsonObject bound && bound["memoryReference"] is JsonObject reference && reference.Text("id") is { } id)
                bindings[output.Name] = id;
        return bindings;
    }

    private IEnumerable<SwitchCase> Cases(JsonObject json, InputParser inputs, string path, string id)
    {
        foreach (var (index, item) in problems.Items(json["cases"], path + ".cases", id).Index())
        {
            var at = $"{path}.cases[{index}]";
            if (item is not JsonObject @case)
                Refuse(at, id, "problem.not-a-case", $"A case is expected here.");
            else
                yield return new SwitchCase(@case.Text("label") ?? "", inputs.ParseCondition(@case["condition"], at + ".condition", id));
        }
    }

    private ActivityNode? RefuseRest(string path)
    {
        if (!_tooMany)
            Refuse(path, null, "problem.too-many-activities", $"There are more than {DefinitionParser.MaxActivities} activities.");
        _tooMany = true;
        return null;
    }

    private ActivityNode? Refuse(string path, string? activityId, string code, FormattableString text)
    {
        problems.Add(DefinitionProblem.Of(path, activityId, code, text));
        return null;
    }

    private static string Describe(JsonNode json) => json is JsonArray ? "an array" : VariableParser.Shorten(json.ToJsonString());

    private static string Shorten(string text) => VariableParser.Shorten(text);
}
