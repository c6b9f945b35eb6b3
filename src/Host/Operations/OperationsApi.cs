using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Operations;
using AfterSales.Engine.Runtime;
using AfterSales.Host.Api;
using AfterSales.Workflows.Operations;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RetryIncident = AfterSales.Workflows.Operations.RetryIncident;
using SkipIncident = AfterSales.Workflows.Operations.SkipIncident;

namespace AfterSales.Host.Operations;

/// <summary>What operators do, for programs such as a deployment's scripts. Administrators act, auditors may read.</summary>
internal static class OperationsApi
{
    private const int PageSize = 50;

    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        var operations = routes.MapGroup("/operations").WithTags("Operations");
        MapIncidents(operations.MapGroup("/incidents"));
        MapInstances(operations.MapGroup("/instances"));
        MapDeadLetters(operations.MapGroup("/dead-letters"));
        MapNode(operations);
    }

    private static void MapIncidents(RouteGroupBuilder incidents)
    {
        incidents.MapGet("/", ListIncidents).WithSummary("Incidents, oldest first: the open ones, or with resolved=true those that are over.")
            .WithDescription("definition, exception and activity are exact; olderThan is a duration such as 01:00:00; after takes the next of the page before; limit is 1 to 200.").Refuses(400, 401, 403);
        incidents.MapGet("/groups", async Task<Ok<IReadOnlyList<IncidentGroup>>> (IMediator mediator, CancellationToken cancellationToken) => TypedResults.Ok(await mediator.Send(new CountIncidents(), cancellationToken)))
            .WithSummary("Open incidents counted by definition and exception.").Refuses(401, 403);
        incidents.MapGet("/{id:guid}", GetIncident).WithSummary("An incident with the outcomes it can be skipped to and the variables as they are.").Refuses(401, 403, 404);
        incidents.MapPost("/{id:guid}/retry", Retry).WithSummary("Try the faulted activity again, with some variables changed first if given.").Refuses(400, 401, 403, 404, 409);
        incidents.MapPost("/{id:guid}/skip", Skip).WithSummary("Let the faulted activity leave by an outcome it has.").Refuses(400, 401, 403, 404, 409);
        incidents.MapPost("/bulk-retry", BulkRetry).WithSummary("Retry the open incidents of one definition and exception, each by itself.").Refuses(400, 401, 403);
    }

    private static void MapInstances(RouteGroupBuilder instances)
    {
        instances.MapGet("/", ListInstances).WithSummary("Instances, newest first.")
            .WithDescription("filter is running, faulted, paused, finished or cancelled; after takes the next of the page before; limit is 1 to 200.").Refuses(400, 401, 403);
        MapAct(instances, "/{id:guid}/cancel", "Cancel a running instance with everything it waits for.", (id, reason, key) => new CancelInstance(id, reason, key));
        MapAct(instances, "/{id:guid}/pause", "Hold a running instance; what reaches it is kept.", (id, reason, key) => new PauseInstance(id, reason, key));
        MapAct(instances, "/{id:guid}/resume", "Let a held instance go on.", (id, reason, key) => new ResumeInstance(id, reason, key));
    }

    private static void MapDeadLetters(RouteGroupBuilder dead)
    {
        dead.MapGet("/", async Task<Ok<DeadLetterList>> (IMediator mediator, CancellationToken cancellationToken) => TypedResults.Ok(await mediator.Send(new ListDeadLetters(), cancellationToken)))
            .WithSummary("Messages, timers and queued stimuli that were given up.").Refuses(401, 403);
        MapAct(dead, "/messages/{id:guid}/resend", "Send a dead message again.", (id, reason, key) => new ResendDeadMessage(id, reason, key));
        MapAct(dead, "/messages/{id:guid}/discard", "Drop a dead message for good.", (id, reason, key) => new DiscardDeadMessage(id, reason, key));
        MapAct(dead, "/timers/{id:guid}/retry", "Try a dead timer or queued stimulus again.", (id, reason, key) => new RetryDeadTimer(id, reason, key));
        MapAct(dead, "/timers/{id:guid}/discard", "Drop a dead timer or queued stimulus for good.", (id, reason, key) => new DiscardDeadTimer(id, reason, key));
    }

    private static void MapNode(RouteGroupBuilder operations)
    {
        operations.MapGet("/queues", async Task<Ok<QueueDepths>> (IMediator mediator, CancellationToken cancellationToken) => TypedResults.Ok(await mediator.Send(new GetQueueDepths(), cancellationToken)))
            .WithSummary("How much waits in the engine's queues.").Refuses(401, 403);
        operations.MapGet("/node", async Task<Ok<NodeState>> (IMediator mediator, CancellationToken cancellationToken) => TypedResults.Ok(await mediator.Send(new GetNodeState(), cancellationToken)))
            .WithSummary("What the node that answers is doing, and whether the cluster takes on anything new.").Refuses(401, 403);
        MapSwitch(operations, "/drain", "Have the node that answers take on nothing new; inHand tells when it is done.", (reason, key) => new DrainNode(reason, key));
        MapSwitch(operations, "/resume", "Have the node that answers take on work again.", (reason, key) => new UndrainNode(reason, key));
        MapSwitch(operations, "/intake/pause", "Have no node start anything new.", (reason, key) => new PauseIntake(reason, key));
        MapSwitch(operations, "/intake/open", "Let new processes start again.", (reason, key) => new OpenIntake(reason, key));
    }

    private static void MapAct(RouteGroupBuilder group, string path, string summary, Func<Guid, string?, string?, ICommand> command) =>
        group.MapPost(path, async Task<NoContent> (
            Guid id, OperatorRequest body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken) =>
        {
            await mediator.Send(command(id, body.Reason, idempotencyKey), cancellationToken);
            return TypedResults.NoContent();
        }).WithSummary(summary).Refuses(400, 401, 403, 404, 409);

    private static void MapSwitch(RouteGroupBuilder group, string path, string summary, Func<string?, string?, ICommand<NodeState>> command) =>
        group.MapPost(path, async Task<Ok<NodeState>> (
            OperatorRequest body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken) =>
            TypedResults.Ok(await mediator.Send(command(body.Reason, idempotencyKey), cancellationToken))).WithSummary(summary).Refuses(400, 401, 403);

    private static async Task<Ok<IncidentRows>> ListIncidents(
        string? definition, string? exception, string? activity, string? olderThan, bool? resolved, string? after, string? limit, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(
            new ListIncidents(definition, exception, activity, Age(olderThan), resolved ?? false, ApiRequests.Id(after, "after"), ApiRequests.Number(limit, "limit", PageSize)), cancellationToken));

    private static async Task<Ok<IncidentDetails>> GetIncident(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(new GetIncident(id), cancellationToken) ?? throw new NotFoundException("incident", id));

    private static async Task<Ok<IncidentState>> Retry(
        Guid id, RetryRequest body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(body.Variables is { } variables
            ? await mediator.Send(new RetryIncidentWithVariables(id, variables, body.Reason, idempotencyKey), cancellationToken)
            : await mediator.Send(new RetryIncident(id, body.Reason, idempotencyKey), cancellationToken));

    private static async Task<Ok<IncidentState>> Skip(
        Guid id, SkipRequest body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(new SkipIncident(id, body.Outcome, body.Reason, idempotencyKey), cancellationToken));

    private static async Task<Ok<BulkRetryResult>> BulkRetry(
        BulkRetryRequest body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("definitionId", body.DefinitionId), ("exceptionType", body.ExceptionType));
        return TypedResults.Ok(await mediator.Send(
            new BulkRetryIncidents(body.DefinitionId!, body.ExceptionType!, body.Reason, body.Limit ?? BulkRetryIncidents.MaxLimit, idempotencyKey), cancellationToken));
    }

    private static async Task<Ok<InstanceRows>> ListInstances(
        string? filter, string? definition, string? after, string? limit, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(
            new ListInstances(EnumText.Parse(filter, "filter", InstanceFilter.Running), definition, ApiRequests.Id(after, "after"), ApiRequests.Number(limit, "limit", PageSize)), cancellationToken));

    private static TimeSpan? Age(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var age) && age >= TimeSpan.Zero
            ? age
            : throw InvalidFields.Refuse(InvalidFields.Failure("olderThan", "field.not-a-duration", "olderThan is a duration such as 01:00:00."));
    }
}

/// <param name="Reason">Why; kept on the record.</param>
internal record OperatorRequest([property: Required, MaxLength(WorkflowIncident.ReasonMaxLength)] string? Reason = null);

/// <param name="Variables">Name → value.</param>
internal sealed record RetryRequest(string? Reason = null, JsonElement? Variables = null) : OperatorRequest(Reason);

/// <param name="Outcome">One that the activity has; <c>Done</c> when left out.</param>
internal sealed record SkipRequest(string? Reason = null, string? Outcome = null) : OperatorRequest(Reason);

/// <param name="Limit">At most so many, 1 to 100.</param>
internal sealed record BulkRetryRequest(string? DefinitionId = null, string? ExceptionType = null, string? Reason = null, int? Limit = null) : OperatorRequest(Reason);
