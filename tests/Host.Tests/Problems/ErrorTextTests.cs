using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AfterSales.Host.Localization;

namespace AfterSales.Host.Tests.Problems;

public sealed partial class ErrorTextTests
{
    private static readonly Dictionary<string, string> Chinese = Texts(CultureInfo.InvariantCulture);
    private static readonly Dictionary<string, string> English = Texts(new CultureInfo("en"));

    [Fact]
    public void Every_code_in_the_source_has_a_text_in_both_languages()
    {
        var codes = CodesInSource();

        Assert.True(codes.Count > 40, $"Only {codes.Count} codes were found; the search no longer fits the source.");
        Assert.Empty(codes.Except(Chinese.Keys));
        Assert.Empty(codes.Except(English.Keys));
    }

    [Fact]
    public void Both_languages_have_the_same_texts_with_the_same_placeholders()
    {
        Assert.Equal(Chinese.Keys.Order(StringComparer.Ordinal), English.Keys.Order(StringComparer.Ordinal));
        foreach (var (code, text) in Chinese)
            Assert.True(English[code].Contains('{', StringComparison.Ordinal) || !Placeholder().IsMatch(text), $"{code} loses its values in English.");
        foreach (var (code, text) in English)
            Assert.All(Placeholder().Matches(text), match => Assert.Contains(match.Value, Chinese[code], StringComparison.Ordinal));
    }

    private static HashSet<string> CodesInSource() =>
    [
        .. Directory.EnumerateFiles(SourceDirectory(), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Code().Matches(File.ReadAllText(file))).Select(match => match.Groups["code"].Value),
    ];

    private static string SourceDirectory([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src"));

    private static Dictionary<string, string> Texts(CultureInfo culture) =>
        ErrorTexts.Resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);

    [GeneratedRegex("""(RuleViolationException|ForbiddenException|SignInRefusedException|Failure|WithErrorCode|OfField|new Problem|ErrorTexts\.Of)\([^;"]*(\$"[^"]*"[^;"]*)?"(?<code>[a-z][a-z-]*\.[a-z.-]*[a-z])"|\] = "(?<code>field\.[a-z-]+)"|=> "(?<code>(request|auth|server)\.[a-z-]+)",|"(?<code>problem\.(?!other)[a-z-]+)"(?:)""")]
    private static partial Regex Code();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
