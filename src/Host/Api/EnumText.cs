using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Host.Api;

/// <summary>Enums as callers write them, <c>awaiting-verification</c>; anything else is refused with the list of what is allowed.</summary>
internal static class EnumText
{
    /// <summary>A value of the query string, or the default when it is not given.</summary>
    /// <exception cref="FluentValidation.ValidationException">The text names no value.</exception>
    public static T Parse<T>(string? text, string field, T missing)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
            return missing;
        return Names<T>.Values.TryGetValue(text, out var value)
            ? value
            : throw InvalidFields.Refuse(InvalidFields.Failure(field, "field.unknown-value", $"{field} is one of {string.Join(", ", Names<T>.All)}.", string.Join(", ", Names<T>.All)));
    }

    public static IReadOnlyList<string> NamesOf<T>()
        where T : struct, Enum => Names<T>.All;

    internal static class Names<T>
        where T : struct, Enum
    {
        public static readonly string[] All = [.. Enum.GetValues<T>().Select(Of)];
        public static readonly FrozenDictionary<string, T> Values = Enum.GetValues<T>().ToFrozenDictionary(Of);

        public static string Of(T value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
    }
}

/// <summary>A text that names no value of an enum.</summary>
internal sealed class EnumTextException(IReadOnlyList<string> allowed) : JsonException
{
    public IReadOnlyList<string> Allowed { get; } = allowed;
}

/// <summary>Reads and writes enums as <see cref="EnumText"/> says, and knows what to answer when a text is none of them.</summary>
internal sealed class EnumTextConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && EnumText.Names<T>.Values.TryGetValue(reader.GetString()!, out var value)
                ? value
                : throw new EnumTextException(EnumText.NamesOf<T>());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(EnumText.Names<T>.Of(value));
    }
}
