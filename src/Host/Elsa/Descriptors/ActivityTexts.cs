using System.Globalization;
using System.Resources;

namespace AfterSales.Host.Elsa.Descriptors;

/// <summary>What the designer shows of activities and types, in <c>ActivityTexts.resx</c>. What has no text of its own activity shares one by its name.</summary>
internal static class ActivityTexts
{
    internal static ResourceManager Resources { get; } = new("AfterSales.Host.Elsa.Descriptors.ActivityTexts", typeof(ActivityTexts).Assembly);

    public static string? Find(string key) => Resources.GetString(key, CultureInfo.CurrentUICulture);

    /// <summary>The text, or the name itself where there is none: so it is with what process owners named.</summary>
    public static string Of(string key, string otherwise) => Find(key) ?? otherwise;

    /// <summary>The text of an activity's part, or the one that all parts of that name share.</summary>
    public static string? Part(string type, string shared, string name, string suffix = "") =>
        Find($"{type}.{(shared is "input" ? "" : shared + ".")}{name}{suffix}") ?? Find($"{shared}.{name}{suffix}");
}
