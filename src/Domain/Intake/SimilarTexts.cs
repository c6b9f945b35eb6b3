namespace AfterSales.Domain.Intake;

/// <summary>How alike two descriptions are, by the pairs of neighbouring characters they share: it needs no dictionary, so it works on Chinese as on English.</summary>
internal static class SimilarTexts
{
    /// <summary>From here on two descriptions are taken to be of one matter.</summary>
    public const double Alike = 0.25;

    /// <summary>0: nothing in common; 1: every pair of the shorter one occurs in the other.</summary>
    public static double Of(string one, string other)
    {
        var (pairs, others) = (Pairs(one), Pairs(other));
        var fewest = Math.Min(pairs.Count, others.Count);
        return fewest == 0 ? 0 : (double)pairs.Count(others.Contains) / fewest;
    }

    private static HashSet<(char, char)> Pairs(string text)
    {
        var letters = text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).ToArray();
        return [.. letters.Zip(letters.Skip(1))];
    }
}
