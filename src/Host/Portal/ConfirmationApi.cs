using System.ComponentModel.DataAnnotations;
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
        confirmations.MapPost("/", Answer).WithSummary("The customer's answer.").WithMetadata(new BodyLimit(UploadedFile.RequestLimit)).Refuses(400, 403, 409, 413, 429);
    }

    private static async Task<Ok<ConfirmationAnswer>> Get(string token, CustomerAccess access, IMediator mediator, CancellationToken cancellationToken)
    {
        await access.ActAsync(token, cancellationToken);
        return TypedResults.Ok(ConfirmationAnswer.Of(await mediator.Send(new GetCustomerConfirmation(token), cancellationToken)));
    }

    private static async Task<Ok<CompletedWorkItem>> Answer(
        string token, ConfirmationRequest body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, CustomerAccess access, IMediator mediator,
        CancellationToken cancellationToken)
    {
        ApiRequests.Require(("outcome", body.Outcome));
        await access.ActAsync(token, cancellationToken);
        return TypedResults.Ok(await mediator.Send(body.ToCommand(token) with { IdempotencyKey = idempotencyKey }, cancellationToken));
    }
}

/// <param name="Data">The filled-in form: field → value. A file and a drawn signature come in <paramref name="Files"/> and are not named here.</param>
internal sealed record ConfirmationRequest(
    [property: Required, MaxLength(WorkItem.OutcomeMaxLength)] string? Outcome = null, JsonElement? Data = null, IReadOnlyList<ConfirmationFile>? Files = null)
{
    public AnswerCustomerConfirmation ToCommand(string token) => new(token, Outcome!, Data)
    {
        Files = [.. (Files ?? []).Select(file => new AnswerFile(file.Field ?? "", new SentFile(file.FileName ?? "", file.Content ?? [])))],
    };
}

/// <param name="Field">The attachment or signature field that it is for; a signature is a PNG picture.</param>
/// <param name="Content">Base64; at most 10 MB, and 200 KB for a signature.</param>
internal sealed record ConfirmationFile([property: Required] string? Field = null, [property: Required, MaxLength(TaskAttachment.FileNameMaxLength)] string? FileName = null, [property: Required] byte[]? Content = null);

/// <param name="RepairReport">FRM-14: field → value; null when there is none.</param>
internal sealed record ConfirmationAnswer(
    CaseNumber CaseNumber, string Subject, DateTimeOffset RegisteredAt, string CustomerName, JsonElement? RepairReport, TaskFormDefinition Form,
    IReadOnlyList<WorkItemOutcome> Outcomes, bool IsAnswered, string? Outcome)
{
    public static ConfirmationAnswer Of(CustomerConfirmationView view) =>
        new(view.CaseNumber, view.Subject, view.RegisteredAt, view.CustomerName, view.RepairReport is null ? null : JsonElement.Parse(view.RepairReport), view.Form, view.Outcomes,
            view.IsAnswered, view.Outcome);
}
