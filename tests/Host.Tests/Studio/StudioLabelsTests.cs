using System.Text.Json;
using System.Text.RegularExpressions;

namespace AfterSales.Host.Tests.Studio;

/// <summary>The Chinese for Elsa Studio's own labels.</summary>
public sealed partial class StudioLabelsTests
{
    // The same word in Chinese offices.
    private static readonly string[] Kept = ["ID"];

    private static readonly JsonElement Overlay = JsonElement.Parse(File.ReadAllText(Path.Combine(Root(), "src", "Host", "wwwroot", "studio", "zh.json")));
    private static readonly Dictionary<string, string> Labels = Overlay.GetProperty("labels").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!);
    private static readonly (Regex Pattern, string Text)[] Patterns =
        [.. Overlay.GetProperty("patterns").EnumerateArray().Select(pair => (new Regex($"^(?:{pair[0].GetString()})$", RegexOptions.CultureInvariant), pair[1].GetString()!))];

    [Fact]
    public void EveryLabelOfStudio_HasItsChinese()
    {
        var labels = File.ReadAllLines(Path.Combine(Root(), "tests", "Host.Tests", "Studio", "ui-strings.txt"));

        Assert.Equal(432, labels.Length);
        Assert.Equal([], labels.Where(label => !Kept.Contains(label) && !IsChinese(Translate(Placeholder().Replace(label, "7")))).ToArray());
    }

    [Fact]
    public void Pattern_KeepsWhatWasFilledIn()
    {
        Assert.Equal("3 个流程定义导入失败，错误：a, b", Translate("Failed to import 3 workflow definitions. Errors: a, b"));
        Assert.Equal("删除版本 12", Translate("Delete version 12"));
        Assert.Equal([], Patterns.Where(p => p.Pattern.GetGroupNumbers().Length - 1 != Part().Count(p.Text)).Select(p => p.Text).ToArray());
    }

    [Fact]
    public void NoChinese_IsEmptyOrStillEnglish() =>
        Assert.Equal([], Labels.Where(label => !Kept.Contains(label.Key) && (!IsChinese(label.Value) || label.Value == label.Key)).Select(label => label.Key).ToArray());

    private static string Translate(string label) =>
        Labels.TryGetValue(label, out var known) ? known : Patterns.FirstOrDefault(p => p.Pattern.IsMatch(label)) is { Pattern: { } pattern, Text: var text } ? pattern.Replace(label, text) : label;

    private static bool IsChinese(string text) => text.Any(c => c is >= '一' and <= '鿿');

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "AfterSales.sln")))
            directory = directory.Parent!;
        return directory.FullName;
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\$\d")]
    private static partial Regex Part();
}
