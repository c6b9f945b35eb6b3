using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AfterSales.Host.Shell;

/// <summary>How an endpoint answers with a Razor component.</summary>
internal static class Pages
{
    /// <summary>A whole page in its layout. Shows, once, the notice that a redirect left.</summary>
    public static IResult Page<TComponent>(object parameters, int status = StatusCodes.Status200OK) where TComponent : IComponent =>
        new PageResult(new RazorComponentResult<TComponent>(parameters) { StatusCode = status, PreventStreamingRendering = true });

    /// <summary>A part of a page, for htmx; the same component that the whole page uses.</summary>
    public static RazorComponentResult Fragment<TComponent>(object parameters) where TComponent : IComponent =>
        new RazorComponentResult<TComponent>(parameters) { PreventStreamingRendering = true };

    /// <summary>True for a path on this host, so that a link in a mail cannot send a signed-in person elsewhere.</summary>
    public static bool IsLocal(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal) && !url.Any(char.IsControl);

    public static string LocalOr(string? url, string otherwise) => IsLocal(url) ? url! : otherwise;

    private sealed class PageResult(IResult page) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            Notice.Take(httpContext);
            // A page shows what its reader may see, at this moment: nobody else's cache keeps it, and Back after signing out asks again.
            httpContext.Response.Headers.CacheControl = "no-cache, no-store";
            return page.ExecuteAsync(httpContext);
        }
    }
}
