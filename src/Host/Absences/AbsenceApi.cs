using System.ComponentModel.DataAnnotations;
using AfterSales.Domain.Absences;
using AfterSales.Domain.Audit;
using AfterSales.Host.Api;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AfterSales.Host.Absences;

/// <summary>Who substitutes for whom, and taking over from those who leave, for programs.</summary>
internal static class AbsenceApi
{
    public static void MapAbsences(this IEndpointRouteBuilder routes)
    {
        var absences = routes.MapGroup("/absences").WithTags("Absences");
        absences.MapGet("/", List).WithSummary("Absences that are not over: one's own and those one substitutes in; everybody's for those who lead.").Refuses(401);
        absences.MapPost("/", Arrange).WithSummary("Have somebody do one's tasks for a while.").Refuses(400, 401, 403, 409);
        absences.MapPost("/{id:guid}/recall", Recall).WithSummary("End an absence early.").Refuses(401, 403, 404, 409);
        routes.MapPost("/people/{userName}/hand-over", HandOver).WithTags("People").WithSummary("Move every open task of somebody who leaves to a successor.").Refuses(400, 401, 403, 404, 409);
    }

    private static async Task<Ok<IReadOnlyList<AbsenceSummary>>> List(IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(new ListAbsences(), cancellationToken));

    private static async Task<Created<ArrangedResponse>> Arrange(AbsenceRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("substitute", body.Substitute), ("from", body.From), ("until", body.Until));
        var id = await mediator.Send(new ArrangeAbsence(body.Substitute!, body.From!.Value, body.Until!.Value, body.Person, body.DefinitionId, body.Note), cancellationToken);
        return TypedResults.Created($"/api/v1/absences/{id}", new ArrangedResponse(id));
    }

    private static async Task<NoContent> Recall(Guid id, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new RecallAbsence(id), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<HandOverResponse>> HandOver(string userName, HandOverRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("to", body.To), ("reason", body.Reason));
        return TypedResults.Ok(new HandOverResponse(await mediator.Send(new HandOverTasks(userName, body.To!, body.Reason!), cancellationToken)));
    }
}

/// <param name="Person">User name; missing: oneself.</param>
/// <param name="Substitute">User name.</param>
internal sealed record AbsenceRequest(
    [property: Required] string? Substitute = null, [property: Required] DateTimeOffset? From = null, [property: Required] DateTimeOffset? Until = null, string? Person = null,
    [property: MaxLength(Absence.DefinitionIdMaxLength)] string? DefinitionId = null, [property: MaxLength(Absence.NoteMaxLength)] string? Note = null);

internal sealed record ArrangedResponse(Guid Id);

/// <param name="To">User name of the successor.</param>
internal sealed record HandOverRequest([property: Required] string? To = null, [property: Required, MaxLength(AuditRecord.ReasonMaxLength)] string? Reason = null);

/// <param name="Moved">How many tasks moved.</param>
internal sealed record HandOverResponse(int Moved);
