namespace AfterSales.Engine.Expressions.Library;

/// <summary>
/// Letter case without a language. .NET maps one letter to one; the letters JavaScript maps to several are added here, except those
/// of ancient Greek and of Armenian.
/// </summary>
internal static class TextCase
{
    private static readonly (string Letter, string Upper)[] SpecialUpper =
    [
        ("ß", "SS"), ("ı", "I"), ("ŉ", "ʼN"), ("ﬀ", "FF"), ("ﬁ", "FI"), ("ﬂ", "FL"), ("ﬃ", "FFI"), ("ﬄ", "FFL"), ("ﬅ", "ST"), ("ﬆ", "ST"),
    ];

    public static string ToUpper(string text)
    {
        var upper = text.ToUpperInvariant();
        foreach (var (letter, replacement) in SpecialUpper)
            upper = upper.Replace(letter, replacement, StringComparison.Ordinal);
        return upper;
    }

    public static string ToLower(string text)
    {
        var lower = text.ToLowerInvariant().Replace("İ", "i\u0307", StringComparison.Ordinal);
        return text.Contains('Σ', StringComparison.Ordinal) ? WithFinalSigmas(lower) : lower;
    }

    // A sigma that ends a word has a form of its own.
    private static string WithFinalSigmas(string lower) => string.Create(lower.Length, lower, static (target, lower) =>
    {
        for (var i = 0; i < lower.Length; i++)
        {
            var endsWord = i > 0 && char.IsLetter(lower[i - 1]) && (i + 1 == lower.Length || !char.IsLetter(lower[i + 1]));
            target[i] = lower[i] == 'σ' && endsWord ? 'ς' : lower[i];
        }
    });
}
