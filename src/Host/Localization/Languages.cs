using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace AfterSales.Host.Localization;

/// <summary>The languages people and programs are answered in: 简体中文 unless asked otherwise.</summary>
public static class Languages
{
    public const string Chinese = "zh-CN";

    public const string English = "en";

    private const string LinkParameter = "language";

    private const string LinkCookie = "aftersales.link-language";

    /// <summary>What a customer's link ends in, to be shown in a language.</summary>
    public static string InLink(string language) => $"?{LinkParameter}={language}";

    public static bool IsKnown(string? language) => language is Chinese or English;

    /// <summary>Has a customer's page and what is below it shown in a language, wherever the reader has not chosen one.</summary>
    public static void RememberForPage(HttpContext context, PathString page, string language) => context.Response.Cookies.Append(
        LinkCookie, language, new CookieOptions { Path = page, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, HttpOnly = true, IsEssential = true });

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

        public override async Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
        {
            if (IsProgram(httpContext.Request))
                return await Header.DetermineProviderCultureResult(httpContext);
            if (await Cookie.DetermineProviderCultureResult(httpContext) is { } chosen)
                return chosen;
            if (OfLink(httpContext) is { } language)
                return new ProviderCultureResult(language);
            // Whoever reports something is unknown, and has nothing but the browser to tell.
            return httpContext.Request.Path.StartsWithSegments("/report") ? await Header.DetermineProviderCultureResult(httpContext) : null;
        }

        // What the link says is remembered for what is sent from its page, and for that page alone.
        private static string? OfLink(HttpContext context)
        {
            var (path, said) = (context.Request.Path, context.Request.Query[LinkParameter].ToString());
            if (!path.StartsWithSegments("/c") && !path.StartsWithSegments("/follow"))
                return null;
            if (!IsKnown(said))
                return context.Request.Cookies[LinkCookie] is { } remembered && IsKnown(remembered) ? remembered : null;
            RememberForPage(context, path, said);
            return said;
        }

        // Studio calls its API from our page and is to speak the page's language; a program that calls the same API brings a token.
        private static bool IsProgram(HttpRequest request) =>
            request.Path.StartsWithSegments("/api") || (request.Path.StartsWithSegments("/elsa") && request.Headers.ContainsKey("Authorization"));
    }
}
