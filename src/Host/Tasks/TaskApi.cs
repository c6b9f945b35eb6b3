using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Api;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AfterSales.Host.Tasks;

/// <summary>The inbox for programs.</summary>
internal static class TaskApi
{
    private const int PageSize = 50;

    public static void MapTasks(this IEndpointRouteBuilder routes)
    {
        var tasks = routes.MapGroup("/tasks").WithTags("Tasks");
        tasks.MapGet("/", List)
            .WithSummary("List tasks: open ones oldest first, done ones newest first.")
            .WithDescription("scope is mine, group or all; state is open or done; after takes the next of the page before; limit is 1 to 200.").Refuses(400, 401, 403);
        tasks.MapGet("/{id:guid}", Get).WithSummary("A task with its form and its outcomes.").Refuses(401, 403, 404);
        tasks.MapPost("/{id:guid}/claim", Claim).WithSummary("Take a task from the group.").Refuses(401, 403, 404, 409);
        tasks.MapPost("/{id:guid}/release", Release).WithSummary("Return a task to the group.").Refuses(401, 403, 404, 409);
        tasks.MapTaskVerbs();
        tasks.MapPost("/{id:guid}/complete", Complete).WithSummary("Complete a task by one of its outcomes; the process goes on.").Refuses(400, 401, 403, 404, 409, 413);
    }

    private static async Task<Ok<WorkItemPage>> List(string? scope, string? state, string? after, string? limit, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(
            new ListWorkItems(
                EnumText.Parse(scope, "scope", TaskScope.Mine), EnumText.Parse(state, "state", TaskState.Open), ApiRequests.Id(after, "after"),
                ApiRequests.Number(limit, "limit", PageSize)),
            cancellationToken));

    private static async Task<Ok<WorkItemDetails>> Get(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(new GetWorkItem(id), cancellationToken));

    private static async Task<Ok<WorkItemDetails>> Claim(Guid id, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new ClaimWorkItem(id), cancellationToken);
        return await Get(id, mediator, cancellationToken);
    }

    private static async Task<NoContent> Release(Guid id, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new ReleaseWorkItem(id), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<CompletedWorkItem>> Complete(
        Guid id, CompleteRequest body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("outcome", body.Outcome));
        return TypedResults.Ok(await mediator.Send(new CompleteWorkItem(id, body.Outcome!, body.Data, idempotencyKey), cancellationToken));
    }
}

/// <param name="Data">The filled-in form: field → value.</param>
internal sealed record CompleteRequest([property: Required, MaxLength(WorkItem.OutcomeMaxLength)] string? Outcome = null, JsonElement? Data = null);
