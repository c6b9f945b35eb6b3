using System.Text.Json;
using AfterSales.Engine.Comparison;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Migrations;

/// <summary>
/// Where things of one version are in another: activities and arrows by their ids unless said otherwise. What an instance stands on and is neither there by id nor
/// mapped keeps the instance where it is.
/// </summary>
public sealed record MigrationMap
{
    public static readonly MigrationMap ById = new();

    /// <summary>Ids of the old version to ids of the new one.</summary>
    public IReadOnlyDictionary<string, string> Activities { get; init; } = new Dictionary<string, string>();

    /// <summary>Arrows on which branches wait at a join and that lead elsewhere now.</summary>
    public IReadOnlyList<ArrowMapping> Arrows { get; init; } = [];

    /// <summary>Ids of the new version that may run once more in instances where they are done.</summary>
    public IReadOnlyList<string> MayRunAgain { get; init; } = [];

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static MigrationMap Parse(string json) => JsonSerializer.Deserialize<MigrationMap>(json, JsonSerializerOptions.Web) ?? ById;

    /// <summary>The ids and arrows it names that are in neither version, as people would look for them.</summary>
    public IReadOnlyList<string> Unknown(WorkflowGraph from, WorkflowGraph to) =>
    [
        .. Activities.Keys.Where(id => from.Find(id) is null),
        .. Activities.Values.Concat(MayRunAgain).Where(id => to.Find(id) is null).Distinct(),
        .. Arrows.Where(arrow => !Has(from, arrow.From)).Select(arrow => arrow.From.ToString()),
        .. Arrows.Select(arrow => arrow.To).OfType<Arrow>().Where(arrow => !Has(to, arrow)).Select(arrow => arrow.ToString()),
    ];

    /// <summary>What was only given another id, by what it does: a proposal for <see cref="Activities"/>.</summary>
    public static IReadOnlyDictionary<string, string> Propose(WorkflowGraph from, WorkflowGraph to) =>
        ActivityMatching.Match(from, to).Where(pair => pair.Key != pair.Value).ToDictionary();

    private static bool Has(WorkflowGraph graph, Arrow arrow) =>
        graph.Find(arrow.Source)?.Parent?.Flowchart?.Outgoing(arrow.Source).Any(connection => arrow.Is(connection)) is true;
}

/// <summary>An arrow by its ends.</summary>
public sealed record Arrow(string Source, string Port, string Target)
{
    internal bool Is(Connection connection) => connection.Source == Source && connection.SourcePort == Port && connection.Target == Target;

    public override string ToString() => $"{Source}:{Port}->{Target}";
}

/// <summary>What waits on the one arrow waits on the other; null: it is given up.</summary>
public sealed record ArrowMapping(Arrow From, Arrow? To);
