using System.Diagnostics;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Localization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Shell;

/// <summary>What a person sees when a page cannot be shown. Programs get problem details instead; see the API.</summary>
internal static class ErrorPages
{
    /// <summary>Draws an error page for refusals, failures and bare status codes outside <c>/api</c>.</summary>
    public static void UseErrorPages(this WebApplication app) => app.UseWhen(IsForPeople, pages =>
    {
        pages.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error/exception",
            // A refusal is the product's answer, not a failure to be looked into.
            SuppressDiagnosticsCallback = context => StatusOf(context.Exception) < StatusCodes.Status500InternalServerError,
        });
        pages.UseStatusCodePagesWithReExecute("/error/{0}");
    });

    public static void MapErrorPages(this IEndpointRouteBuilder routes)
    {
        // Re-executed requests keep their method, so any must do; and they must not be asked for a token again.
        routes.Map("/error/{status:int}", (int status) => Page(status, null)).AllowAnonymous();
        routes.Map("/error/exception", (HttpContext context, IStringLocalizer<Texts> texts) =>
        {
            var exception = context.Features.Get<IExceptionHandlerFeature>()?.Error;
            return Page(exception is null ? StatusCodes.Status404NotFound : StatusOf(exception), Details(exception, texts));
        }).AllowAnonymous();
    }

    private static bool IsForPeople(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/openapi") && !context.Request.Path.StartsWithSegments("/health");

    private static IResult Page(int status, string? details)
    {
        var trace = status >= StatusCodes.Status500InternalServerError ? Activity.Current?.TraceId.ToString() : null;
        return Pages.Page<ErrorPage>(new { Status = status, Details = details, TraceId = trace }, status);
    }

    private static int StatusOf(Exception exception) => exception switch
    {
        NotFoundException => StatusCodes.Status404NotFound,
        ForbiddenException => StatusCodes.Status403Forbidden,
        RuleViolationException or DbUpdateConcurrencyException => StatusCodes.Status409Conflict,
        FluentValidation.ValidationException => StatusCodes.Status400BadRequest,
        BadHttpRequestException bad => bad.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static string? Details(Exception? exception, IStringLocalizer<Texts> texts) => exception switch
    {
        ForbiddenException refusal => texts.Error(refusal.Code),
        RuleViolationException refusal => texts.Error(refusal.Code, [.. refusal.Values]),
        _ => null,
    };
}
