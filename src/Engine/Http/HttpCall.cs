using System.Text.Json;
using System.Text.Json.Serialization;

namespace AfterSales.Engine.Http;

/// <summary>A request as it waits in the outbox. Its secrets live there, and only until it has been answered.</summary>
internal sealed record HttpCall(Guid BookmarkId, Uri Url, string Method)
{
    public const string MessageKind = "http";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = Values.Compact.Encoder };

    public string? Content { get; init; }
    public string? ContentType { get; init; }
    public string? Authorization { get; init; }
    public bool UncheckedAuthorization { get; init; }
    public Dictionary<string, string[]> Headers { get; init; } = [];
    public bool IsResilient { get; init; }

    /// <summary>What may be shown and kept: no user, no query, no headers, no body.</summary>
    public string Target => Describe(Url);

    public System.Text.Json.Nodes.JsonObject Write() => (System.Text.Json.Nodes.JsonObject)JsonSerializer.SerializeToNode(this, Json)!;

    public string WriteScrubbed() => JsonSerializer.Serialize(new HttpCall(BookmarkId, new Uri(Target), Method), Json);

    public static HttpCall Read(string payload) => JsonSerializer.Deserialize<HttpCall>(payload, Json)!;

    public static string Describe(Uri url) => url.GetComponents(UriComponents.Scheme | UriComponents.HostAndPort | UriComponents.Path, UriFormat.UriEscaped);
}
