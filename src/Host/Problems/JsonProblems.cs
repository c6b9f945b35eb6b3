using System.Text.Json;
using System.Text.RegularExpressions;
using AfterSales.Host.Api;
using AfterSales.Host.Localization;

namespace AfterSales.Host.Problems;

/// <summary>What is wrong with a request's JSON, said by field or by place.</summary>
internal static partial class JsonProblems
{
    public static Problem Of(JsonException exception)
    {
        if (exception is EnumTextException { Allowed: var allowed })
            return Problem.OfField(Field(exception), "field.unknown-value", ErrorTexts.Of("field.unknown-value", string.Join(", ", allowed)));
        if (UnknownMember().Match(exception.Message) is { Success: true } unknown)
            return Problem.OfField(unknown.Groups["name"].Value, "json.unknown-member", ErrorTexts.Of("json.unknown-member", unknown.Groups["name"].Value));
        // The reader's own exception inside: the text is no JSON at all. Otherwise a value has the wrong type.
        return exception.InnerException is JsonException || Field(exception).Length == 0
            ? new Problem(StatusCodes.Status400BadRequest, "json.malformed", ErrorTexts.Of("json.malformed", (exception.LineNumber ?? 0) + 1, (exception.BytePositionInLine ?? 0) + 1))
            : Problem.OfField(Field(exception), "json.wrong-type", ErrorTexts.Of("json.wrong-type", Field(exception)));
    }

    private static string Field(JsonException exception) => (exception.Path ?? "").TrimStart('$').TrimStart('.');

    [GeneratedRegex(@"^The JSON property '(?<name>[^']*)' could not be mapped")]
    private static partial Regex UnknownMember();
}
