using System.Security.Claims;
using AfterSales.Domain.Actors;
using MediatR;
using Microsoft.AspNetCore.Authentication;

namespace AfterSales.Host.Accounts;

/// <summary>Signs people in and out.</summary>
public sealed class SignIn(IMediator mediator, CurrentActor current, ActorDirectory directory)
{
    /// <summary>Held only while a password is being checked; allows nothing else.</summary>
    internal const string Role = "signing-in";

    internal const string StampClaim = "stamp";

    /// <summary>Checks a password; when it is accepted the rest of the scope acts as that person.</summary>
    public async Task<SignInOutcome> CheckAsync(string userName, string password, CancellationToken cancellationToken) =>
        (await ActAsync(userName, password, cancellationToken)).Outcome;

    /// <summary>Checks a password and, when it is accepted, gives the browser its cookie.</summary>
    public async Task<SignInOutcome> WithPasswordAsync(HttpContext context, string userName, string password, CancellationToken cancellationToken)
    {
        var check = await ActAsync(userName, password, cancellationToken);
        if (check.Outcome == SignInOutcome.Accepted)
        {
            Claim[] claims = [.. AccessTokens.ClaimsOf(check.PersonId, current.Actor.Name), new Claim(StampClaim, check.SecurityStamp)];
            await context.SignInAsync(AccountSchemes.Cookie, new ClaimsPrincipal(new ClaimsIdentity(claims, AccountSchemes.Cookie)));
        }

        return check.Outcome;
    }

    public static Task OutAsync(HttpContext context) => context.SignOutAsync(AccountSchemes.Cookie);

    private async Task<CheckedPassword> ActAsync(string userName, string password, CancellationToken cancellationToken)
    {
        current.ActAs(new Actor(null, "sign-in", [Role]));
        var check = await mediator.Send(new CheckPassword(userName, password), cancellationToken);
        var known = check.Outcome == SignInOutcome.Accepted ? await directory.FindAsync(check.PersonId, cancellationToken) : null;
        current.ActAs(known?.Actor ?? Actor.Anonymous);
        return check;
    }
}
