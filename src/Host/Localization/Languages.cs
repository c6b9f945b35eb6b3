using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace AfterSales.Host.Localization;

/// <summary>The languages people and programs are answered in: 简体中文 unless asked otherwise.</summary>
public static class Languages
{
    public const string Chinese = "zh-CN";

    public const string English = "en";

    public static bool IsKnown(string? language) => language is Chinese or English;

    public static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            CultureInfo[] supported = [new(Chinese), new(English)];
            options.DefaultRequestCulture = new RequestCulture(Chinese);
            options.SupportedCultures = supported;
            options.SupportedUICultures = supported;
            options.RequestCultureProviders = [new ByKindOfCaller()];
        });
        return services;
    }

    // A program says what it wants with each request. A browser's preference is the machine's, often not the person's, so pages follow the switch (a cookie) alone.
    private sealed class ByKindOfCaller : RequestCultureProvider
    {
        private static readonly AcceptLanguageHeaderRequestCultureProvider Header = new();
        private static readonly CookieRequestCultureProvider Cookie = new();

        public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext) =>
            IsProgram(httpContext.Request) ? Header.DetermineProviderCultureResult(httpContext) : Cookie.DetermineProviderCultureResult(httpContext);

        // Studio calls its API from our page and is to speak the page's language; a program that calls the same API brings a token.
        private static bool IsProgram(HttpRequest request) =>
            request.Path.StartsWithSegments("/api") || (request.Path.StartsWithSegments("/elsa") && request.Headers.ContainsKey("Authorization"));
    }
}
