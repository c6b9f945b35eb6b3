using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AfterSales.Workflows.Definitions;

/// <summary>The JSON of definitions as files: laid out so that a comparison line by line says something, and compared without its layout.</summary>
public static class DefinitionText
{
    // The reader of definitions has refused what is deeper long before.
    private const int MaxDepth = 1000;
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = MaxDepth };
    private static readonly JsonWriterOptions Lines = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };

    /// <summary>The same content gives the same text, byte for byte. Members keep their order; the definition's id is put in where it is missing.</summary>
    public static string ForFile(string json, string definitionId)
    {
        var definition = JsonNode.Parse(json, documentOptions: Deep)!.AsObject();
        if (definition["definitionId"] is not JsonValue known || known.ToString() != definitionId)
            definition["definitionId"] = definitionId;
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Lines))
            definition.WriteTo(writer);
        bytes.WriteByte((byte)'\n');
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Whether both say the same, however they are laid out.</summary>
    public static bool IsSame(string json, string other)
    {
        if (json == other)
            return true;
        using var one = JsonDocument.Parse(json, Deep);
        using var two = JsonDocument.Parse(other, Deep);
        return JsonElement.DeepEquals(one.RootElement, two.RootElement);
    }
}
