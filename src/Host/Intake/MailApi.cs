using System.Security.Cryptography;
using System.Text;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Api;
using AfterSales.Host.Portal;
using AfterSales.Host.Security;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace AfterSales.Host.Intake;

/// <summary>Where a mail server delivers mail to (SYS-11): the message as it is, with the key that the configuration names. Shut unless there is one.</summary>
internal static class MailApi
{
    public const string KeyHeader = "X-Intake-Key";

    private const long MaxBytes = 30 * 1024 * 1024;

    public static void MapMailIntake(this IEndpointRouteBuilder routes) => routes.MapPost("/intake/mail", Take).WithTags("Intake").AllowAnonymous().DisableAntiforgery()
        .RequireRateLimiting(RateLimits.SignIn).WithMetadata(new BodyLimit(MaxBytes)).Accepts<string>("message/rfc822")
        .WithSummary("Take in a mail. An answer goes to its case; anything else opens a complaint.").Refuses(400, 403, 404, 413, 429);

    private static async Task<Ok<MailTaken>> Take(
        HttpRequest request, [FromHeader(Name = KeyHeader)] string? key, IOptionsMonitor<MailIntakeOptions> options, MailDesk desk, CancellationToken cancellationToken)
    {
        if (!options.CurrentValue.IsOpen)
            throw new NotFoundException("intake", "mail");
        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(options.CurrentValue.Key!))))
            throw new ForbiddenException("link.intake-key", "The key is not the one that the configuration names.");
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        body.Position = 0;
        return TypedResults.Ok(await desk.TakeAsync(await MailReader.ReadAsync(body, cancellationToken), cancellationToken));
    }
}

/// <param name="Number">The case it opened or was put down on; null where it was ignored.</param>
internal sealed record MailTaken(MailOutcome Outcome, CaseNumber? Number);

/// <summary>Takes in a mail on behalf of whoever sent it.</summary>
internal sealed class MailDesk(IMediator mediator, CustomerAccess access)
{
    public async Task<MailTaken> TakeAsync(IncomingMail mail, CancellationToken cancellationToken)
    {
        access.ActAsVisitor(string.IsNullOrWhiteSpace(mail.FromName) ? mail.FromAddress : mail.FromName);
        var taken = await mediator.Send(new TakeMail(mail), cancellationToken);
        return new MailTaken(taken.Outcome, taken.Number);
    }
}
