using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Localization;
using AfterSales.Host.Security;
using AfterSales.Host.Shell;
using AfterSales.Host.Tasks;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Portal;

/// <summary>What a customer reaches through a link, without an account: one question, and the thanks for answering it.</summary>
internal static class PortalPages
{
    public static void MapPortalPages(this IEndpointRouteBuilder routes)
    {
        var portal = routes.MapGroup("/c/{token}").AllowAnonymous().RequireRateLimiting(RateLimits.Confirmations).AddEndpointFilter(KeepPrivate).AddEndpointFilter(ExplainRefusedLink);
        portal.MapGet("/", Show);
        portal.MapPost("/", Answer).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(UploadedFile.RequestLimit));
    }

    private static async Task<IResult> Show(string token, IMediator mediator, CustomerAccess access, CancellationToken cancellationToken)
    {
        var view = await LoadAsync(token, mediator, access, cancellationToken);
        return Page(view, TaskFormValues.Initial(view.Form), FieldErrors.None, StatusCodes.Status200OK);
    }

    private static async Task<IResult> Answer(
        string token, IFormCollection form, IMediator mediator, CustomerAccess access, CancellationToken cancellationToken)
    {
        var view = await LoadAsync(token, mediator, access, cancellationToken);
        var values = TaskFormValues.Posted(view.Form, form);
        try
        {
            var key = form["key"] is [{ Length: > 0 and <= IdempotencyRecord.KeyMaxLength } given] ? given : null;
            var files = await FormFiles.ReadAsync(view.Form, values, form, cancellationToken);
            await mediator.Send(ToAnswer(token, view.Form, form, files) with { IdempotencyKey = key }, cancellationToken);
        }
        catch (ValidationException refusal)
        {
            return Page(view, values, AskForFilesAgain(FieldErrors.From(refusal), form.Files), StatusCodes.Status400BadRequest);
        }
        catch (RuleViolationException refusal) when (refusal.Code is "task.done" or "task.cancelled" or "idempotency.key-reused")
        {
            // The page behind the link says that it is answered.
        }

        return TypedResults.LocalRedirect($"/c/{token}");
    }

    // The drawings go with the files, and stay in what is shown again when the answer is refused.
    private static AnswerCustomerConfirmation ToAnswer(string token, TaskFormDefinition form, IFormCollection posted, IReadOnlyList<PostedFile> files)
    {
        var values = TaskFormValues.Posted(form, posted);
        foreach (var drawing in files.Where(file => file.Field.Type is FormFieldType.Signature))
            values.Replace($"{drawing.Field.Name}.image", "");
        return new AnswerCustomerConfirmation(token, posted["outcome"].ToString(), values.ToJson(form))
        {
            Files = [.. files.Select(file => new AnswerFile(file.Field.Name, new SentFile(file.FileName, file.Content)))],
        };
    }

    // Nothing of a refused answer is kept, and no browser chooses a file by itself.
    private static FieldErrors AskForFilesAgain(FieldErrors errors, IFormFileCollection files) => new(
        [.. errors.All, .. files.Where(file => file.FileName.Length > 0).Select(file => file.Name).Distinct().Where(field => errors[field] is null).Select(field => (field, ErrorTexts.Of("file.choose-again")))]);

    private static async Task<CustomerConfirmationView> LoadAsync(string token, IMediator mediator, CustomerAccess access, CancellationToken cancellationToken)
    {
        await access.ActAsync(token, cancellationToken);
        return await mediator.Send(new GetCustomerConfirmation(token), cancellationToken);
    }

    private static IResult Page(CustomerConfirmationView view, TaskFormValues values, FieldErrors errors, int status) => view.IsAnswered
        ? Pages.Page<AnsweredPage>(new { View = view })
        : Pages.Page<ConfirmationPage>(new { View = view, Values = values, Errors = errors, Key = Guid.NewGuid().ToString("N") }, status);

    internal static ValueTask<object?> KeepPrivate(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // The address is the key: it must not travel on to other sites nor be found by searching.
        context.HttpContext.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.HttpContext.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        return next(context);
    }

    internal static async ValueTask<object?> ExplainRefusedLink(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ForbiddenException refusal) when (refusal.Code is "link.invalid" or "link.expired")
        {
            return Pages.Page<LinkProblemPage>(new { refusal.Code }, StatusCodes.Status403Forbidden);
        }
    }
}
