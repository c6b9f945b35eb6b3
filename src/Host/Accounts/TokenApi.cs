using System.ComponentModel.DataAnnotations;
using AfterSales.Host.Api;
using AfterSales.Host.Security;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AfterSales.Host.Accounts;

/// <summary>Tokens for programs.</summary>
internal static class TokenApi
{
    public static void MapTokens(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/tokens", IssueToken)
            .WithTags("Tokens").WithSummary("Exchange a user name and password for an access token. The token is shown once.")
            .AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).Refuses(400, 401, 429);

    private static async Task<Created<TokenResponse>> IssueToken(TokenRequest body, SignIn signIn, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("userName", body.UserName), ("password", body.Password), ("name", body.Name));
        SignInRefusedException.ThrowUnlessAccepted(await signIn.CheckAsync(body.UserName!, body.Password!, cancellationToken));

        var issued = await mediator.Send(new IssueAccessToken(body.Name!), cancellationToken);
        return TypedResults.Created((string?)null, new TokenResponse(issued.Token));
    }
}

/// <param name="Name">What to call the token, for instance the program that uses it.</param>
internal sealed record TokenRequest(
    [property: Required] string? UserName = null, [property: Required] string? Password = null, [property: Required, MaxLength(AccessToken.NameMaxLength)] string? Name = null);

internal sealed record TokenResponse(string Token);
