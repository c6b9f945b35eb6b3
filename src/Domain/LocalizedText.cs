using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AfterSales.Domain;

/// <summary>A text that process owners write in one or both languages: <c>"受理"</c> or <c>{"zh":"受理","en":"Accept"}</c>.</summary>
[JsonConverter(typeof(LocalizedTextConverter))]
public sealed record LocalizedText(string Zh, string? En = null)
{
    private static readonly ParsedTexts<LocalizedText> Parsed = new(stored => JsonSerializer.Deserialize<LocalizedText>(stored, JsonSerializerOptions.Web) ?? new LocalizedText(""));

    public static LocalizedText Empty { get; } = new("");

    /// <summary>In the language of the current UI culture; Chinese where no English is given.</summary>
    public override string ToString() => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" && !string.IsNullOrEmpty(En) ? En : Zh;

    /// <summary>Reads what <see cref="ToStored"/> wrote, and a bare text as Chinese.</summary>
    public static LocalizedText Parse(string stored) =>
        stored.StartsWith('{') ? Parsed.Of(stored) : new LocalizedText(stored);

    public string ToStored() => En is null && !Zh.StartsWith('{') ? Zh : JsonSerializer.Serialize(this, JsonText.Options);
}

internal sealed class LocalizedTextConverter : JsonConverter<LocalizedText>
{
    public override LocalizedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new LocalizedText(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A text is a string or an object with zh and en.");

        string? zh = null, en = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "zh": zh = reader.GetString(); break;
                case "en": en = reader.GetString(); break;
                default: throw new JsonException($"A text has zh and en, not {name}.");
            }
        }

        return new LocalizedText(zh ?? en ?? "", en);
    }

    public override void Write(Utf8JsonWriter writer, LocalizedText value, JsonSerializerOptions options)
    {
        if (value.En is null)
        {
            writer.WriteStringValue(value.Zh);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("zh", value.Zh);
        writer.WriteString("en", value.En);
        writer.WriteEndObject();
    }
}
