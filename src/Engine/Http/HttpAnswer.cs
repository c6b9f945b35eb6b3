using System.Text.Json;
using System.Text.Json.Nodes;

namespace AfterSales.Engine.Http;

/// <summary>How a request ended, as far as the flow is concerned.</summary>
internal enum HttpCallEnd
{
    /// <summary>There is a response, whatever its status.</summary>
    Responded,
    FailedToConnect,
    TimedOut,

    /// <summary>The request may not be sent or its answer not be taken; a person has to look at it.</summary>
    Refused,
}

/// <summary>What the flow is resumed with.</summary>
internal sealed record HttpAnswer(HttpCallEnd End)
{
    public int StatusCode { get; init; }
    public JsonObject Headers { get; init; } = [];
    public JsonNode? Content { get; init; }
    public string? Reason { get; init; }

    public JsonNode Write() => JsonSerializer.SerializeToNode(this, JsonSerializerOptions.Web)!;

    public static HttpAnswer Read(JsonNode payload) => payload.Deserialize<HttpAnswer>(JsonSerializerOptions.Web)!;
}
