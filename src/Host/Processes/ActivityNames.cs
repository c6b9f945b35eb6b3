using System.Globalization;
using AfterSales.Engine.Activities;
using AfterSales.Host.Localization;

namespace AfterSales.Host.Processes;

/// <summary>What activities' types and inputs are called in the reader's language: as the designer shows them in Chinese, by their stored names in English.</summary>
public sealed class ActivityNames(ActivityRegistry registry)
{
    private static bool IsChinese => CultureInfo.CurrentUICulture.Name == Languages.Chinese;

    public string OfType(string type, int version)
    {
        var name = type[(type.LastIndexOf('.') + 1)..];
        return IsChinese ? registry.Find(type, version)?.Descriptor.DisplayName ?? name : name;
    }

    public string OfInput(string type, int version, string input) => IsChinese && registry.Find(type, version)?.Descriptor is { } descriptor
        ? descriptor.Inputs.FirstOrDefault(known => known.Name == input)?.DisplayName ?? descriptor.Outputs.FirstOrDefault(known => known.Name == input)?.DisplayName ?? input
        : input;
}
