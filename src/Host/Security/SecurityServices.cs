using AfterSales.Host.Accounts;

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
        return app;
    }
}
