using AfterSales.Host.Problems;

namespace AfterSales.Host.Security;

/// <summary>The host that a request says it is for. Pages make addresses of it, which must not fail on what a stranger wrote there.</summary>
internal static class HostNames
{
    /// <summary>Refuses a request with 400 whose <c>Host</c> names nothing that could be an address. Programs of HTTP/1.0, which name none, are let through.</summary>
    public static WebApplication UseHostNames(this WebApplication app)
    {
        app.Use((context, next) => context.Request.Host is { HasValue: true } host && !IsName(host) ? RefuseAsync(context) : next(context));
        return app;
    }

    internal static bool IsName(HostString host) => Uri.TryCreate($"http://{host.Value}/", UriKind.Absolute, out var address) && address.AbsolutePath == "/" && address.UserInfo.Length is 0 && address.Query.Length is 0;

    // As text for whoever asks: the page of a refusal would make addresses of the host again.
    private static Task RefuseAsync(HttpContext context) => ProblemServices.WriteAsync(context, Problem.Of(StatusCodes.Status400BadRequest));
}
