using AfterSales.Domain.Complaints;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Cases;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Intake;

/// <summary>What is done from a case's page about its notes, its files, its customer's link and other cases of the same matter.</summary>
internal static class CaseConversationPages
{
    public static void MapCaseConversation(this IEndpointRouteBuilder routes)
    {
        var one = routes.MapGroup("/cases/{number}").RequireAuthorization();
        one.MapPost("/notes", (string number, IFormCollection form, HttpContext context, CaseLoader loader, CancellationToken cancellationToken) => DoAsync(
            number, "note-added", new AddCaseNote(Number(number), Enum.TryParse<Channel>(form["channel"], out var channel) ? channel : (Channel)(-1), Text(form, "text"), Key(form)), context, loader, cancellationToken));
        one.MapPost("/merge", (string number, IFormCollection form, HttpContext context, CaseLoader loader, CancellationToken cancellationToken) => DoAsync(
            number, "merged", new MergeCase(Number(number), Number(Text(form, "into")), Text(form, "reason")), context, loader, cancellationToken));
        one.MapPost("/follow-link", (string number, IFormCollection _, HttpContext context, CaseLoader loader, CancellationToken cancellationToken) =>
            DoAsync(number, "follow-link-made", new IssueFollowLink(Number(number)), context, loader, cancellationToken));
        one.MapPost("/follow-link/mail", (string number, IFormCollection _, HttpContext context, CaseLoader loader, CancellationToken cancellationToken) =>
            DoAsync(number, "follow-link-mailed", new MailFollowLink(Number(number)), context, loader, cancellationToken));
        one.MapPost("/customer-mails/{id:guid}/again", (string number, Guid id, IFormCollection _, HttpContext context, CaseLoader loader, CancellationToken cancellationToken) =>
            DoAsync(number, "customer-mail-again", new ResendCustomerMail(Number(number), id), context, loader, cancellationToken));
        one.MapPost("/language", (string number, IFormCollection form, HttpContext context, CaseLoader loader, CancellationToken cancellationToken) =>
            DoAsync(number, "language-changed", new ChangeCaseLanguage(Number(number), Language(form)), context, loader, cancellationToken));
        one.MapPost("/follow-link/revoke", (string number, IFormCollection _, HttpContext context, CaseLoader loader, CancellationToken cancellationToken) =>
            DoAsync(number, "follow-link-revoked", new RevokeFollowLinks(Number(number)), context, loader, cancellationToken));
        one.MapGet("/files/{id:guid}", async (string number, Guid id, HttpContext context, IMediator mediator, CancellationToken cancellationToken) =>
            Serve(await mediator.Send(new GetCaseAttachment(Number(number), id), cancellationToken), context));
    }

    /// <summary>A file from outside, which a browser must neither run nor guess at.</summary>
    internal static IResult Serve(AttachedFile file, HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.File(file.Content, file.ContentType, file.ContentType.StartsWith("image/", StringComparison.Ordinal) ? null : file.FileName);
    }

    private static async Task<IResult> DoAsync<T>(string number, string notice, ICommand<T> command, HttpContext context, CaseLoader loader, CancellationToken cancellationToken)
    {
        try
        {
            await loader.Mediator.Send(command, cancellationToken);
        }
        catch (ValidationException refusal)
        {
            return await AgainAsync(number, FieldErrors.From(refusal), null, StatusCodes.Status400BadRequest, loader, cancellationToken);
        }
        catch (RuleViolationException refusal)
        {
            return await AgainAsync(number, FieldErrors.None, ErrorTexts.Of(refusal.Code, refusal.Values), StatusCodes.Status409Conflict, loader, cancellationToken);
        }

        Notice.Leave(context, notice, number);
        return TypedResults.LocalRedirect($"/cases/{number}");
    }

    private static async Task<IResult> AgainAsync(string number, FieldErrors errors, string? problem, int status, CaseLoader loader, CancellationToken cancellationToken) =>
        Pages.Page<CasePage>(new { Case = await loader.LoadAsync(number, cancellationToken), Errors = errors, ProblemText = problem }, status);

    private static CaseNumber Number(string number) => new(number.Trim().ToUpperInvariant());

    private static string Text(IFormCollection form, string field) => form[field].ToString().Trim().ReplaceLineEndings("\n");

    // A language that is none is passed on as one that the command's validator refuses.
    private static TemplateLanguage? Language(IFormCollection form) =>
        Text(form, "language") is not { Length: > 0 } name ? null : Enum.TryParse<TemplateLanguage>(name, out var language) ? language : (TemplateLanguage)(-1);

    private static string? Key(IFormCollection form) => form["key"] is [{ Length: > 0 and <= IdempotencyRecord.KeyMaxLength } key] ? key : null;
}
