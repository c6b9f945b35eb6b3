using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using MediatR;

namespace AfterSales.Workflows.Definitions;

/// <summary>What a version looks like in the designer; the latest unless a number is given. Whoever works on a case may see the process it goes through.</summary>
[Allow(Roles.SignedIn)]
public sealed record DrawDefinition(string DefinitionId, int? Version = null) : IQuery<DefinitionDrawing>;

/// <param name="Sheets">The root's canvas first, then that of each activity that holds others.</param>
public sealed record DefinitionDrawing(string DefinitionId, string Name, string VersionId, int Version, IReadOnlyList<DrawnSheet> Sheets);

/// <summary>One canvas.</summary>
/// <param name="Title">Of the activity whose inside it is; null for the root's.</param>
public sealed record DrawnSheet(string? Title, IReadOnlyList<DrawnActivity> Activities, IReadOnlyList<DrawnArrow> Arrows);

/// <param name="Place">Null where nobody has placed it.</param>
public sealed record DrawnActivity(string Id, string Type, int TypeVersion, string Title, DrawnPlace? Place);

/// <summary>In the designer's units; the upper left corner, and the size (zero: as large as the designer makes it).</summary>
public sealed record DrawnPlace(double X, double Y, double Width, double Height);

/// <param name="Vertices">Where somebody bent it.</param>
public sealed record DrawnArrow(string Source, string Port, string Target, IReadOnlyList<DrawnPoint> Vertices);

public readonly record struct DrawnPoint(double X, double Y);

internal sealed class DrawDefinitionHandler(DefinitionDesk desk, DefinitionParser parser) : IRequestHandler<DrawDefinition, DefinitionDrawing>
{
    public async Task<DefinitionDrawing> Handle(DrawDefinition request, CancellationToken cancellationToken)
    {
        var version = await desk.FindAsync(request.DefinitionId, request.Version, cancellationToken);
        return new DefinitionDrawing(version.DefinitionId, version.Name, version.Id, version.Version, Drawing.Of(parser.Parse(version.Json).Graph!));
    }
}

/// <summary>Reads places and bends out of what the designer keeps beside each activity.</summary>
internal static class Drawing
{
    public static IReadOnlyList<DrawnSheet> Of(WorkflowGraph graph)
    {
        var sheets = new List<DrawnSheet>();
        var open = new Queue<ActivityNode>([graph.Root]);
        while (open.TryDequeue(out var node))
        {
            if (node.Nested.Any())
                sheets.Add(Sheet(node, node == graph.Root));
            foreach (var nested in node.Nested)
                open.Enqueue(nested);
        }

        // A process of a single activity has no canvas of its own.
        return sheets.Count > 0 ? sheets : [new DrawnSheet(null, [Activity(graph.Root)], [])];
    }

    private static DrawnSheet Sheet(ActivityNode container, bool isRoot) =>
        new(isRoot ? null : container.DisplayText, [.. container.Nested.Select(Activity)], container.Flowchart is { } flowchart ? [.. Arrows(container, flowchart)] : [.. InSequence(container)]);

    private static DrawnActivity Activity(ActivityNode node) => new(node.Id, node.Type, node.Version, node.DisplayText, Place(node));

    private static DrawnPlace? Place(ActivityNode node) =>
        (node.Json["metadata"] as JsonObject)?["designer"] is JsonObject designer && designer["position"] is JsonObject position && Number(position["x"]) is { } x && Number(position["y"]) is { } y
            ? new DrawnPlace(x, y, Number((designer["size"] as JsonObject)?["width"]) ?? 0, Number((designer["size"] as JsonObject)?["height"]) ?? 0)
            : null;

    private static IEnumerable<DrawnArrow> Arrows(ActivityNode container, FlowchartGraph flowchart)
    {
        // By their ends, for arrows that lead nowhere are in the file and not in the graph.
        var bends = (container.Json["connections"] as JsonArray ?? []).OfType<JsonObject>()
            .GroupBy(json => (json["source"]?["activity"]?.ToString(), json["source"]?["port"]?.ToString() ?? "Done", json["target"]?["activity"]?.ToString()))
            .ToDictionary(group => group.Key, group => group.First()["vertices"] as JsonArray ?? []);
        return flowchart.Connections.Select(arrow => new DrawnArrow(arrow.Source, arrow.SourcePort, arrow.Target,
            [.. bends.GetValueOrDefault((arrow.Source, arrow.SourcePort, arrow.Target), []).Select(Point).OfType<DrawnPoint>()]));
    }

    private static IEnumerable<DrawnArrow> InSequence(ActivityNode container) =>
        container.Children.Zip(container.Children.Skip(1), (before, after) => new DrawnArrow(before.Id, "Done", after.Id, []));

    private static DrawnPoint? Point(JsonNode? vertex) => Number(vertex?["x"]) is { } x && Number(vertex?["y"]) is { } y ? new DrawnPoint(x, y) : null;

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) ? number : null;
}
