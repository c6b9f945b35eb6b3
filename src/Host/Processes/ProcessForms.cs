using System.Globalization;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Host.Processes;

/// <summary>Small readings that the forms of these pages share.</summary>
internal static class ProcessForms
{
    /// <summary>The key that makes a repeated click count once; null where the form has none.</summary>
    public static string? Key(IFormCollection form) => form["key"] is [{ Length: > 0 and <= IdempotencyRecord.KeyMaxLength } given] ? given : null;

    public static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>A whole number between the two, or what is meant when there is none.</summary>
    public static int Number(string? text, int missing, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, least, most) : missing;
}
