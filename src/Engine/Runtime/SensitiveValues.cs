using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;

namespace AfterSales.Engine.Runtime;

/// <summary>What neither the journal nor its readers may show: inputs that are declared sensitive, and credentials among headers.</summary>
internal static class SensitiveValues
{
    public const string Mask = "***";
    private const string Headers = "HttpHeaders";
    private static readonly string[] Secret = ["authorization", "proxy-authorization", "cookie", "set-cookie", "api-key", "apikey", "token", "secret", "password"];

    // By name as well: a credential that somebody forgot to declare is still one.
    public static bool IsSensitive(InputDescriptor input) => input.IsSensitive || input.Name is "Authorization";

    /// <summary>Headers without credentials, addresses without user and query; anything else as it is.</summary>
    public static JsonNode? Shown(JsonNode? value, string? typeName)
    {
        if (typeName is "Uri" && value is JsonValue && Uri.TryCreate(value.ToString(), UriKind.Absolute, out var url) && (url.Query.Length > 0 || url.UserInfo.Length > 0))
            return JsonValue.Create(url.GetComponents(UriComponents.Scheme | UriComponents.HostAndPort | UriComponents.Path, UriFormat.UriEscaped) + "?" + Mask);
        if (typeName is not Headers || value is not JsonObject headers || !headers.Any(header => IsSecret(header.Key)))
            return value;
        return new JsonObject(headers.Select(header => KeyValuePair.Create(header.Key, IsSecret(header.Key) ? Mask : header.Value?.DeepClone())));
    }

    /// <summary>Any JSON without credentials: texts under the names of such are masked, at every depth.</summary>
    public static JsonNode? WithoutCredentials(JsonNode? value) => value switch
    {
        JsonObject container => new JsonObject(container.Select(property => KeyValuePair.Create(
            property.Key, property.Value is JsonValue && IsSecret(property.Key) ? Mask : WithoutCredentials(property.Value)))),
        JsonArray list => new JsonArray([.. list.Select(WithoutCredentials)]),
        _ => value?.DeepClone(),
    };

    private static bool IsSecret(string header) => Array.Exists(Secret, part => header.Contains(part, StringComparison.OrdinalIgnoreCase));
}
