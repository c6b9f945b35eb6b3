namespace AfterSales.Host.Security;

/// <summary>What browsers are told not to do with our answers.</summary>
public static class SecurityHeaders
{
    /// <summary>Nothing from elsewhere, nothing inline. An endpoint that needs more, as the designer does, sets the header itself.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static WebApplication UseSecurityHeaders(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.OnStarting(Add, context);
            return next(context);
        });
        return app;
    }

    // At the last moment, for the exception handler empties the headers on its way.
    private static Task Add(object state)
    {
        var headers = ((HttpContext)state).Response.Headers;
        headers.ContentSecurityPolicy = headers.ContentSecurityPolicy is { Count: > 0 } own ? own : ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = headers["Referrer-Policy"] is { Count: > 0 } stricter ? stricter : "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}
