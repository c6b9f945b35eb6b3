using System.Globalization;
using AfterSales.Host.Api;
using AfterSales.Workflows.Publications;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AfterSales.Host.Publications;

/// <summary>Asking for versions to be published, and deciding on it, for programs.</summary>
internal static class PublicationApi
{
    private const int PageSize = 50;

    public static void MapPublications(this IEndpointRouteBuilder routes)
    {
        var publications = routes.MapGroup("/publications").WithTags("Publications");
        publications.MapGet("/", List).WithSummary("Requests to publish, newest first: the open ones, or with decided=true all.").Refuses(400, 401, 403);
        publications.MapPost("/", Request).WithSummary("Ask another process owner to publish a version as it is now.").Refuses(400, 401, 403, 404, 409);
        publications.MapPost("/{id:guid}/approve", Approve).WithSummary("Publish exactly what another process owner asked for.").Refuses(400, 401, 403, 404, 409);
        publications.MapPost("/{id:guid}/reject", Reject).WithSummary("Refuse what another process owner asked for.").Refuses(400, 401, 403, 404, 409);
        publications.MapPost("/{id:guid}/withdraw", Withdraw).WithSummary("Take one's own request back.").Refuses(401, 403, 404, 409);
    }

    private static async Task<Ok<PublicationList>> List(string? definitionId, bool? decided, string? limit, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(new PublicationList(await mediator.Send(new ListPublications(definitionId, decided is true, ApiRequests.Number(limit, "limit", PageSize)), cancellationToken)));

    private static async Task<Created<PublicationAnswer>> Request(
        PublicationBody body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("definitionId", body.DefinitionId));
        var id = await mediator.Send(new RequestPublication(body.DefinitionId!, body.Version, body.Reason, idempotencyKey), cancellationToken);
        return TypedResults.Created(string.Create(CultureInfo.InvariantCulture, $"{ApiServices.Root}/publications?definitionId={Uri.EscapeDataString(body.DefinitionId!)}"), new PublicationAnswer(id));
    }

    private static async Task<Ok<ApprovalAnswer>> Approve(
        Guid id, DecisionBody body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ApprovalAnswer(await mediator.Send(new ApprovePublication(id, body.Reason, idempotencyKey), cancellationToken)));

    private static async Task<NoContent> Reject(
        Guid id, DecisionBody body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new RejectPublication(id, body.Reason, idempotencyKey), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Withdraw(Guid id, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new WithdrawPublication(id, idempotencyKey), cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <param name="Version">Null: the latest.</param>
/// <param name="Reason">Why; the one who approves reads it, and it is kept.</param>
internal sealed record PublicationBody(string? DefinitionId = null, int? Version = null, string? Reason = null);

/// <param name="Reason">Required to reject.</param>
internal sealed record DecisionBody(string? Reason = null);

internal sealed record PublicationAnswer(Guid Id);

/// <param name="Changed">False: it was approved already.</param>
internal sealed record ApprovalAnswer(bool Changed);

internal sealed record PublicationList(IReadOnlyList<PublicationRow> Items);
