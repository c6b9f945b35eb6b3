using System.Globalization;
using System.Resources;

namespace AfterSales.Host.Localization;

/// <summary>What a refusal says to people, looked up by its code in <c>Errors.resx</c> in the language of the request.</summary>
public static class ErrorTexts
{
    internal static ResourceManager Resources { get; } = new("AfterSales.Host.Localization.Errors", typeof(ErrorTexts).Assembly);

    /// <summary>The text with its placeholders (<c>{0}</c>, <c>{MaxLength}</c>) filled in, or null when there is none for the code.</summary>
    public static string? Find(string code, IReadOnlyDictionary<string, object?> values)
    {
        if (Resources.GetString(code, CultureInfo.CurrentUICulture) is not { } text)
            return null;
        foreach (var (name, value) in values)
            text = text.Replace($"{{{name}}}", Convert.ToString(value, CultureInfo.CurrentCulture), StringComparison.Ordinal);
        return text;
    }

    /// <summary>The text, filled in with values in order; the code itself when there is none, so that the gap is seen and not hidden.</summary>
    public static string Of(string code, params IEnumerable<object> values) =>
        Find(code, values.Select((value, index) => (value, index)).ToDictionary(v => v.index.ToString(CultureInfo.InvariantCulture), v => (object?)v.value)) ?? code;
}
