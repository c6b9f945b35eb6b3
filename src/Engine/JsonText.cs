using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AfterSales.Engine;

/// <summary>Parses JSON that people wrote, so that whatever is wrong with it is known at once and as a <see cref="JsonException"/>.</summary>
internal static class JsonText
{
    private const int DefaultDepth = 64;

    /// <exception cref="JsonException">The text is no JSON, too deep, names a property twice, or holds text that is no Unicode.</exception>
    public static JsonNode? Parse(string text, int maxDepth = DefaultDepth)
    {
        if (text.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
            CheckEscapes(Encoding.UTF8.GetBytes(text), maxDepth);
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false });
        }
        catch (ArgumentException e)
        {
            throw new JsonException("The text is no Unicode.", e);
        }
    }

    // Half of a surrogate pair passes the parser and throws only when somebody reads the text.
    private static void CheckEscapes(byte[] json, int maxDepth)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
            if (!reader.ValueIsEscaped)
                continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException e)
            {
                var before = json.AsSpan(0, (int)reader.TokenStartIndex);
                throw new JsonException("An escape in a text is no character.", null, before.Count((byte)'\n'), before.Length - 1 - before.LastIndexOf((byte)'\n'), e);
            }
        }
    }
}
