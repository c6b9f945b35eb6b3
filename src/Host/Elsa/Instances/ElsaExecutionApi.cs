using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Instances;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AfterSales.Host.Elsa.Instances;

/// <summary>What became of the occurrences of activities.</summary>
internal static class ElsaExecutionApi
{
    public static void MapElsaExecutions(this RouteGroupBuilder group)
    {
        group.MapPost("/activity-executions/report", Report);
        group.MapGet("/activity-executions/list", List);
        group.MapGet("/activity-execution-summaries/list", Summaries);
        group.MapGet("/activity-executions/by-id", Find);
        group.MapGet("/activity-executions/{id}/call-stack", CallStack);
    }

    private static async Task<JsonHttpResult<ElsaReport>> Report(HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadAsync<ReportRequest>(request, cancellationToken);
        var stats = ElsaStats.Of(await mediator.Send(new GetInstance(body.WorkflowInstanceId), cancellationToken));
        return ElsaJson.Answer(new ElsaReport(body.ActivityNodeIds is { } nodes ? [.. stats.Where(node => nodes.Contains(node.ActivityNodeId))] : stats));
    }

    private static async Task<JsonHttpResult<ElsaList<ElsaExecution>>> List(Guid workflowInstanceId, string? activityNodeId, IMediator mediator, CancellationToken cancellationToken)
    {
        var snapshot = await mediator.Send(new GetInstance(workflowInstanceId), cancellationToken);
        return ElsaJson.List<ElsaExecution>([.. Of(snapshot, activityNodeId).Select(execution => ElsaExecution.Of(execution, snapshot))]);
    }

    private static async Task<JsonHttpResult<ElsaList<ElsaExecutionSummary>>> Summaries(Guid workflowInstanceId, string? activityNodeId, IMediator mediator, CancellationToken cancellationToken)
    {
        var snapshot = await mediator.Send(new GetInstance(workflowInstanceId), cancellationToken);
        return ElsaJson.List<ElsaExecutionSummary>([.. Of(snapshot, activityNodeId).Select(execution => ElsaExecutionSummary.Of(execution, snapshot))]);
    }

    private static async Task<JsonHttpResult<ElsaExecution>> Find(string? id, IMediator mediator, CancellationToken cancellationToken)
    {
        var (execution, snapshot) = await FindAsync(id, mediator, cancellationToken);
        return ElsaJson.Answer(ElsaExecution.Of(execution, snapshot));
    }

    private static async Task<JsonHttpResult<ElsaCallStack>> CallStack(string id, IMediator mediator, CancellationToken cancellationToken)
    {
        var (execution, snapshot) = await FindAsync(id, mediator, cancellationToken);
        return ElsaJson.Answer(ElsaCallStack.Of(execution, snapshot));
    }

    // Oldest first: Studio shows the last one.
    private static IEnumerable<ActivityExecution> Of(InstanceSnapshot snapshot, string? nodeId) =>
        snapshot.History.Executions.Where(execution => string.IsNullOrEmpty(nodeId) || execution.NodeId == nodeId).OrderBy(execution => execution.ActivityInstanceId);

    private static async Task<(ActivityExecution, InstanceSnapshot)> FindAsync(string? id, IMediator mediator, CancellationToken cancellationToken)
    {
        if (ExecutionIds.Read(id) is not var (instanceId, number))
            throw new NotFoundException("activity execution", id ?? "");
        var snapshot = await mediator.Send(new GetInstance(instanceId), cancellationToken);
        return (snapshot.History.Executions.FirstOrDefault(execution => execution.ActivityInstanceId == number) ?? throw new NotFoundException("activity execution", id!), snapshot);
    }
}
