using Microsoft.AspNetCore.Antiforgery;

namespace AfterSales.Host.Elsa;

/// <summary>A browser sends the site's cookie along with anybody's request, so whoever comes by cookie and wants a change also shows the page's own token.</summary>
internal static class ElsaForgery
{
    /// <exception cref="AntiforgeryValidationException">The header with the token is missing or is not this person's.</exception>
    public static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!IsReading(http.Request.Method) && !http.Request.Headers.ContainsKey("Authorization"))
            await http.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(http);
        return await next(context);
    }

    private static bool IsReading(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
