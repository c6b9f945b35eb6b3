using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Api;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AfterSales.Host.Complaints;

/// <summary>Complaints for integrations: file one, follow it, read its record.</summary>
internal static class ComplaintApi
{
    private const int PageSize = 50;

    public static void AddComplaintApi(this IServiceCollection services) => services.AddScoped<ProcessPositions>();

    public static void MapComplaints(this IEndpointRouteBuilder routes)
    {
        var complaints = routes.MapGroup("/complaints").WithTags("Complaints");
        complaints.MapPost("/", Register).WithSummary("File a complaint. The process that handles it starts at once.").Refuses(400, 401, 403, 409, 413);
        complaints.MapGet("/", List).WithSummary("List complaints, newest first.").Refuses(400, 401, 403);
        complaints.MapGet("/{number}", Get).WithName("GetComplaint").WithSummary("A complaint with its status, process position, clocks, open tasks and records.").Refuses(401, 403, 404);
        routes.MapGet("/cases/{number}/history", History).WithTags("Cases").WithSummary("The audit records of a case, oldest first.").Refuses(401, 403, 404);
    }

    private static async Task<CreatedAtRoute<ComplaintCreated>> Register(
        ComplaintRequest body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(
            ("customerName", body.CustomerName), ("channel", body.Channel), ("severity", body.Severity), ("subject", body.Subject), ("description", body.Description));
        var registered = await mediator.Send(
            new RegisterComplaint(
                body.CustomerName!, body.CustomerUnit, body.Phone, body.Email, body.Address, body.Channel!.Value, body.Severity!.Value, body.ProjectCode, body.Subject!,
                body.Description!, idempotencyKey, Language: body.Language),
            cancellationToken);
        return TypedResults.CreatedAtRoute(new ComplaintCreated(registered.Id, registered.Number), "GetComplaint", new { number = registered.Number.Value });
    }

    private static async Task<Ok<ComplaintList>> List(
        string? search, bool? open, string? after, string? limit, IMediator mediator, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(ApiRequests.Number(limit, "limit", PageSize), 1, 200);
        var items = await mediator.Send(new ListComplaints(search, open ?? false, string.IsNullOrEmpty(after) ? null : new CaseNumber(after), size), cancellationToken);
        return TypedResults.Ok(new ComplaintList(items, items.Count == size ? items[^1].Number : null));
    }

    private static async Task<Ok<ComplaintAnswer>> Get(string number, IMediator mediator, ProcessPositions positions, CancellationToken cancellationToken)
    {
        var caseNumber = new CaseNumber(number);
        var complaint = await mediator.Send(new GetComplaint(caseNumber), cancellationToken) ?? throw new NotFoundException(nameof(Complaint), number);
        return TypedResults.Ok(ComplaintAnswer.Of(complaint, await positions.OfCaseAsync(caseNumber, cancellationToken)));
    }

    private static async Task<Ok<CaseHistory>> History(string number, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(new CaseHistory(await mediator.Send(new GetCaseHistory(new CaseNumber(number)), cancellationToken) ?? throw new NotFoundException(nameof(Complaint), number)));
}
