using System.Collections.Frozen;
using AfterSales.Engine.Definitions;

namespace AfterSales.Engine.Graphs;

/// <summary>A definition ready to run: immutable, built once per version, shared by all its instances.</summary>
public sealed class WorkflowGraph
{
    private readonly FrozenDictionary<string, ActivityNode> _nodes;
    private readonly FrozenDictionary<string, ActivityNode> _names;
    private readonly OutputReaders _readers;

    internal WorkflowGraph(WorkflowDefinition definition, ActivityNode root, Dictionary<string, ActivityNode> nodes, IReadOnlyCollection<string> scripts)
    {
        Definition = definition;
        Root = root;
        _nodes = nodes.ToFrozenDictionary();
        ReadsLastResult = scripts.Any(script => script.Contains("LastResult", StringComparison.Ordinal));

        _names = nodes.Values.Where(node => node.Name is not null).DistinctBy(node => node.Name).ToFrozenDictionary(node => node.Name!);
        _readers = OutputReaders.Of(scripts);
    }

    public WorkflowDefinition Definition { get; }
    public ActivityNode Root { get; }
    public IEnumerable<ActivityNode> Nodes => _nodes.Values;
    public bool ReadsLastResult { get; }

    public ActivityNode? Find(string activityId) => _nodes.GetValueOrDefault(activityId);
    public ActivityNode? FindByIdOrName(string idOrName) => Find(idOrName) ?? _names.GetValueOrDefault(idOrName);
    public bool KeepsOutputsOf(string activityId) => _readers.MayRead(activityId) || (Find(activityId)?.Name is { } name && _readers.MayRead(name));
}
