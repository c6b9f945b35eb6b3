using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AfterSales.Engine.Http;

/// <summary>Reads responses into what a flow can work with.</summary>
internal static class HttpResponses
{
    // They hold or ask for credentials, which must not get into the state of an instance.
    private static readonly HashSet<string> Withheld = new(StringComparer.OrdinalIgnoreCase) { "Set-Cookie", "Set-Cookie2", "WWW-Authenticate", "Proxy-Authenticate", "Authorization", "Authentication-Info" };

    public static async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        var headers = new JsonObject();
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            if (!Withheld.Contains(name))
                headers[name] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        return await ReadBodyAsync(response.Content, maxBytes, cancellationToken) is { } body
            ? new HttpAnswer(HttpCallEnd.Responded) { StatusCode = (int)response.StatusCode, Headers = headers, Content = Parse(body, response.Content.Headers.ContentType) }
            : new HttpAnswer(HttpCallEnd.Refused) { Reason = $"The answer is longer than {maxBytes} bytes." };
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes)
            return null;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (body.Length + count > maxBytes)
                return null;
            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }

    // JSON as what it says, other text as text, anything else in base 64.
    private static JsonNode? Parse(byte[] body, System.Net.Http.Headers.MediaTypeHeaderValue? type)
    {
        if (body.Length is 0)
            return null;
        var media = type?.MediaType ?? "text/plain";
        var isJson = media is "application/json" || media.EndsWith("+json", StringComparison.Ordinal);
        if (!isJson && !media.StartsWith("text/", StringComparison.Ordinal) && !media.EndsWith("xml", StringComparison.Ordinal) && media is not ("application/x-www-form-urlencoded" or "application/javascript"))
            return JsonValue.Create(Convert.ToBase64String(body));
        var text = EncodingOf(type).GetString(body).TrimStart('\uFEFF');
        return isJson && TryParse(text, out var parsed) ? parsed : JsonValue.Create(text);
    }

    private static bool TryParse(string text, out JsonNode? parsed)
    {
        try
        {
            parsed = JsonNode.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            parsed = null;
            return false;
        }
    }

    private static Encoding EncodingOf(System.Net.Http.Headers.MediaTypeHeaderValue? type)
    {
        try
        {
            return type?.CharSet is { } name ? Encoding.GetEncoding(name.Trim('"')) : Encoding.UTF8;
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }
}
