using AfterSales.Domain.Pipeline;
using AfterSales.Host.Persistence;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Accounts;

/// <summary>Whether a name and password were accepted.</summary>
public enum SignInOutcome
{
    Accepted,

    /// <summary>Unknown name, wrong password, or a person who is no longer active; nobody learns which.</summary>
    Refused,

    /// <summary>Too many wrong passwords in a row; even the right one is refused for a while.</summary>
    LockedOut,
}

/// <summary>Compares a password and counts failures. A command, because the count has to survive the refusal.</summary>
[Allow(SignIn.Role)]
internal sealed record CheckPassword(string UserName, string Password) : ICommand<CheckedPassword>;

internal sealed record CheckedPassword(SignInOutcome Outcome, Guid PersonId = default, string SecurityStamp = "");

internal sealed class CheckPasswordHandler(AccountManager accounts, ProductDbContext db) : IRequestHandler<CheckPassword, CheckedPassword>
{
    // Compared when there is no such account, so that the time the answer takes does not tell.
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(new Account(), Guid.NewGuid().ToString());

    public async Task<CheckedPassword> Handle(CheckPassword request, CancellationToken cancellationToken)
    {
        var account = await accounts.FindByNameAsync(request.UserName);
        if (account is null)
        {
            accounts.PasswordHasher.VerifyHashedPassword(new Account(), NobodysHash, request.Password);
            return new CheckedPassword(SignInOutcome.Refused);
        }

        if (await accounts.IsLockedOutAsync(account))
            return new CheckedPassword(SignInOutcome.LockedOut);
        if (!await accounts.CheckPasswordAsync(account, request.Password))
        {
            await accounts.AccessFailedAsync(account);
            return new CheckedPassword(SignInOutcome.Refused);
        }

        if (!await db.People.AnyAsync(p => p.Id == account.Id && p.IsActive, cancellationToken))
            return new CheckedPassword(SignInOutcome.Refused);
        await accounts.ResetAccessFailedCountAsync(account);
        return new CheckedPassword(SignInOutcome.Accepted, account.Id, account.SecurityStamp ?? "");
    }
}
