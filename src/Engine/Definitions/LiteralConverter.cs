using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AfterSales.Engine.Definitions;

/// <summary>Turns what a designer stored for a literal, mostly text, into the value its type means: <c>"False"</c>, <c>"24"</c>, <c>"00:00:05"</c>, <c>"[\"A\"]"</c>.</summary>
public static class LiteralConverter
{
    public static bool TryConvert(JsonNode? raw, string? typeName, out JsonNode? value)
    {
        value = raw;
        var type = Shorten(typeName);
        if (raw is null || type is "Object" or "Variable" or "")
            return true;
        if (type is "String")
            return ToText(raw, out value);
        if (raw.GetValueKind() is JsonValueKind.String && raw.GetValue<string>() is var text && string.IsNullOrWhiteSpace(text))
        {
            value = null; // an emptied field of the designer
            return true;
        }

        return type switch
        {
            "Boolean" => ToBoolean(raw, out value),
            "Byte" or "Int16" or "Int32" or "Int64" => ToInteger(raw, out value),
            "Single" or "Double" or "Decimal" => ToNumber(raw, out value),
            "TimeSpan" => ToTimeSpan(raw, out value),
            "DateTime" or "DateTimeOffset" => ToInstant(raw, out value),
            "ObjectDictionary" or "HttpHeaders" => ToJson<JsonObject>(raw, out value),
            _ when IsList(type) => ToJson<JsonArray>(raw, out value),
            _ => true, // enums, URIs and types of other servers stay as they are written
        };
    }

    public static bool IsList(string? typeName) => Shorten(typeName) is var type && (type.EndsWith("[]", StringComparison.Ordinal)
        || type.StartsWith("List<", StringComparison.Ordinal) || type.StartsWith("ICollection", StringComparison.Ordinal) || type.StartsWith("IEnumerable", StringComparison.Ordinal));

    private static string Shorten(string? typeName) => typeName switch
    {
        null => "",
        _ when typeName.StartsWith("System.", StringComparison.Ordinal) && !typeName.Contains(',', StringComparison.Ordinal) => typeName["System.".Length..],
        "Int" => "Int32",
        "Long" => "Int64",
        _ => typeName,
    };

    private static bool ToText(JsonNode raw, out JsonNode? value)
    {
        value = raw is JsonValue && raw.GetValueKind() is not JsonValueKind.String ? JsonValue.Create(raw.ToJsonString()) : raw;
        return true;
    }

    private static bool ToBoolean(JsonNode raw, out JsonNode? value)
    {
        value = raw;
        if (raw.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            return true;
        if (!bool.TryParse(raw.ToString(), out var parsed))
            return false;
        value = JsonValue.Create(parsed);
        return true;
    }

    private static bool ToInteger(JsonNode raw, out JsonNode? value)
    {
        var valid = long.TryParse(raw.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed);
        value = valid ? JsonValue.Create(parsed) : raw;
        return valid;
    }

    private static bool ToNumber(JsonNode raw, out JsonNode? value)
    {
        var valid = decimal.TryParse(raw.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed);
        value = valid ? JsonValue.Create(parsed) : raw;
        return valid;
    }

    private static bool ToTimeSpan(JsonNode raw, out JsonNode? value)
    {
        var valid = TimeSpan.TryParse(raw.ToString(), CultureInfo.InvariantCulture, out var parsed);
        value = valid ? JsonValue.Create(parsed.ToString("c", CultureInfo.InvariantCulture)) : raw;
        return valid;
    }

    private static bool ToInstant(JsonNode raw, out JsonNode? value)
    {
        var valid = DateTimeOffset.TryParse(raw.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed);
        value = valid ? JsonValue.Create(parsed.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture)) : raw;
        return valid;
    }

    private static bool ToJson<T>(JsonNode raw, out JsonNode? value) where T : JsonNode
    {
        value = raw is JsonValue ? Values.TryParse(raw.ToString()) : raw;
        return value is T;
    }
}
