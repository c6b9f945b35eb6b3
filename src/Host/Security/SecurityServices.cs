using AfterSales.Host.Accounts;
using Microsoft.AspNetCore.Antiforgery;

namespace AfterSales.Host.Security;

public static class SecurityServices
{
    /// <summary>Largest body of any request; areas with smaller ones set their own limit.</summary>
    private const long MaxBodyBytes = 8 * 1024 * 1024;

    public static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "aftersales-form";
            options.HeaderName = "X-CSRF-TOKEN";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        return services.AddRateLimits(configuration);
    }

    /// <summary>In this order: who it is, how often they have tried, whether the form is ours.</summary>
    public static WebApplication UseSecurity(this WebApplication app)
    {
        app.UseAccounts();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.Use(RefuseForgedAsync);
        return app;
    }

    // The check before only notes what it found; whoever reads the form then would end in an error of ours, and whoever does not read it would never notice.
    private static Task RefuseForgedAsync(HttpContext context, RequestDelegate next) =>
        context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false, Error: var error } ? throw error ?? new AntiforgeryValidationException("The form has no valid token.") : next(context);
}
