namespace AfterSales.Engine.Expressions.Library;

/// <summary>Letter case without a language, by simple mapping as .NET has it; and the ß, which becomes two letters.</summary>
internal static class TextCase
{
    public static string ToUpper(string text) => text.ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal);

    public static string ToLower(string text) => text.ToLowerInvariant();
}
