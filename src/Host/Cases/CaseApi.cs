using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.CorrectiveActions;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Api;
using AfterSales.Host.Complaints;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AfterSales.Host.Cases;

/// <summary>Cases of every kind for integrations: report a fault, follow it, start a corrective action, and close by two people what the customer never confirmed.</summary>
internal static class CaseApi
{
    private const int PageSize = 50;

    public static void MapCases(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/faults", Report).WithTags("Cases").WithSummary("Report a fault. The process that repairs it starts at once.").Refuses(400, 401, 403, 409, 413);
        var cases = routes.MapGroup("/cases").WithTags("Cases");
        cases.MapGet("/", List).WithSummary("List cases of every kind, newest first.").WithDescription("kind is complaint, fault, inquiry-issue or corrective-action; page counts from 1; limit is 1 to 200.").Refuses(400, 401, 403);
        cases.MapGet("/{number}", Get).WithName("GetCase").WithSummary("A case with its status, process position, clocks, escalations, open tasks and records.").Refuses(401, 403, 404);
        cases.MapPost("/{number}/language", ChangeLanguage).WithSummary("Say which language the customer is written to in from now on; null: it is not known.").Refuses(400, 401, 403, 404, 409);
        cases.MapPost("/{number}/corrective-actions", StartAction).WithSummary("Start a corrective action from a case. It becomes a case of its own.").Refuses(400, 401, 403, 404, 409);
        cases.MapPost("/{number}/forced-closure", RequestClosure).WithSummary("Ask that a case be closed without the customer's word. A second person decides.").Refuses(400, 401, 403, 404, 409);
        cases.MapPost("/{number}/forced-closure/decision", DecideClosure).WithSummary("Agree to a forced closure that another person asked for, or refuse it.").Refuses(400, 401, 403, 404, 409);
    }

    private static async Task<CreatedAtRoute<CaseCreated>> Report(FaultRequest body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("customerName", body.CustomerName), ("channel", body.Channel), ("level", body.Level), ("subject", body.Subject), ("description", body.Description));
        var reported = await mediator.Send(
            new ReportFault(
                body.CustomerName!, body.CustomerUnit, body.Phone, body.Email, body.Address, body.Channel!.Value, body.Level!.Value, body.EquipmentSerial, body.ContractCode, body.Subject!, body.Description!,
                body.OccurredAt, body.SolvedBy, idempotencyKey, body.Language),
            cancellationToken);
        return Created(reported.Number);
    }

    private static async Task<Ok<CaseListAnswer>> List(string? search, string? kind, bool? open, string? page, string? limit, IMediator mediator, CancellationToken cancellationToken)
    {
        CaseKind? only = string.IsNullOrEmpty(kind) ? null : EnumText.Parse(kind, "kind", CaseKind.Complaint);
        var number = Math.Clamp(ApiRequests.Number(page, "page", 1), 1, 100_000);
        var found = await mediator.Send(new ListCases(search, only, open ?? false, Page: number, Size: Math.Clamp(ApiRequests.Number(limit, "limit", PageSize), 1, 200)), cancellationToken);
        return TypedResults.Ok(new CaseListAnswer(found.Items, found.HasMore ? number + 1 : null));
    }

    private static async Task<Ok<CaseAnswer>> Get(string number, IMediator mediator, ProcessPositions positions, CancellationToken cancellationToken)
    {
        var found = await mediator.Send(new GetCase(new CaseNumber(number)), cancellationToken) ?? throw new NotFoundException(nameof(CaseFile), number);
        return TypedResults.Ok(CaseAnswer.Of(found, await positions.OfCaseAsync(found.Number, cancellationToken)));
    }

    private static async Task<NoContent> ChangeLanguage(string number, LanguageRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new ChangeCaseLanguage(new CaseNumber(number), body.Language), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<CreatedAtRoute<CaseCreated>> StartAction(
        string number, CorrectiveActionRequest body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("subject", body.Subject), ("problem", body.Problem));
        return Created((await mediator.Send(new OpenCorrectiveAction(new CaseNumber(number), body.Subject!, body.Problem!, idempotencyKey), cancellationToken)).Number);
    }

    private static async Task<Accepted<ForcedClosureView>> RequestClosure(string number, ForcedClosureRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("reason", body.Reason));
        await mediator.Send(new RequestForcedClosure(new CaseNumber(number), body.Reason!), cancellationToken);
        return TypedResults.Accepted($"{ApiServices.Root}/cases/{number}", await ClosureAsync(number, mediator, cancellationToken));
    }

    private static async Task<Ok<ForcedClosureView>> DecideClosure(string number, ForcedClosureDecision body, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("approve", body.Approve), ("reason", body.Reason));
        await mediator.Send(new DecideForcedClosure(new CaseNumber(number), body.Approve!.Value, body.Reason!), cancellationToken);
        return TypedResults.Ok(await ClosureAsync(number, mediator, cancellationToken));
    }

    // Who decides on a case need not know what is in it (PRC-39); then only the decision itself is confirmed.
    private static async Task<ForcedClosureView?> ClosureAsync(string number, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetCase(new CaseNumber(number)), cancellationToken))?.ForcedClosure;

    private static CreatedAtRoute<CaseCreated> Created(CaseNumber number) => TypedResults.CreatedAtRoute(new CaseCreated(number), "GetCase", new { number = number.Value });
}
