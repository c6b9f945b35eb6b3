using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Portal;
using AfterSales.Host.Intake;
using AfterSales.Host.Localization;
using AfterSales.Host.Security;
using AfterSales.Host.Shell;
using AfterSales.Host.Tasks;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Portal;

/// <summary>The customer's own page of one case: where it stands, what happens next, and what they can add, agree to, send in and rate.</summary>
internal static class FollowPages
{
    public static void MapFollowPages(this IEndpointRouteBuilder routes)
    {
        var follow = routes.MapGroup("/follow/{token}").AllowAnonymous().RequireRateLimiting(RateLimits.Confirmations)
            .AddEndpointFilter(PortalPages.KeepPrivate).AddEndpointFilter(PortalPages.ExplainRefusedLink);
        follow.MapGet("/", (string token, FollowDesk desk, CancellationToken cancellationToken) => desk.ShowAsync(token, FieldErrors.None, null, StatusCodes.Status200OK, cancellationToken));
        follow.MapPost("/words", (string token, IFormCollection form, FollowDesk desk, CancellationToken cancellationToken) =>
            desk.DoAsync(token, "told-more", new TellMore(token, Text(form, "text") ?? "", Key(form)), cancellationToken));
        follow.MapPost("/consent", (string token, IFormCollection form, FollowDesk desk, CancellationToken cancellationToken) =>
            desk.DoAsync(token, "consent-answered", new AnswerConsent(token, form["agrees"] == "true", Text(form, "comment"), Key(form)), cancellationToken));
        follow.MapPost("/rating", (string token, IFormCollection form, FollowDesk desk, CancellationToken cancellationToken) =>
            desk.DoAsync(token, "rated", new RateService(token, int.TryParse(form["score"], out var score) ? score : 0, Text(form, "comment")), cancellationToken));
        follow.MapPost("/files", (string token, IFormCollection form, FollowDesk desk, CancellationToken cancellationToken) => desk.TakeFilesAsync(token, form.Files, cancellationToken))
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(UploadedFile.RequestLimit));
        follow.MapGet("/files/{id:guid}", async (string token, Guid id, HttpContext context, CustomerAccess access, IMediator mediator, CancellationToken cancellationToken) =>
        {
            await access.ActAsFollowerAsync(token, cancellationToken);
            return CaseConversationPages.Serve(await mediator.Send(new GetFollowedFile(token, id), cancellationToken), context);
        });
    }

    private static string? Text(IFormCollection form, string field) => form[field].ToString().Trim() is { Length: > 0 } text ? text.ReplaceLineEndings("\n") : null;

    private static string? Key(IFormCollection form) => form["key"] is [{ Length: > 0 and <= IdempotencyRecord.KeyMaxLength } key] ? key : null;
}

/// <summary>Shows the page, and does what is asked on it.</summary>
internal sealed class FollowDesk(IMediator mediator, CustomerAccess access, IHttpContextAccessor accessor)
{
    public async Task<IResult> ShowAsync(string token, FieldErrors errors, string? problem, int status, CancellationToken cancellationToken)
    {
        await access.ActAsFollowerAsync(token, cancellationToken);
        var followed = await mediator.Send(new GetFollowedCase(token), cancellationToken);
        return Pages.Page<FollowPage>(new { Case = followed, Token = token, Errors = errors, ProblemText = problem }, status);
    }

    public Task<IResult> DoAsync<T>(string token, string notice, ICommand<T> command, CancellationToken cancellationToken) =>
        ActAsync(token, notice, () => mediator.Send(command, cancellationToken), cancellationToken);

    public Task<IResult> TakeFilesAsync(string token, IFormFileCollection files, CancellationToken cancellationToken) => ActAsync(
        token, "files-sent",
        async () =>
        {
            var sent = new List<SentFile>();
            foreach (var file in files)
                sent.Add(new SentFile(file.FileName, await UploadedFile.ReadAsync(file, cancellationToken)));
            await mediator.Send(new SendFiles(token, sent), cancellationToken);
        },
        cancellationToken);

    private async Task<IResult> ActAsync(string token, string notice, Func<Task> act, CancellationToken cancellationToken)
    {
        await access.ActAsFollowerAsync(token, cancellationToken);
        try
        {
            await act();
        }
        catch (ValidationException refusal)
        {
            return await ShowAsync(token, FieldErrors.From(refusal), null, StatusCodes.Status400BadRequest, cancellationToken);
        }
        catch (RuleViolationException refusal)
        {
            return await ShowAsync(token, FieldErrors.None, ErrorTexts.Of(refusal.Code, refusal.Values), StatusCodes.Status409Conflict, cancellationToken);
        }

        Notice.Leave(accessor.HttpContext!, notice, "");
        return TypedResults.LocalRedirect($"/follow/{token}");
    }
}
