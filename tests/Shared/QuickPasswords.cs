using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Testing;

/// <summary>Passwords hashed as the product does it, in fewer rounds: hundreds of sign-ins would take a tenth of a run's processor time.</summary>
internal static class QuickPasswords
{
    private const int Rounds = 1000;

    public static void Use(IServiceCollection services) => services.Configure<PasswordHasherOptions>(options => options.IterationCount = Rounds);
}
