using AfterSales.Host.Security;
using AfterSales.Host.Shell;
using Microsoft.AspNetCore.Mvc;

namespace AfterSales.Host.Accounts;

/// <summary>Signing in and out with a browser.</summary>
internal static class SignInPages
{
    public static void MapSignInPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", (HttpContext context, string? returnUrl) => context.User.Identity is { IsAuthenticated: true }
            ? TypedResults.LocalRedirect(Pages.LocalOr(returnUrl, "/tasks"))
            : Page(null, returnUrl, null, StatusCodes.Status200OK)).AllowAnonymous();
        routes.MapPost("/sign-in", CheckAsync).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
        routes.MapPost("/sign-out", async (HttpContext context, IFormCollection _) =>
        {
            await SignIn.OutAsync(context);
            return TypedResults.LocalRedirect("/sign-in");
        }).AllowAnonymous();
    }

    private static async Task<IResult> CheckAsync(
        HttpContext context, SignIn signIn, [FromForm] string? userName, [FromForm] string? password, [FromQuery] string? returnUrl, CancellationToken cancellationToken)
    {
        var outcome = await signIn.WithPasswordAsync(context, userName?.Trim() ?? "", password ?? "", cancellationToken);
        return outcome == SignInOutcome.Accepted ? TypedResults.LocalRedirect(Pages.LocalOr(returnUrl, "/tasks")) : Page(userName, returnUrl, outcome, StatusCodes.Status401Unauthorized);
    }

    private static IResult Page(string? userName, string? returnUrl, SignInOutcome? outcome, int status) =>
        Pages.Page<SignInPage>(new { UserName = userName, ReturnUrl = returnUrl, Outcome = outcome }, status);
}
