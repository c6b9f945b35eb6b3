using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using AfterSales.Host.Persistence;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AfterSales.Host.Accounts;

/// <summary>The text of access tokens, <c>as_</c> and 43 base64url characters, and what is kept of it.</summary>
public static class AccessTokens
{
    private const string Prefix = "as_";
    private const int Length = 46;

    internal static string NewText() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    internal static bool LooksLikeOne(string text) => text.Length == Length && text.StartsWith(Prefix, StringComparison.Ordinal);

    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    internal static Claim[] ClaimsOf(Guid personId, string userName) => [new(ClaimTypes.NameIdentifier, personId.ToString("N")), new(ClaimTypes.Name, userName)];
}

/// <summary>Lets a program in by <c>Authorization: Bearer as_…</c>. Looked up on every request, so a revoked token stops at once.</summary>
internal sealed class AccessTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, ProductDbContext db, ActorDirectory directory)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.Fail("The Authorization header is no bearer token.");

        var text = header[Bearer.Length..].Trim();
        if (!AccessTokens.LooksLikeOne(text))
            return AuthenticateResult.Fail("The token is not one of ours.");
        var hash = AccessTokens.Hash(text);
        var personId = await db.Set<AccessToken>().Where(t => t.Hash == hash && t.RevokedAt == null).Select(t => (Guid?)t.AccountId).SingleOrDefaultAsync(Context.RequestAborted);
        if (personId is not { } id || await directory.FindAsync(id, Context.RequestAborted) is not { } known)
            return AuthenticateResult.Fail("The token is unknown or revoked, or its person is no longer active.");

        var principal = new ClaimsPrincipal(new ClaimsIdentity(AccessTokens.ClaimsOf(id, known.Actor.Name), Scheme.Name));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.Append(HeaderNames.WWWAuthenticate, "Bearer");
        return Task.CompletedTask;
    }
}
