using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Engine.Http;

namespace AfterSales.Engine.Activities.Http;

/// <summary>Makes a request out of an activity's inputs. Refusals never repeat a value that may be secret.</summary>
internal static class HttpCallBuilder
{
    private static readonly HashSet<string> OwnedByTransport = new(StringComparer.OrdinalIgnoreCase) { "Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Proxy-Authorization", "Proxy-Connection", "Expect", "TE", "Trailer" };

    public static HttpCall Build(ActivityContext context, Guid bookmarkId)
    {
        var (content, contentType) = Body(context.GetInput("Content"), context.GetInput<string>("ContentType"));
        return new HttpCall(bookmarkId, Url(context.GetInput<string>("Url")), Method(context.GetInput<string>("Method")))
        {
            Content = content,
            ContentType = contentType,
            Authorization = Authorization(context),
            UncheckedAuthorization = context.GetInput<bool>("DisableAuthorizationHeaderValidation"),
            Headers = Headers(context.GetInput("RequestHeaders") as JsonObject ?? []),
            IsResilient = context.GetInput<bool>("EnableResiliency"),
        };
    }

    public static Uri Url(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : throw new FormatException("The URL is not an absolute http or https address.");

    public static string Method(string? text) => (text is { Length: > 0 } ? text.ToUpperInvariant() : "GET") is var method && HttpActivityInputs.Methods.Contains(method)
        ? method
        : throw new FormatException($"'{text}' is none of the methods {string.Join(", ", HttpActivityInputs.Methods)}.");

    private static string? Authorization(ActivityContext context)
    {
        if (context.GetInput<string>("Authorization") is not { Length: > 0 } text)
            return null;
        RequireOneLine("Authorization", text);
        return context.GetInput<bool>("DisableAuthorizationHeaderValidation") || AuthenticationHeaderValue.TryParse(text, out _)
            ? text
            : throw new FormatException("Authorization is no valid header value; it is written 'scheme parameter'.");
    }

    private static Dictionary<string, string[]> Headers(JsonObject given)
    {
        var headers = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in given)
        {
            if (OwnedByTransport.Contains(name))
                throw new FormatException($"The header {name} belongs to the connection and cannot be set.");
            if (name.Length is 0 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)))
                throw new FormatException("A request header has a name that is none.");
            headers[name] = value is JsonArray values ? Values.Strings(values) : value is null ? [] : [Values.Text(value)];
            foreach (var text in headers[name])
                RequireOneLine(name, text);
        }

        return headers;
    }

    private static (string? Content, string? Type) Body(JsonNode? content, string? type)
    {
        if (content is null)
            return (null, null);
        if (type is { Length: > 0 } && !MediaTypeHeaderValue.TryParse(type, out _))
            throw new FormatException("The content type is none.");
        if (type?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true && content is JsonObject form)
            return (string.Join('&', form.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value is null ? "" : Values.Text(field.Value))}")), type);
        var isText = content.GetValueKind() is JsonValueKind.String;
        var byNature = !isText || Values.TryParse(content.ToString()) is not null ? "application/json" : "text/plain";
        return (Values.Text(content), WithCharset(type is { Length: > 0 } ? type : byNature));
    }

    private static string WithCharset(string type) => type.Contains("charset", StringComparison.OrdinalIgnoreCase) ? type : type + "; charset=utf-8";

    private static void RequireOneLine(string header, string value)
    {
        if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
            throw new FormatException($"The header {header} has more than one line.");
    }
}
