using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace AfterSales.Host.Localization;

/// <summary>The languages of the product, and how a request's is chosen.</summary>
internal static class Languages
{
    public const string Chinese = "zh-CN", English = "en";

    public static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        return services.Configure<RequestLocalizationOptions>(options =>
        {
            CultureInfo[] cultures = [CultureInfo.GetCultureInfo(Chinese), CultureInfo.GetCultureInfo(English)];
            options.DefaultRequestCulture = new RequestCulture(cultures[0]);
            options.SupportedCultures = options.SupportedUICultures = cultures;
            // What the person chose, or Chinese. A browser's Accept-Language says what the machine was sold with, so only programs are asked for it.
            options.RequestCultureProviders =
            [
                new CookieRequestCultureProvider(),
                new CustomRequestCultureProvider(context => context.Request.Path.StartsWithSegments("/api")
                    ? new AcceptLanguageHeaderRequestCultureProvider { Options = options }.DetermineProviderCultureResult(context)
                    : Task.FromResult<ProviderCultureResult?>(null)),
            ];
        });
    }

    public static bool IsKnown(string? language) => language is Chinese or English;
}
