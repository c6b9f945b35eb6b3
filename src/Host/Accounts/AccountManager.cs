using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AfterSales.Host.Accounts;

/// <summary>Identity's rules for names and passwords, with lock-out on the product's clock instead of the machine's.</summary>
public sealed class AccountManager(
    IUserStore<Account> store, IOptions<IdentityOptions> options, IPasswordHasher<Account> hasher, IEnumerable<IUserValidator<Account>> userValidators,
    IEnumerable<IPasswordValidator<Account>> passwordValidators, ILookupNormalizer normalizer, IdentityErrorDescriber errors, IServiceProvider services,
    ILogger<AccountManager> log, TimeProvider clock)
    : UserManager<Account>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, log)
{
    public override Task<bool> IsLockedOutAsync(Account user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Task.FromResult(user.LockoutEnd > clock.GetUtcNow());
    }

    public override Task<IdentityResult> AccessFailedAsync(Account user)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (++user.AccessFailedCount >= Options.Lockout.MaxFailedAccessAttempts)
        {
            user.AccessFailedCount = 0;
            user.LockoutEnd = clock.GetUtcNow() + Options.Lockout.DefaultLockoutTimeSpan;
        }

        return UpdateAsync(user);
    }

    /// <summary>Gives a person this password, and an account if they have none. Runs inside a command, which commits it. False when the password is too weak.</summary>
    public async Task<bool> GiveAsync(Guid personId, string userName, string password)
    {
        var known = await FindByIdAsync(personId.ToString());
        var account = known ?? new Account { Id = personId, UserName = userName, LockoutEnabled = true };
        if (!(await ValidatePasswordAsync(account, password)).Succeeded)
            return false;
        if (known is null)
        {
            await AddAsync(personId, userName, password);
            return true;
        }

        account.PasswordHash = PasswordHasher.HashPassword(account, password);
        account.LockoutEnd = null;
        return (await UpdateSecurityStampAsync(account)).Succeeded;
    }

    /// <summary>Adds an account for a person of the domain. Runs inside a command, which commits it.</summary>
    /// <exception cref="InvalidOperationException">The name or the password breaks a rule.</exception>
    public async Task AddAsync(Guid personId, string userName, string password)
    {
        var result = await CreateAsync(new Account { Id = personId, UserName = userName, LockoutEnabled = true }, password);
        // Another node's commit came between the command's own look and this one: run again, the command then sees it too.
        if (result.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.DuplicateUserName)))
            throw new DbUpdateConcurrencyException($"An account {userName} exists.");
        if (!result.Succeeded)
            throw new InvalidOperationException($"The account {userName} was refused: {string.Join(" ", result.Errors.Select(e => e.Description))}");
    }
}
