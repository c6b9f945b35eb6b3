using AfterSales.Host.Localization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;

namespace AfterSales.Host.Shell;

/// <summary>What a browser remembers of its reader without an account: the language and the theme.</summary>
internal static class Preferences
{
    public const string ThemeCookie = "aftersales.theme";

    public static IReadOnlyList<string> Themes { get; } = ["auto", "light", "dark"];

    public static string ThemeOf(HttpContext context) => Themes.FirstOrDefault(t => t == context.Request.Cookies[ThemeCookie]) ?? Themes[0];

    public static void MapPreferences(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/language", (HttpContext context, [FromForm] string? language, [FromForm] string? returnUrl) =>
        {
            if (Languages.IsKnown(language))
                Remember(context, CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language!)));
            return TypedResults.LocalRedirect(Pages.LocalOr(returnUrl, "/"));
        }).AllowAnonymous();
        routes.MapPost("/theme", (HttpContext context, [FromForm] string? theme, [FromForm] string? returnUrl) =>
        {
            if (theme is not null && Themes.Contains(theme))
                Remember(context, ThemeCookie, theme);
            return TypedResults.LocalRedirect(Pages.LocalOr(returnUrl, "/"));
        }).AllowAnonymous();
    }

    private static void Remember(HttpContext context, string cookie, string value) => context.Response.Cookies.Append(cookie, value, new CookieOptions
    {
        MaxAge = TimeSpan.FromDays(365),
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        HttpOnly = true,
        IsEssential = true,
    });
}
