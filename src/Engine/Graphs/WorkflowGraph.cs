using System.Collections.Frozen;
using AfterSales.Engine.Definitions;

namespace AfterSales.Engine.Graphs;

/// <summary>A definition ready to run: immutable, built once per version, shared by all its instances.</summary>
public sealed class WorkflowGraph
{
    private readonly FrozenDictionary<string, ActivityNode> _nodes;
    private readonly FrozenSet<string> _readOutputs;
    private readonly bool _readsAnyOutput;

    internal WorkflowGraph(WorkflowDefinition definition, ActivityNode root, Dictionary<string, ActivityNode> nodes, IReadOnlyCollection<string> scripts)
    {
        Definition = definition;
        Root = root;
        _nodes = nodes.ToFrozenDictionary();
        ReadsLastResult = scripts.Any(script => script.Contains("LastResult", StringComparison.Ordinal));

        // Outputs are stored only where a script may ask for them. A name computed at run time can be any, so then all are kept.
        var readers = scripts.Where(script => script.Contains("Output", StringComparison.Ordinal)).ToArray();
        _readsAnyOutput = readers.Any(script => ReadsComputedName(script));
        _readOutputs = nodes.Values.Where(node => readers.Any(script => script.Contains(node.Id, StringComparison.Ordinal)
            || (node.Name is { Length: > 0 } name && script.Contains(name, StringComparison.Ordinal)))).Select(node => node.Id).ToFrozenSet();
    }

    public WorkflowDefinition Definition { get; }
    public ActivityNode Root { get; }
    public IEnumerable<ActivityNode> Nodes => _nodes.Values;
    public bool ReadsLastResult { get; }

    public ActivityNode? Find(string activityId) => _nodes.GetValueOrDefault(activityId);
    public ActivityNode? FindByIdOrName(string idOrName) => Find(idOrName) ?? _nodes.Values.FirstOrDefault(node => node.Name == idOrName);
    public bool KeepsOutputsOf(string activityId) => _readsAnyOutput || _readOutputs.Contains(activityId);

    private static bool ReadsComputedName(string script)
    {
        const string Reader = "getOutputFrom(";
        for (var at = script.IndexOf(Reader, StringComparison.Ordinal); at >= 0; at = script.IndexOf(Reader, at + 1, StringComparison.Ordinal))
            if (script[(at + Reader.Length)..].TrimStart() is not ['\'' or '"', ..])
                return true;
        return false;
    }
}
