using System.Text.Json.Nodes;
using AfterSales.Domain.Pipeline;
using AfterSales.Workflows.Definitions;
using MediatR;

namespace AfterSales.Host.Elsa.Definitions;

/// <summary>Parts of a definition, for a viewer that looks into a nested activity.</summary>
internal static class SubgraphApi
{
    public static void MapSubgraphs(this IEndpointRouteBuilder definitions)
    {
        definitions.MapGet("/subgraph/{id}", Subgraph);
        definitions.MapGet("/subgraph/segments/{id}", Segments);
    }

    private static async Task<IResult> Subgraph(string id, string? parentNodeId, IMediator mediator, CancellationToken cancellationToken)
    {
        var activities = await ReadAsync(id, mediator, cancellationToken);
        return ElsaJson.AnswerNodes(Node(Find(activities, parentNodeId ?? activities[0].NodeId), activities, withChildren: true));
    }

    private static async Task<IResult> Segments(string id, string? childNodeId, IMediator mediator, CancellationToken cancellationToken)
    {
        var activities = await ReadAsync(id, mediator, cancellationToken);
        var child = Find(activities, childNodeId ?? activities[0].NodeId);
        var path = new JsonArray();
        for (var inner = child; inner.Parent is { } around; inner = around)
            path.Insert(0, new JsonObject { ["activityNodeId"] = around.NodeId, ["activityId"] = around.Id, ["activityType"] = around.Type, ["portName"] = inner.Port });
        return ElsaJson.AnswerNodes(new JsonObject
        {
            ["childNode"] = Node(child, activities, withChildren: false),
            ["container"] = Node(child.Parent ?? child, activities, withChildren: true),
            ["pathSegments"] = path,
        });
    }

    private static async Task<IReadOnlyList<FoundActivity>> ReadAsync(string versionId, IMediator mediator, CancellationToken cancellationToken)
    {
        var stored = await mediator.Send(new GetStoredDefinition { VersionId = versionId }, cancellationToken);
        return [.. ActivityTree.In(DefinitionDocument.ForFile(stored))];
    }

    private static FoundActivity Find(IReadOnlyList<FoundActivity> activities, string nodeId) =>
        activities.FirstOrDefault(activity => activity.NodeId == nodeId) ?? throw new NotFoundException("node", nodeId);

    private static JsonObject Node(FoundActivity activity, IReadOnlyList<FoundActivity> all, bool withChildren) => new()
    {
        ["activity"] = activity.Json.DeepClone(),
        ["port"] = activity.Port,
        ["nodeId"] = activity.NodeId,
        ["parents"] = new JsonArray(),
        ["children"] = withChildren ? new JsonArray([.. all.Where(child => ReferenceEquals(child.Parent?.Json, activity.Json)).Select(child => Node(child, all, withChildren: true))]) : new JsonArray(),
    };
}
