using System.Text.Json;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Api;
using AfterSales.Host.Security;
using AfterSales.Host.Tasks;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AfterSales.Host.Portal;

/// <summary>What a customer does through a link, without an account.</summary>
internal static class ConfirmationApi
{
    public static void MapConfirmations(this IEndpointRouteBuilder routes)
    {
        var confirmations = routes.MapGroup("/confirmations/{token}").WithTags("Confirmations").AllowAnonymous().RequireRateLimiting(RateLimits.Confirmations);
        confirmations.MapGet("/", Get).WithSummary("What the customer is asked, with the repair report.").Refuses(403, 429);
        confirmations.MapPost("/", Answer).WithSummary("The customer's answer.").Refuses(400, 403, 409, 413, 429);
    }

    private static async Task<Ok<ConfirmationAnswer>> Get(string token, CustomerAccess access, IMediator mediator, CancellationToken cancellationToken)
    {
        await access.ActAsync(token, cancellationToken);
        return TypedResults.Ok(ConfirmationAnswer.Of(await mediator.Send(new GetCustomerConfirmation(token), cancellationToken)));
    }

    private static async Task<Ok<CompletedWorkItem>> Answer(
        string token, CompleteRequest body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, CustomerAccess access, IMediator mediator,
        CancellationToken cancellationToken)
    {
        ApiRequests.Require(("outcome", body.Outcome));
        await access.ActAsync(token, cancellationToken);
        return TypedResults.Ok(await mediator.Send(new AnswerCustomerConfirmation(token, body.Outcome!, body.Data, idempotencyKey), cancellationToken));
    }
}

/// <param name="RepairReport">FRM-14: field → value; null when there is none.</param>
internal sealed record ConfirmationAnswer(
    CaseNumber CaseNumber, string Subject, DateTimeOffset RegisteredAt, string CustomerName, JsonElement? RepairReport, TaskFormDefinition Form,
    IReadOnlyList<WorkItemOutcome> Outcomes, bool IsAnswered, string? Outcome)
{
    public static ConfirmationAnswer Of(CustomerConfirmationView view) =>
        new(view.CaseNumber, view.Subject, view.RegisteredAt, view.CustomerName, view.RepairReport is null ? null : JsonElement.Parse(view.RepairReport), view.Form, view.Outcomes,
            view.IsAnswered, view.Outcome);
}
