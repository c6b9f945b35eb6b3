using AfterSales.Host.Localization;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Shell;

/// <summary>What is wrong with the fields of a posted form, in the reader's language.</summary>
public sealed class FieldErrors(IReadOnlyList<(string Field, string Message)> all)
{
    public static FieldErrors None { get; } = new([]);

    public IReadOnlyList<(string Field, string Message)> All { get; } = all;

    public bool IsEmpty => All.Count == 0;

    public string? this[string field] => All.FirstOrDefault(e => string.Equals(e.Field, field, StringComparison.OrdinalIgnoreCase)).Message;

    public static FieldErrors From(ValidationException refusal, IStringLocalizer<Texts> texts) =>
        new([.. refusal.Errors.Select(failure => (failure.PropertyName, Message(failure, texts)))]);

    private static string Message(ValidationFailure failure, IStringLocalizer<Texts> texts) => texts.Error(failure.ErrorCode, Values(failure));

    private static object[] Values(ValidationFailure failure)
    {
        var values = failure.FormattedMessagePlaceholderValues ?? [];
        // Ours are numbered; of the library's only the length is worth a word.
        return values.TryGetValue("MaxLength", out var length) ? [length] : [.. values.Where(v => char.IsAsciiDigit(v.Key[0])).OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => v.Value)];
    }
}
