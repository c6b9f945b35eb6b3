using AfterSales.Domain;
using Microsoft.AspNetCore.Diagnostics;

namespace AfterSales.Host.Problems;

public static class ProblemServices
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddScoped<ProblemTranslation>();
        services.AddExceptionHandler<ProblemHandler>();
        return services;
    }

    /// <summary>Every refusal, thrown or by status, becomes problem details for programs and the page <c>/error/{status}</c> for people.</summary>
    public static WebApplication UseProblems(this WebApplication app)
    {
        app.UseStatusCodePages(ShowAsync);
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = _ => Task.CompletedTask });
        return app;
    }

    /// <summary>A plain page for a status, taken when nobody has mapped a better <c>/error/{status:int}</c>.</summary>
    public static void MapProblems(this IEndpointRouteBuilder routes) =>
        routes.Map("/error/{status:int}", (int status, HttpContext context) =>
        {
            var problem = context.Features.Get<Problem>() ?? Problem.Of(status);
            return Results.Text($"{problem.Status} {problem.Title}\n{problem.Detail}\n{problem.TraceId}", statusCode: problem.Status);
        }).WithOrder(int.MaxValue).ExcludeFromDescription();

    /// <summary>An address that answers in JSON, refusals too, whoever asks.</summary>
    internal static bool IsForPrograms(HttpRequest request) => request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/elsa");

    internal static bool WantsPage(HttpRequest request) =>
        !IsForPrograms(request) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    internal static Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        return context.Response.WriteAsJsonAsync(problem.ToDetails(), JsonText.Options, "application/problem+json", context.RequestAborted);
    }

    private static async Task ShowAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        if (http.Features.Get<Problem>() is null)
            http.Features.Set(Problem.Of(http.Response.StatusCode));
        if (!WantsPage(http.Request))
        {
            await WriteAsync(http, http.Features.Get<Problem>()!);
            return;
        }

        // The page is found by routing, so the way there is taken once more, as if its address had been asked for.
        var (path, query, method) = (http.Request.Path, http.Request.QueryString, http.Request.Method);
        http.SetEndpoint(null);
        http.Request.RouteValues.Clear();
        (http.Request.Path, http.Request.QueryString, http.Request.Method) = ($"/error/{http.Response.StatusCode}", QueryString.Empty, HttpMethods.Get);
        await context.Next(http);
        (http.Request.Path, http.Request.QueryString, http.Request.Method) = (path, query, method);
    }
}

/// <summary>Turns what was thrown into a problem. For a page only the status is set; the page itself is drawn where every empty refusal is.</summary>
internal sealed partial class ProblemHandler(ILogger<ProblemHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = httpContext.RequestServices.GetRequiredService<ProblemTranslation>().Of(exception);
        if (problem.Status >= StatusCodes.Status500InternalServerError)
            LogFailure(exception, httpContext.Request.Method, httpContext.Request.Path);
        else
            LogRefusal(problem.Code, exception.Message);

        httpContext.Features.Set(problem);
        httpContext.Response.StatusCode = problem.Status;
        if (!ProblemServices.WantsPage(httpContext.Request))
            await ProblemServices.WriteAsync(httpContext, problem);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFailure(Exception exception, string method, string path);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Refused with {Code}: {Reason}")]
    private partial void LogRefusal(string code, string reason);
}
