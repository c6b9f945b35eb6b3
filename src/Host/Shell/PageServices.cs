using AfterSales.Host.Accounts;
using AfterSales.Host.Complaints;
using AfterSales.Host.Localization;
using AfterSales.Host.Portal;
using AfterSales.Host.Tasks;
using Microsoft.Extensions.Options;

namespace AfterSales.Host.Shell;

/// <summary>The pages: server-rendered components behind ordinary endpoints.</summary>
public static class PageServices
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddLanguages();
        services.AddHttpContextAccessor();
        services.AddAntiforgery(options => options.Cookie.Name = "aftersales.form");
        services.AddSingleton<AssetUrls>();
        services.AddScoped<TaskPageLoader>();
        return services;
    }

    /// <summary>What surrounds the pages: headers, languages, files, error pages. Goes before sign-in.</summary>
    public static WebApplication UsePages(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseRequestLocalization(app.Services.GetRequiredService<IOptions<RequestLocalizationOptions>>().Value);
        app.UseStaticFiles(new StaticFileOptions
        {
            // An address with a version never changes its content; others are asked for again.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache",
        });
        app.UseErrorPages();
        return app;
    }

    /// <summary>The pages themselves. Call after sign-in has been set up, and use antiforgery between.</summary>
    public static void MapPages(this WebApplication app)
    {
        app.MapPreferences();
        app.MapSignInPages();
        app.MapTaskPages();
        app.MapComplaintPages();
        app.MapPortalPages();
        app.MapErrorPages();
    }
}
