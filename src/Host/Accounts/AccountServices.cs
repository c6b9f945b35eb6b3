using System.Security.Claims;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Portal;
using AfterSales.Host.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AfterSales.Host.Accounts;

/// <summary>The ways to be let in.</summary>
public static class AccountSchemes
{
    /// <summary>Chooses by the request: a token when there is an Authorization header, else the cookie.</summary>
    public const string Either = "aftersales";

    public const string Cookie = "aftersales-cookie";

    public const string Token = "aftersales-token";
}

public static class AccountServices
{
    public const int PasswordMinLength = 10;

    /// <summary>Registers accounts, sign-in by cookie and by token, and the keys that sign both and customers' links.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddIdentityCore<Account>(ConfigureIdentity).AddUserStore<AccountStore>().AddUserManager<AccountManager>();
        services.AddSingleton<ActorDirectory>();
        services.AddScoped<SignIn>();

        services.AddDataProtection().SetApplicationName("AfterSales");
        services.AddSingleton<KeyRing>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = provider.GetRequiredService<KeyRing>()));
        services.AddSingleton<ICustomerLinkTokens, CustomerLinkTokens>();

        services.AddAuthentication(AccountSchemes.Either)
            .AddPolicyScheme(AccountSchemes.Either, null, options => options.ForwardDefaultSelector = Choose)
            .AddScheme<AuthenticationSchemeOptions, AccessTokenHandler>(AccountSchemes.Token, null)
            .AddCookie(AccountSchemes.Cookie, ConfigureCookie);
        services.AddAuthorization();
        return services;
    }

    /// <summary>Lets requests in and makes the domain see who is asking.</summary>
    public static WebApplication UseAccounts(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use(ActAsSignedInPerson);
        app.UseAuthorization();
        return app;
    }

    private static void ConfigureIdentity(IdentityOptions options)
    {
        // Length is what makes a password strong; rules about kinds of characters mostly make people write it down.
        options.Password = new PasswordOptions
        {
            RequiredLength = PasswordMinLength, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false, RequiredUniqueChars = 5,
        };
        options.Lockout = new LockoutOptions { MaxFailedAccessAttempts = 5, DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10) };
    }

    private static string Choose(HttpContext context) =>
        context.Request.Headers.ContainsKey("Authorization") ? AccountSchemes.Token : AccountSchemes.Cookie;

    private static void ConfigureCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "aftersales";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(8);
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.AccessDeniedPath = "/error/403";
        options.Events.OnRedirectToLogin = context => Redirect(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Redirect(context, StatusCodes.Status403Forbidden);
        options.Events.OnValidatePrincipal = ValidateAsync;
    }

    // A program needs the status; a fragment's redirect would draw the sign-in page inside the page.
    private static Task Redirect(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        var isFragment = context.Request.Headers.ContainsKey("HX-Request");
        if (isFragment)
            context.Response.Headers["HX-Redirect"] = context.RedirectUri;
        if (isFragment || status == StatusCodes.Status403Forbidden || ProblemServices.IsForPrograms(context.Request))
            context.Response.StatusCode = status;
        else
            context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var known = await FindAsync(context.HttpContext, context.Principal);
        if (known is not null && known.SecurityStamp == context.Principal?.FindFirstValue(SignIn.StampClaim))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(AccountSchemes.Cookie);
    }

    private static async Task ActAsSignedInPerson(HttpContext context, RequestDelegate next)
    {
        if (await FindAsync(context, context.User) is { } known)
            context.RequestServices.GetRequiredService<CurrentActor>().ActAs(known.Actor);
        context.RequestServices.GetRequiredService<RefusedRequests>().Way = $"{context.Request.Method} {context.Request.Path}";
        await next(context);
    }

    private static async Task<KnownActor?> FindAsync(HttpContext context, ClaimsPrincipal? principal) =>
        Guid.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? await context.RequestServices.GetRequiredService<ActorDirectory>().FindAsync(id, context.RequestAborted)
            : null;
}
