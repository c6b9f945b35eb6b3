using System.Globalization;

namespace AfterSales.Engine.Expressions.Values;

/// <summary>JavaScript's white space, which is not quite .NET's: U+FEFF counts, U+0085 does not.</summary>
internal static class JsSpace
{
    public static bool Is(char character) => character switch
    {
        '\t' or '\n' or '\v' or '\f' or '\r' or ' ' or '\u00A0' or '\uFEFF' or '\u2028' or '\u2029' => true,
        < '\u0080' => false,
        _ => char.GetUnicodeCategory(character) is UnicodeCategory.SpaceSeparator,
    };

    public static string TrimStart(string text)
    {
        var start = 0;
        while (start < text.Length && Is(text[start]))
            start++;
        return text[start..];
    }

    public static string TrimEnd(string text)
    {
        var end = text.Length;
        while (end > 0 && Is(text[end - 1]))
            end--;
        return text[..end];
    }

    public static string Trim(string text) => TrimEnd(TrimStart(text));
}
