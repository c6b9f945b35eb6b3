using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AfterSales.Engine.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AfterSales.Host.Elsa;

/// <summary>JSON as Elsa Studio reads and sends it: camelCase, enums by their names, members that we do not know allowed, nulls written.</summary>
internal static class ElsaJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        // Chinese as it is; what makes text dangerous in a page is escaped by whoever makes the page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>For files that people read.</summary>
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonHttpResult<T> Answer<T>(T value, int status = StatusCodes.Status200OK) => TypedResults.Json(value, Options, statusCode: status);

    /// <summary>Elsa's list: its items and how many they are.</summary>
    public static JsonHttpResult<ElsaList<T>> List<T>(IReadOnlyList<T> items) => Answer(new ElsaList<T>(items, items.Count));

    /// <summary>Nodes as they are: definitions nest deeper than a serializer goes.</summary>
    public static IResult AnswerNodes(JsonNode node, int status = StatusCodes.Status200OK) => TypedResults.Text(Bytes(node), "application/json; charset=utf-8", status);

    public static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, Options);

    public static string Write(JsonNode node) => Encoding.UTF8.GetString(Bytes(node));

    public static byte[] Bytes(JsonNode node, bool isForPeople = false)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, isForPeople ? Indented : Compact))
            node.WriteTo(writer);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The body as nodes, in its own order, as deep as definitions nest.</summary>
    /// <exception cref="JsonException">The body is no JSON object, names a member twice, or nests too deep.</exception>
    public static async Task<JsonObject> ReadNodesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        return DefinitionParser.ReadJson(await reader.ReadToEndAsync(cancellationToken));
    }

    /// <summary>The body; what is missing or empty reads as an empty object.</summary>
    /// <exception cref="JsonException">The body is no JSON, or a member has another type.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class, new()
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(cancellationToken);
        return string.IsNullOrWhiteSpace(text) ? new T() : JsonSerializer.Deserialize<T>(text, Options) ?? new T();
    }
}

internal sealed record ElsaList<T>(IReadOnlyList<T> Items, int Count);

/// <param name="TotalCount">On all pages.</param>
/// <param name="Links">What the reader may do with the list as a whole; see <see cref="ElsaLink"/>.</param>
internal sealed record ElsaPage<T>(IReadOnlyList<T> Items, long TotalCount, IReadOnlyList<ElsaLink>? Links = null);

/// <summary>Something the reader may do. Studio looks at <see cref="Rel"/> alone and shows nothing that it does not find here.</summary>
internal sealed record ElsaLink(string Href, string Rel, string Method = "POST");
