using System.Text.Json;
using AfterSales.Engine.Tasks;
using AfterSales.Host.Api;
using AfterSales.Workflows.WorkflowTasks;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AfterSales.Host.WorkflowTasks;

/// <summary>What processes have programs do: <c>Elsa.RunTask</c>.</summary>
internal static class WorkflowTaskApi
{
    private const int PageSize = 50;

    public static void MapWorkflowTasks(this IEndpointRouteBuilder routes)
    {
        var tasks = routes.MapGroup("/workflow-tasks").WithTags("Workflow tasks");
        tasks.MapGet("/", List).WithSummary("List what processes wait for programs to do, oldest first.").WithDescription("name takes the tasks of one name; limit is 1 to 200.").Refuses(400, 401, 403);
        tasks.MapPost("/{taskId}/complete", Complete).WithSummary("Complete a task; its process goes on with the result.").Refuses(400, 401, 403, 404, 409, 413);
    }

    private static async Task<Ok<IReadOnlyList<WorkflowTask>>> List(string? name, string? limit, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(new ListWorkflowTasks(name, ApiRequests.Number(limit, "limit", PageSize)), cancellationToken));

    private static async Task<Ok<CompletedWorkflowTask>> Complete(
        string taskId, CompleteWorkflowTaskRequest body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(new CompleteWorkflowTask(taskId, body.Result, idempotencyKey), cancellationToken));
}

/// <param name="Result">Any JSON value; the activity's <c>Result</c>.</param>
internal sealed record CompleteWorkflowTaskRequest(JsonElement? Result = null);
